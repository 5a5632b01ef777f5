/* service/ — Privacy: what is kept of a person is shown to them, and erased. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/retention.h"
#include "daemon/service/allow.h"
#include "daemon/service/erasure.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/service.h"
#include "daemon/store/access.h"
#include "daemon/store/erasure.h"
#include "daemon/store/event.h"
#include "daemon/store/meta.h"
#include "daemon/store/page.h"
#include "daemon/store/personal.h"

#define RPC_SERVICE Privacy_Service

#define PAGE_DEFAULT 100
#define PAGE_BYTES   ((size_t)448 * 1024) /* then the page ends */

/* Whose it is, when the caller may do the method to them. */
static enum status open_person(struct call *call, const char *given, Person **ret)
{
	enum status st = service_name_person(call, "name", given, ret);

	return st == STATUS_OK ? service_allow_shared(call, given, (*ret)->name) : st;
}

/* All that is the person's is shown to them, and to whoever answers for them. To a program, and to a coachee who asks
 * for their coach, not what that coachee is not shown. */
static struct store_personal_view view_of(const struct call *call, const Person *person)
{
	const struct actor *actor = call->actor;
	const char *kept_from = actor->person == NULL || strcmp(actor->person, person->name) == 0 ? "" : actor->person;

	if (actor->kind == ACTOR_PROGRAM)
		kept_from = STORE_PERSONAL_PROGRAM;
	return (struct store_personal_view){ .person = person->name, .now = call->now, .kept_from = kept_from };
}

/* ---- ExportPerson ---- */

struct page {
	struct call *call;
	struct store_personal_view view;
	int left; /* records */
	size_t bytes;
	size_t table;
	const char *after; /* in that table */
	ExportPersonResponse *response;
};

/* "session:sessions/ID", the last record shown. */
static enum status read_token(struct page *page, const char *token)
{
	const char *colon = strchr(token, ':');

	page->after = "";
	if (token[0] == '\0')
		return STATUS_OK;
	if (colon != NULL && colon[1] != '\0')
		page->table = store_personal_find(arena_strndup(page->call->arena, token, (size_t)(colon - token)));
	if (colon == NULL || colon[1] == '\0' || page->table == store_personal_count())
		return store_page_invalid(&page->call->error);
	page->after = colon + 1;
	return STATUS_OK;
}

static bool is_full(const struct page *page)
{
	return page->left == 0 || page->bytes >= PAGE_BYTES;
}

/* Records of the table at hand. *ret_all: there are no more of them. */
static enum status add_records(struct page *page, bool *ret_all)
{
	ExportPersonResponse *response = page->response;
	struct call *call = page->call;
	ExportRecord **records;
	size_t count, i;
	enum status st;

	st = store_personal_read(call->conn, page->table, &page->view, page->after, page->left + 1, call->arena,
		&records, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	for (i = 0; i < count && !is_full(page); i++) {
		const size_t size = export_record__get_packed_size(records[i]);

		if (response->n_records > 0 && page->bytes + size > PAGE_BYTES)
			break;
		*(ExportRecord **)arena_push(
			call->arena, &response->records, &response->n_records, sizeof(ExportRecord *)) = records[i];
		page->bytes += size;
		page->left--;
	}
	*ret_all = i == count;
	return STATUS_OK;
}

RPC_METHOD(export_person, ExportPersonRequest, ExportPersonResponse)
(struct call *call, const ExportPersonRequest *in, ExportPersonResponse **ret)
{
	struct page page = { .call = call };
	bool all = true;
	Person *person;
	enum status st;

	st = service_page_size(call, in->page_size, &page.left);
	if (st == STATUS_OK)
		st = open_person(call, in->name, &person);
	if (st == STATUS_OK)
		st = read_token(&page, in->page_token);
	if (st != STATUS_OK)
		return st;
	if (in->page_size == 0)
		page.left = PAGE_DEFAULT;
	page.view = view_of(call, person);
	page.response = arena_alloc(call->arena, sizeof(*page.response));
	export_person_response__init(page.response);
	page.response->person = person->name;
	while (st == STATUS_OK && page.table < store_personal_count()) {
		st = add_records(&page, &all);
		if (st != STATUS_OK || !all || is_full(&page))
			break;
		page.table++;
		page.after = "";
	}
	if (st != STATUS_OK)
		return st;
	if (page.table < store_personal_count()) {
		const ExportRecord *last = page.response->records[page.response->n_records - 1];

		page.response->next_page_token = arena_printf(call->arena, "%s:%s", last->kind, last->name);
	}
	*ret = page.response;
	return STATUS_OK;
}

/* ---- erasure ---- */

static enum status add_items(struct call *call, const struct store_personal_view *view, ErasurePlan *plan)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < store_personal_count() && st == STATUS_OK; i++) {
		ErasureItem *item, **slot;
		int64_t gone, emptied;

		st = store_personal_preview(call->conn, i, view, &gone, &emptied, &call->error);
		if (st != STATUS_OK || (gone == 0 && emptied == 0))
			continue;
		item = arena_alloc(call->arena, sizeof(*item));
		erasure_item__init(item);
		item->kind = (char *)store_personal_table(i);
		item->gone = gone;
		item->emptied = emptied;
		slot = arena_push(call->arena, &plan->items, &plan->n_items, sizeof(*slot));
		*slot = item;
	}
	return st;
}

static enum status add_plugins(struct call *call, ErasurePlan *plan)
{
	const char *const *plugins = call->service->plugins;
	enum status st = STATUS_OK;

