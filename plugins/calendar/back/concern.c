/* plugins/calendar/back: see concern.h. */
#include "back/concern.h"

#include "proto/status.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#include <stdlib.h>
#include <string.h>

struct concern {
	void (*tell)(void *arg, const char *person);
	void (*done)(void *arg, const struct ridealong_reply *end);
	void *arg;
};

static void concern_end(struct concern *concern, const struct ridealong_reply *end)
{
	static const struct ridealong_reply fine = { .size = sizeof(fine), .message = "", .reason = "" };

	concern->done(concern->arg, end->status == STATUS_NOT_FOUND ? &fine : end);
	free(concern);
}

SDK_REPLY(on_session, struct concern, concern, Session, session)
{
	if (end->status == STATUS_OK) {
		concern->tell(concern->arg, session->coach);
		concern->tell(concern->arg, session->coachee);
	}
	concern_end(concern, end);
}

SDK_REPLY(on_meeting, struct concern, concern, ListSessionsResponse, reply)
{
	for (size_t i = 0; end->status == STATUS_OK && i < reply->n_sessions; i++) {
		concern->tell(concern->arg, reply->sessions[i]->coach);
		concern->tell(concern->arg, reply->sessions[i]->coachee);
	}
	concern_end(concern, end);
}

SDK_REPLY(on_point, struct concern, concern, ActionPoint, point)
{
	if (end->status == STATUS_OK)
		concern->tell(concern->arg, point->owner);
	concern_end(concern, end);
}

static void ask_session(const struct sdk *sdk, struct ridealong_work *work, const char *name, struct concern *concern)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)name;
	sdk_call(sdk, work, &sessions__descriptor, "GetSession", NULL, &request.base, on_session, concern);
}

static void ask_meeting(const struct sdk *sdk, struct ridealong_work *work, const char *name, struct concern *concern)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;

	request.meeting = (char *)name;
	sdk_call(sdk, work, &sessions__descriptor, "ListSessions", NULL, &request.base, on_meeting, concern);
}

static void ask_point(const struct sdk *sdk, struct ridealong_work *work, const char *name, struct concern *concern)
{
	GetActionPointRequest request = GET_ACTION_POINT_REQUEST__INIT;

	request.name = (char *)name;
	sdk_call(sdk, work, &action_points__descriptor, "GetActionPoint", NULL, &request.base, on_point, concern);
}

void calendar_concern_ask(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_event *event,
	void (*tell)(void *arg, const char *person), void (*done)(void *arg, const struct ridealong_reply *end),
	void *arg)
{
	static const struct {
		const char *collection;
		void (*ask)(
			const struct sdk *sdk, struct ridealong_work *work, const char *name, struct concern *concern);
	} kinds[] = { { "sessions/", ask_session }, { "meetings/", ask_meeting }, { "actionPoints/", ask_point } };
	static const struct ridealong_reply fine = { .size = sizeof(fine), .message = "", .reason = "" };
	struct concern *concern;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strncmp(event->subject, kinds[i].collection, strlen(kinds[i].collection)) != 0)
			continue;
		concern = malloc(sizeof(*concern));
		if (!concern)
			abort(); /* as the SDK does; the host starts anew */
		*concern = (struct concern){ tell, done, arg };
		kinds[i].ask(sdk, work, event->subject, concern);
		return;
	}
	tell(arg, NULL); /* a person: their name may stand in anybody's */
	done(arg, &fine);
}
