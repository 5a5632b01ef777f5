/* service/ — templates that people make: created, changed, copied, archived and brought back. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/template.h"
#include "daemon/domain/template_check.h"
#include "daemon/service/allow.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/mask.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/template.h"

#define FIELDS "texts questions confidential unannounced_allowed"

/* Whether the caller may write what is for that team (""; for everybody: administrators). Everyone else who gets here
 * sees it, and is told who may. */
static enum status allow(struct call *call, const char *name, const char *coach)
{
	const struct may_object object = {
		.name = name, .coach = coach[0] != '\0' ? coach : NULL, .coachee = call->actor->person
	};

	return service_allow(call, &object);
}

/* Whom a new one is for. Who is no administrator makes them for their own team, and has one. */
static enum status find_team(struct call *call, const char *name, const char *given, char **ret)
{
	const bool person = call->actor->kind == ACTOR_PERSON && !call->actor->admin;
	const struct store_viewer *viewer;
	Coaching **team;
	const char *coach;
	size_t count = 0;
	enum status st = service_name_filter(call, "template.coach", given, &coach);

	if (st == STATUS_OK && given[0] == '\0' && person)
		coach = call->actor->person;
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK && coach[0] != '\0')
		st = store_coaching_by(call->conn, coach, viewer->today, call->arena, &team, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	*ret = (char *)coach;
	return allow(call, name, person && count == 0 ? "" : coach);
}

/* What a request says of its questions, and nothing that is only said. */
static Question *copy_question(struct call *call, const Question *given)
{
	Question *question = arena_alloc(call->arena, sizeof(*question));

	question__init(question);
	question->key = given->key;
	question->part = given->part;
	question->required = given->required;
	question->intention = given->intention;
	question->speaker = given->speaker;
	question->texts = given->texts;
	question->n_texts = given->n_texts;
	return question;
}

static void take(struct call *call, Template *to, const Template *from, const FieldMask *mask)
{
	if (service_mask_has(mask, "texts")) {
		to->texts = from->texts;
		to->n_texts = from->n_texts;
	}
	if (service_mask_has(mask, "questions")) {
		to->questions = arena_alloc(call->arena, (from->n_questions + 1) * sizeof(Question *));
		to->n_questions = from->n_questions;
		for (size_t i = 0; i < from->n_questions; i++)
			to->questions[i] = copy_question(call, from->questions[i]);
	}
	if (service_mask_has(mask, "confidential"))
		to->confidential = from->confidential;
	if (service_mask_has(mask, "unannounced_allowed"))
		to->unannounced_allowed = from->unannounced_allowed;
}

static char *author(const struct call *call)
{
	return arena_strdup(call->arena, call->actor->person != NULL ? call->actor->person : "");
}

static enum status tell(struct call *call, const Template *template, const char *event)
{
	return service_event_append(
		call, event, template->name, NULL, NULL, template->coach[0] != '\0' ? template->coach : NULL, NULL);
}

/* Nobody has the key, archived ones included; of another team's it is no more than said that it is taken. */
static enum status check_free(struct call *call, const char *name)
{
	Template *other;
	enum status st = service_template_load(call, name, 0, &other);

	if (st != STATUS_OK || other == NULL)
		return st;
	return service_refuse(call, STATUS_ALREADY_EXISTS, "TEMPLATE_EXISTS", "template_id",
		"the key \"%s\" is taken: choose another", "de sleutel \"%s\" is al bezet: kies een andere",
		name + strlen(TEMPLATE_COLLECTION));
}

/* A new template with the content of `from`. */
static enum status make(
	struct call *call, const char *key, const char *team, const Template *from, bool look_only, Template **ret)
{
	Template *template = arena_alloc(call->arena, sizeof(*template));
	enum status st = template_check_key(key, call->locale, &call->error);

	template__init(template);
	template->name = arena_printf(call->arena, TEMPLATE_COLLECTION "%s", key);
	if (st == STATUS_OK)
		st = find_team(call, template->name, team, &template->coach);
	if (st == STATUS_OK)
		st = check_free(call, template->name);
	if (st != STATUS_OK)
		return st;
	take(call, template, from, NULL);
	template->version = 1;
	template->author = author(call);
	template->create_time = template->update_time = instant_new(call->arena, call->now);
	st = template_check(template, call->locale, &call->error);
	if (st == STATUS_OK && !look_only)
		st = store_template_insert(call->conn, template, &call->error);
	if (st == STATUS_OK && !look_only)
		st = tell(call, template, "template.created");
	return st == STATUS_OK ? service_template_show(call, template, "", ret) : st;
}

static enum status missing(struct call *call)
{
	return service_refuse(
		call, STATUS_INVALID_ARGUMENT, "MISSING", "template", "template is missing", "template ontbreekt");
}