	for (size_t i = 0; plugins != NULL && plugins[i] != NULL && st == STATUS_OK; i++) {
		bool disabled;
		int64_t done;

		st = store_event_cursor_get(call->conn, plugins[i], &done, &disabled, &call->error);
		*(char **)arena_push(call->arena, &plan->plugins, &plan->n_plugins, sizeof(char *)) =
			(char *)plugins[i];
		if (st == STATUS_OK && disabled)
			*(char **)arena_push(call->arena, &plan->plugins_off, &plan->n_plugins_off, sizeof(char *)) =
				(char *)plugins[i];
	}
	return st;
}

/* Sessions that the person does not know of are cancelled, too, and not counted. */
static enum status add_sessions(struct call *call, const struct store_personal_view *view, ErasurePlan *plan)
{
	const char *hindrance;
	char **to_come;
	size_t count;
	enum status st = service_erasure_look(call, plan->person, &to_come, &count, &hindrance);

	plan->hindrance = (char *)hindrance;
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		bool shown;

		st = store_personal_shows(
			call->conn, store_personal_find("session"), view, to_come[i], &shown, &call->error);
		plan->sessions_cancelled += st == STATUS_OK && shown;
	}
	return st;
}

RPC_METHOD(report_erasure, ReportErasureRequest, ErasurePlan)
(struct call *call, const ReportErasureRequest *in, ErasurePlan **ret)
{
	ErasurePlan *plan = arena_alloc(call->arena, sizeof(*plan));
	struct store_personal_view view;
	Person *person;
	enum status st = open_person(call, in->name, &person);

	if (st != STATUS_OK)
		return st;
	view = view_of(call, person);
	erasure_plan__init(plan);
	plan->person = person->name;
	plan->display_name = person->display_name;
	plan->email = person->email;
	st = add_items(call, &view, plan);
	if (st == STATUS_OK)
		st = add_sessions(call, &view, plan);
	if (st == STATUS_OK)
		st = add_plugins(call, plan);
	if (st == STATUS_OK)
		*ret = plan;
	return st;
}

RPC_METHOD(erase_person, ErasePersonRequest, Erasure)
(struct call *call, const ErasePersonRequest *in, Erasure **ret)
{
	return service_erasure_ask(call, in, ret);
}

RPC_METHOD(get_erasure, GetErasureRequest, Erasure)(struct call *call, const GetErasureRequest *in, Erasure **ret)
{
	Erasure *erasure;
	enum status st = service_name_check(call, "name", in->name, "erasures");

	if (st == STATUS_OK)
		st = store_erasure_get(call->conn, in->name, call->arena, &erasure, &call->error);
	if (st != STATUS_OK)
		return st;
	if (erasure == NULL)
		return may_not_found(in->name, call->locale, &call->error);
	*ret = erasure;
	return service_erasure_fill(call, erasure);
}

RPC_METHOD(list_erasures, ListErasuresRequest, ListErasuresResponse)
(struct call *call, const ListErasuresRequest *in, ListErasuresResponse **ret)
{
	ListErasuresResponse *list = arena_alloc(call->arena, sizeof(*list));
	enum status st;
	int size;

	list_erasures_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = store_erasure_list(call->conn, in->page_token, size + 1, call->arena, &list->erasures,
			&list->n_erasures, &call->error);
	if (st != STATUS_OK)
		return st;
	list->next_page_token = service_page_end(list->erasures, &list->n_erasures, size);
	for (size_t i = 0; i < list->n_erasures && st == STATUS_OK; i++)
		st = service_erasure_fill(call, list->erasures[i]);
	*ret = list;
	return st;
}

/* ---- ListAccess, GetRetention ---- */

RPC_METHOD(list_access, ListAccessRequest, ListAccessResponse)
(struct call *call, const ListAccessRequest *in, ListAccessResponse **ret)
{
	ListAccessResponse *list = arena_alloc(call->arena, sizeof(*list));
	struct store_personal_view view;
	Person *person;
	enum status st;
	int size;

	list_access_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = open_person(call, in->name, &person);
	if (st != STATUS_OK)
		return st;
	view = view_of(call, person);
	st = store_access_list(call->conn, &view, in->page_token, size + 1, call->arena, &list->accesses,
		&list->n_accesses, &call->error);
	if (st != STATUS_OK)
		return st;
	list->next_page_token = service_page_end(list->accesses, &list->n_accesses, size);
	list->person = person->name;
	*ret = list;
	return STATUS_OK;
}

RPC_METHOD(get_retention, GetRetentionRequest, Retention)
(struct call *call, const GetRetentionRequest *in, Retention **ret)
{
	Retention *retention = arena_alloc(call->arena, sizeof(*retention));
	int64_t swept = 0;
	enum status st = store_meta_get_sweep(call->conn, &swept, &call->error);

	(void)in;
	if (st != STATUS_OK)
		return st;
	retention__init(retention);
	retention->sweep_time = instant_new(call->arena, swept);
	for (int i = 0; i < RETENTION_KINDS; i++) {
		const enum retention_kind kind = (enum retention_kind)i;
		RetentionKind *row = arena_alloc(call->arena, sizeof(*row)), **slot;

		retention_kind__init(row);
		row->key = (char *)retention_key(kind);
		row->days = retention_days(&call->service->retention, kind);
		row->most = retention_most(kind);
		row->words = (char *)retention_words(kind, call->locale);
		slot = arena_push(call->arena, &retention->kinds, &retention->n_kinds, sizeof(*slot));
		*slot = row;
	}
	*ret = retention;
	return STATUS_OK;
}

Privacy_Service service_privacy = PRIVACY__INIT(handle_);
