/* service/ — Checklists: the method on paper. What is filled in comes from the methods that read it, as the caller:
 * what they may not see there is not here. */
#include <string.h>

#include "daemon/domain/checklist.h"
#include "daemon/domain/may.h"
#include "daemon/domain/see.h"
#include "daemon/domain/template.h"
#include "daemon/domain/words.h"
#include "daemon/service/checklist.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/service/template.h"
#include "daemon/store/person.h"
#include "ridealong/v1/checklist.pb-c.h"

#define RPC_SERVICE Checklists_Service

/* Another method's answer, with the caller's rights and in the page's language. */
static enum status ask(struct call *call, const char *method, const ProtobufCMessage *in, void *ret)
{
	struct call inner = *call;
	enum status st;

	inner.method = contract_find(method);
	inner.error = (struct error){ 0 };
	st = may(call->actor, method, NULL, call->locale, &inner.error);
	if (st == STATUS_OK)
		st = service_invoke(&inner, in);
	call->viewer = inner.viewer;
	if (st != STATUS_OK) {
		call->error = inner.error;
		return st;
	}
	see(call->actor, method, inner.reply);
	*(ProtobufCMessage **)ret = inner.reply;
	return STATUS_OK;
}

/* The same for what the page can do without. */
static enum status ask_for(struct call *call, const char *method, const ProtobufCMessage *in, void *ret)
{
	enum status st = ask(call, method, in, ret);

	if (st != STATUS_NOT_FOUND && st != STATUS_PERMISSION_DENIED)
		return st;
	call->error = (struct error){ 0 };
	return STATUS_OK;
}

/* The questions, whole sentences in the page's language, the names filled in where there are any. */
static enum status read_template(struct call *call, const GetChecklistRequest *in, struct checklist_page *page)
{
	const char *coach = words_pick(call->locale, "your coach", "je coach");
	const char *coachee = words_pick(call->locale, "the coachee", "de ander");
	GetTemplateRequest request = GET_TEMPLATE_REQUEST__INIT;
	Person *person = NULL;
	enum status st = STATUS_OK;

	if (page->session != NULL) {
		st = service_template_say(
			call, page->session->template_, page->session->template_version, &page->template);
		coach = page->session->coach_display_name;
		coachee = page->session->coachee_display_name;
	} else {
		request.name = in->template_;
		request.version = in->version;
		if (in->template_[0] == '\0' && call->actor->person != NULL)
			st = store_person_get(call->conn, call->actor->person, call->arena, &person, &call->error);
		if (st == STATUS_OK && in->template_[0] == '\0')
			request.name = arena_printf(call->arena, TEMPLATE_COLLECTION "%s",
				person != NULL && person->template_[0] != '\0' ? person->template_ : TEMPLATE_DEFAULT);
		request.language = (char *)call->locale;
		if (st == STATUS_OK)
			st = ask(call, "ridealong.v1.Templates/GetTemplate", &request.base, &page->template);
	}
	if (st != STATUS_OK)
		return st;
	page->steps = template_debrief(page->template, call->arena);
	for (size_t i = 0; i < TEMPLATE_STEPS; i++)
		template_fill_question(page->steps[i], coach, coachee, call->arena);
	template_fill_all(page->template, coach, coachee, call->arena);
	return STATUS_OK;
}

static enum status read_session(struct call *call, const char *name, struct checklist_page *page)
{
	GetSessionRequest session = GET_SESSION_REQUEST__INIT;
	GetPreparationRequest preparation = GET_PREPARATION_REQUEST__INIT;
	GetDebriefRequest debrief = GET_DEBRIEF_REQUEST__INIT;
	enum status st;

	session.name = (char *)name;
	st = ask(call, "ridealong.v1.Sessions/GetSession", &session.base, &page->session);
	if (st != STATUS_OK)
		return st;
	preparation.name = arena_printf(call->arena, "%s/preparation", page->session->meeting);
	debrief.name = arena_printf(call->arena, "%s/debrief", page->session->name);
	st = ask_for(call, "ridealong.v1.Preparations/GetPreparation", &preparation.base, &page->preparation);
	if (st == STATUS_OK)
		st = ask_for(call, "ridealong.v1.Debriefs/GetDebrief", &debrief.base, &page->debrief);
	return st;
}

/* The words of what was agreed: the debrief has its names. */
static enum status read_points(
	struct call *call, char *const *names, size_t count, char ***ret_texts, size_t *ret_count)
{
	GetActionPointRequest request = GET_ACTION_POINT_REQUEST__INIT;
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		ActionPoint *point = NULL;

		request.name = names[i];
		st = ask_for(call, "ridealong.v1.ActionPoints/GetActionPoint", &request.base, &point);
		if (st == STATUS_OK && point != NULL)
			*(char **)arena_push(call->arena, ret_texts, ret_count, sizeof(char *)) =
				arena_printf(call->arena, "%s (%s)", point->text, point->due_date);
	}
	return st;
}

static enum status check_request(struct call *call, const GetChecklistRequest *in)
{
	if (in->language[0] != '\0' && strcmp(in->language, "en") != 0 && strcmp(in->language, "nl") != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "LANGUAGE", "language", "language is en or nl",
			"language is en of nl");
	if (protobuf_c_enum_descriptor_get_value(&checklist_format__descriptor, (int)in->format) == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "FORMAT", "format",
			"format is text, Markdown or HTML", "format is tekst, Markdown of HTML");
	if (in->session[0] != '\0' && (in->template_[0] != '\0' || in->version != 0))
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "BOTH", "template",
			"template is for a blank page: a session has its own",
			"template is voor een lege pagina: een sessie heeft de hare");
	return STATUS_OK;
}

RPC_METHOD(get_checklist, GetChecklistRequest, Checklist)
(struct call *call, const GetChecklistRequest *in, Checklist **ret)
{
	const char *locale = call->locale;
	struct checklist_page page = { 0 };
	enum status st = check_request(call, in);

	if (st == STATUS_OK && in->language[0] != '\0')
		call->locale = in->language;
	if (st == STATUS_OK && in->session[0] != '\0')
		st = read_session(call, in->session, &page);
	if (st == STATUS_OK)
		st = read_template(call, in, &page);
	if (st == STATUS_OK && page.debrief != NULL)
		st = read_points(call, page.debrief->action_points, page.debrief->n_action_points, &page.actions,
			&page.n_actions);
	if (st == STATUS_OK && page.debrief != NULL)
		st = read_points(
			call, page.debrief->promises, page.debrief->n_promises, &page.promises, &page.n_promises);
	if (st == STATUS_OK && page.debrief != NULL)
		st = read_points(call, page.debrief->carried, page.debrief->n_carried, &page.carried, &page.n_carried);
	if (st == STATUS_OK)
		st = service_checklist_fill(call, &page, ret);
	if (st == STATUS_OK) {
		(*ret)->format = in->format == CHECKLIST_FORMAT_UNSPECIFIED ? CHECKLIST_FORMAT_TEXT : in->format;
		(*ret)->content = checklist_write(*ret, call->arena);
	}
	call->locale = locale;
	return st;
}

Checklists_Service service_checklists = CHECKLISTS__INIT(handle_);