enum status service_template_create(struct call *call, const CreateTemplateRequest *in, Template **ret)
{
	if (in->template_ == NULL)
		return missing(call);
	return make(call, in->template_id, in->template_->coach, in->template_, in->validate_only, ret);
}

/* One that the caller may change, as they read it. */
static enum status open_to_write(
	struct call *call, const char *field, const char *name, const char *etag, Template **ret)
{
	Template *seen;
	enum status st = service_template_open(call, field, name, 0, ret);

	if (st == STATUS_OK && (*ret)->built_in)
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "BUILT_IN", NULL,
			"\"%s\" is built in and stays as it is: copy it, and change the copy",
			"\"%s\" is ingebouwd en blijft zoals het is: maak een kopie, en wijzig die",
			name + strlen(TEMPLATE_COLLECTION));
	if (st == STATUS_OK)
		st = allow(call, name, (*ret)->coach);
	if (st != STATUS_OK || etag[0] == '\0')
		return st;
	seen = arena_memdup(call->arena, *ret, sizeof(*seen));
	service_etag_set(call, &seen->base);
	return service_etag_check(call, etag, &seen->base);
}

static enum status check_offered(struct call *call, const Template *template)
{
	if (template->delete_time == NULL)
		return STATUS_OK;
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "DELETED", NULL,
		"\"%s\" is archived: bring it back first", "\"%s\" is gearchiveerd: haal die eerst terug",
		template->name + strlen(TEMPLATE_COLLECTION));
}

/* The next version, unless nothing is different. */
static enum status change(struct call *call, Template *template, const UpdateTemplateRequest *in, Template **ret)
{
	Template *next = arena_memdup(call->arena, template, sizeof(*next));
	enum status st;

	take(call, next, in->template_, in->update_mask);
	st = template_check(next, call->locale, &call->error);
	if (st != STATUS_OK)
		return st;
	if (template_same(template, next))
		return service_template_show(call, template, "", ret);
	next->version++;
	next->author = author(call);
	next->update_time = instant_new(call->arena, call->now);
	if (!in->validate_only)
		st = store_template_update(call->conn, next, &call->error);
	if (st == STATUS_OK && !in->validate_only)
		st = tell(call, next, "template.updated");
	return st == STATUS_OK ? service_template_show(call, next, "", ret) : st;
}

enum status service_template_update(struct call *call, const UpdateTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st;

	if (in->template_ == NULL)
		return missing(call);
	st = service_mask_check(call, in->update_mask, FIELDS);
	if (st != STATUS_OK)
		return st;
	st = open_to_write(call, "template.name", in->template_->name, in->template_->etag, &template);
	if (st == STATUS_NOT_FOUND && in->allow_missing) {
		call->error = (struct error){ 0 };
		return make(call, in->template_->name + strlen(TEMPLATE_COLLECTION), in->template_->coach,
			in->template_, in->validate_only, ret);
	}
	if (st == STATUS_OK)
		st = check_offered(call, template);
	return st == STATUS_OK ? change(call, template, in, ret) : st;
}

enum status service_template_copy(struct call *call, const CopyTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st = service_template_open(call, "name", in->name, in->version, &template);

	return st == STATUS_OK ? make(call, in->template_id, in->coach, template, false, ret) : st;
}

static enum status check_unused(struct call *call, const Template *template)
{
	int64_t users;
	enum status st = store_template_users(call->conn, template->name, &users, &call->error);

	if (st != STATUS_OK || users == 0)
		return st;
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "IN_USE", NULL,
		"these are the questions of %lld of the people: give them others first",
		"dit zijn de vragen van %lld van de mensen: geef hun eerst andere", (long long)users);
}

enum status service_template_delete(struct call *call, const DeleteTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st = open_to_write(call, "name", in->name, in->etag, &template);

	if (st == STATUS_OK)
		st = check_offered(call, template);
	if (st == STATUS_OK)
		st = check_unused(call, template);
	if (st != STATUS_OK)
		return st;
	template->delete_time = instant_new(call->arena, call->now);
	st = store_template_archive(call->conn, template, &call->error);
	if (st == STATUS_OK)
		st = tell(call, template, "template.deleted");
	return st == STATUS_OK ? service_template_show(call, template, "", ret) : st;
}

enum status service_template_undelete(struct call *call, const UndeleteTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st = open_to_write(call, "name", in->name, "", &template);

	if (st == STATUS_OK && template->delete_time == NULL)
		st = service_refuse(call, STATUS_FAILED_PRECONDITION, "NOT_DELETED", NULL, "\"%s\" is not archived",
			"\"%s\" is niet gearchiveerd", template->name + strlen(TEMPLATE_COLLECTION));
	if (st != STATUS_OK)
		return st;
	template->delete_time = NULL;
	st = store_template_archive(call->conn, template, &call->error);
	if (st == STATUS_OK)
		st = tell(call, template, "template.undeleted");
	return st == STATUS_OK ? service_template_show(call, template, "", ret) : st;
}
