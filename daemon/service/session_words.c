/* service/ — what is kept of a session as a code, in words for whoever reads it. */
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/person.h"

#include <string.h>

enum status service_session_zone(struct call *call, const Session *session, const char **ret)
{
	const char *name = call->actor->person != NULL ? call->actor->person : session->coachee;
	Person *person;
	enum status st = store_person_get(call->conn, name, call->arena, &person, &call->error);

	if (st == STATUS_OK)
		*ret = person == NULL ? "" : person->time_zone;
	return st;
}

static enum status say(struct call *call, Session *session)
{
	const char *zone;
	enum status st;

	if (session->merged_into[0] != '\0')
		session->cancel_reason = arena_printf(call->arena,
			words_pick(call->locale, "the meeting was known twice: it goes on in %s",
				"de afspraak stond er dubbel: die gaat verder in %s"),
			session->merged_into);
	if (session->meeting_cancelled)
		session->cancel_reason = (char *)words_pick(
			call->locale, "the meeting itself was cancelled", "de afspraak zelf is afgezegd");
	if (session->cancel_cause != CANCEL_CAUSE_UNSPECIFIED)
		session->cancel_reason = (char *)words_cancel_cause(session->cancel_cause, call->locale);
	if (session->verdict_cause != VERDICT_CAUSE_NOTHING_RECEIVED)
		return STATUS_OK;
	st = service_session_zone(call, session, &zone);
	if (st != STATUS_OK)
		return st;
	session->verdict_reason = arena_printf(call->arena,
		words_pick(
			call->locale, "no preparation had come in by %s", "om %s was er nog geen voorbereiding binnen"),
		day_time_text(instant_us(session->cutoff_time), zone, call->arena));
	return STATUS_OK;
}

/* What its template says of it. Those of a list mostly have the same one: it is read once. */
static enum status say_template(struct call *call, Session *session, const Session *before)
{
	Template *template;
	enum status st;

	if (before != NULL && before->template_version == session->template_version &&
		strcmp(before->template_, session->template_) == 0) {
		session->confidential = before->confidential;
		session->notice = before->notice;
		return STATUS_OK;
	}
	st = service_template_say_head(call, session->template_, session->template_version, &template);
	if (st != STATUS_OK)
		return st;
	session->confidential = template->confidential;
	session->notice = template->notice;
	return STATUS_OK;
}

enum status service_session_say(struct call *call, Session *const *sessions, size_t count)
{
	const Session *before = NULL;
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		st = say_template(call, sessions[i], before);
		if (st == STATUS_OK)
			st = say(call, sessions[i]);
		before = sessions[i];
	}
	return st;
}
