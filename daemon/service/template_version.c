/* service/ — the version of a template that something is asked with. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/template.h"
#include "daemon/service/refuse.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"
#include "daemon/store/template.h"

enum status service_template_load(struct call *call, const char *name, int32_t version, Template **ret)
{
	Template *built_in = template_built_in(name, call->arena);
	enum status st;

	*ret = built_in;
	if (built_in != NULL && (version == 0 || version == built_in->version))
		return STATUS_OK;
	st = store_template_get(call->conn, name, version, call->arena, ret, &call->error);
	if (st == STATUS_OK && *ret == NULL)
		*ret = built_in;
	return st;
}

enum status service_template_say(struct call *call, const char *name, int32_t version, Template **ret)
{
	enum status st = service_template_load(call, name, version, ret);

	if (st != STATUS_OK)
		return st;
	if (*ret == NULL)
		*ret = template_built_in(TEMPLATE_DEFAULT, call->arena);
	template_say(*ret, call->locale, call->arena);
	template_drop_texts(*ret);
	return STATUS_OK;
}

enum status service_template_say_head(struct call *call, const char *name, int32_t version, Template **ret)
{
	Template *head = template_built_in_head(name, call->arena);

	if (head == NULL || (version != 0 && version != head->version))
		return service_template_say(call, name, version, ret);
	template_say(head, call->locale, call->arena);
	template_drop_texts(head);
	*ret = head;
	return STATUS_OK;
}

enum status service_template_of_person(struct call *call, const Person *person, char **ret_name, int32_t *ret_version)
{
	const char *key = person->template_[0] != '\0' ? person->template_ : TEMPLATE_DEFAULT;
	Template *template;
	enum status st;

	*ret_name = arena_printf(call->arena, TEMPLATE_COLLECTION "%s", key);
	st = service_template_load(call, *ret_name, 0, &template);
	if (st != STATUS_OK)
		return st;
	if (template == NULL)
		template = template_built_in(TEMPLATE_DEFAULT, call->arena);
	*ret_name = template->name;
	*ret_version = template->version;
	return STATUS_OK;
}

enum status service_template_of_meeting(
	struct call *call, const char *meeting, const Person *owner, char **ret_name, int32_t *ret_version)
{
	Preparation *preparation;
	Session **sessions;
	size_t count;
	enum status st = store_preparation_get(call->conn, meeting, call->arena, &preparation, &call->error);

	if (st == STATUS_OK)
		st = store_session_announced(call->conn, meeting, call->arena, &sessions, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	if (preparation != NULL && preparation->template_version != 0) {
		*ret_name = preparation->template_;
		*ret_version = preparation->template_version;
		return STATUS_OK;
	}
	for (size_t i = 0; i < count; i++)
		if (sessions[i]->template_version != 0) {
			*ret_name = sessions[i]->template_;
			*ret_version = sessions[i]->template_version;
			return STATUS_OK;
		}
	return service_template_of_person(call, owner, ret_name, ret_version);
}

enum status service_template_check_person(struct call *call, const char *key)
{
	const char *name = arena_printf(call->arena, TEMPLATE_COLLECTION "%s", key);
	Template *template = template_built_in(key, call->arena);
	const struct store_viewer *viewer;
	enum status st = STATUS_OK;

	if (template == NULL)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK && template == NULL)
		st = store_template_see(call->conn, viewer, name, 0, call->arena, &template, &call->error);
	if (st != STATUS_OK)
		return st;
	if (template == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TEMPLATE", "template",
			"template: there is no list of questions \"%.100s\"",
			"template: er is geen vragenlijst \"%.100s\"", key);
	if (template->delete_time != NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TEMPLATE", "template",
			"template: the list of questions \"%.100s\" is archived; bring it back first, or take another",
			"template: de vragenlijst \"%.100s\" is gearchiveerd; haal die eerst terug, of neem een "
			"andere",
			key);
	return STATUS_OK;
}

static enum status keep_all(struct store_conn *conn, int64_t now, struct error *reterr)
{
	struct arena *arena = arena_create();
	size_t count;
	Template **list = template_list(arena, &count);
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		list[i]->update_time = instant_new(arena, now);
		st = store_template_keep(conn, list[i], reterr);
	}
	arena_destroy(arena);
	return st;
}

enum status service_template_keep(struct store *store, int64_t now, struct error *reterr)
{
	struct store_conn *conn;
	enum status st = store_connect(store, STORE_WRITE, &conn, reterr);

	if (st != STATUS_OK)
		return st;
	st = store_begin_write(conn, reterr);
	if (st == STATUS_OK)
		st = keep_all(conn, now, reterr);
	if (st == STATUS_OK)
		st = store_commit(conn, reterr);
	else
		store_rollback(conn);
	store_disconnect(conn);
	return st;
}
