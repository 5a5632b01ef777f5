/* service/ — what is added to a debrief after it was closed. */
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/debrief.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/debrief.h"

#define MOST 100 /* of one debrief */

enum status service_debrief_add_amendment(
	struct call *call, const Session *session, const char *text, int64_t observe_time, Amendment **ret)
{
	Amendment *amendment = arena_alloc(call->arena, sizeof(*amendment));
	int64_t count;
	enum status st = store_debrief_count_amendments(call->conn, session->name, &count, &call->error);

	if (st == STATUS_OK && count >= MOST)
		st = service_refuse(call, STATUS_RESOURCE_EXHAUSTED, "ENOUGH", NULL,
			"a debrief takes %d amendments: talk about it in the next one-on-one",
			"bij een nabespreking passen %d aanvullingen: bespreek het in de volgende 1-op-1", MOST);
	if (st != STATUS_OK)
		return st;
	amendment__init(amendment);
	amendment->name = call_new_name(call, arena_printf(call->arena, "%s/amendments", session->name));
	amendment->author = (char *)call->actor->person;
	amendment->text = (char *)text;
	amendment->create_time = instant_new(call->arena, call->now);
	amendment->observe_time = instant_new(call->arena, observe_time);
	st = store_debrief_amend(call->conn, session->name, amendment, &call->error);
	if (st == STATUS_OK)
		st = service_session_tell(call, session, "debrief.amended",
			arena_printf(call->arena, "%s/debrief", session->name), NULL, NULL);
	if (st == STATUS_OK)
		*ret = amendment;
	return st;
}

enum status service_debrief_amend(struct call *call, const AmendDebriefRequest *in, Debrief **ret)
{
	Amendment *amendment;
	Session *session;
	enum status st = service_debrief_session(call, in->name, &session);

	if (st == STATUS_OK)
		st = service_check_present(call, "text", in->text);
	if (st == STATUS_OK)
		st = service_check_size(call, "text", in->text, CHECK_TEXT);
	if (st == STATUS_OK && session->state != SESSION_STATE_CLOSED)
		st = error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NOT_CLOSED", NULL,
			words_pick(call->locale,
				"the session is marked \"%s\": amendments are for closed ones, until then write in the "
				"debrief itself",
				"de sessie staat op \"%s\": aanvullen kan na het afronden, schrijf tot dan in de "
				"nabespreking zelf"),
			words_session_state(session->state, call->locale));
	if (st == STATUS_OK)
		st = service_debrief_add_amendment(call, session, in->text, 0, &amendment);
	return st == STATUS_OK ? service_debrief_load(call, session, ret) : st;
}
