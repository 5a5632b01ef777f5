/* skip_unprepared — session, coachee, team, preparation, questions, earlier preparations: one after the other. */
#include "facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "settings.h"

#define PAGE 200

struct gather {
	const struct sdk *sdk;
	struct ridealong_work *work;
	bool acting, stranger; /* a program: it does not know of what is not revealed */
	facts_cb done;
	void *arg;

	char caller[160];
	struct rule_settings settings;
	Session *session;
	Person *coachee, *reader;
	Preparation *preparation;
	Template *questions;
	Preparation *earlier[RULE_EARLIER]; /* the newest last */
	size_t n_earlier;
};

static void finish(struct gather *gather, const struct ridealong_reply *end)
{
	const struct rule_facts facts = { .session = gather->session,
		.settings = &gather->settings,
		.coachee = gather->coachee,
		.preparation = gather->preparation,
		.questions = gather->questions,
		.zone = gather->reader != NULL ? gather->reader->time_zone : NULL,
		.earlier = gather->earlier,
		.n_earlier = gather->n_earlier,
		.now = sdk_now(gather->sdk),
		.acting = gather->acting };

	gather->done(gather->arg, end, end->status == STATUS_OK ? &facts : NULL);
	sdk_free((ProtobufCMessage *)gather->session);
	sdk_free((ProtobufCMessage *)gather->coachee);
	sdk_free((ProtobufCMessage *)gather->reader);
	sdk_free((ProtobufCMessage *)gather->preparation);
	sdk_free((ProtobufCMessage *)gather->questions);
	for (size_t i = 0; i < gather->n_earlier; i++)
		sdk_free((ProtobufCMessage *)gather->earlier[i]);
	free(gather);
}

static void call(struct gather *gather, const ProtobufCServiceDescriptor *service, const char *method,
	const ProtobufCMessage *request, sdk_reply_cb done)
{
	sdk_call(gather->sdk, gather->work, service, method, NULL, request, done, gather);
}

/* Keeps the last few; the list comes by the meetings' start. */
static void keep_earlier(struct gather *gather, const Preparation *preparation)
{
	if (preparation->state != PREPARATION_STATE_SUBMITTED ||
		strcmp(preparation->name, gather->preparation->name) == 0 ||
		sdk_time_us(preparation->submit_time) >= sdk_time_us(gather->preparation->submit_time))
		return;
	if (gather->n_earlier == RULE_EARLIER) {
		sdk_free((ProtobufCMessage *)gather->earlier[0]);
		memmove(&gather->earlier[0], &gather->earlier[1], sizeof(gather->earlier) - sizeof(gather->earlier[0]));
		gather->n_earlier--;
	}
	gather->earlier[gather->n_earlier++] = (Preparation *)sdk_copy(&preparation->base);
}

static void ask_earlier(struct gather *gather, const char *page_token);

SDK_REPLY(on_earlier, struct gather, gather, ListPreparationsResponse, response)
{
	if (response == NULL) {
		finish(gather, end);
		return;
	}
	for (size_t i = 0; i < response->n_preparations; i++)
		keep_earlier(gather, response->preparations[i]);
	if (response->next_page_token[0] != '\0')
		ask_earlier(gather, response->next_page_token);
	else
		finish(gather, end);
}

static void ask_earlier(struct gather *gather, const char *page_token)
{
	ListPreparationsRequest request = LIST_PREPARATIONS_REQUEST__INIT;

	request.owner = gather->session->coachee;
	request.page_size = PAGE;
	request.page_token = (char *)page_token;
	call(gather, &preparations__descriptor, "ListPreparations", &request.base, on_earlier);
}

SDK_REPLY(on_questions, struct gather, gather, Template, questions)
{
	gather->questions = (Template *)sdk_copy((const ProtobufCMessage *)questions);
	if (end->status != STATUS_OK && end->status != STATUS_NOT_FOUND)
		finish(gather, end);
	else
		ask_earlier(gather, "");
}

SDK_REPLY(on_preparation, struct gather, gather, Preparation, preparation)
{
	GetTemplateRequest request = GET_TEMPLATE_REQUEST__INIT;
	static const struct ridealong_reply fine = { .size = sizeof(fine), .message = "", .reason = "" };

	if (end->status != STATUS_OK && end->status != STATUS_NOT_FOUND) {
		finish(gather, end);
		return;
	}
	gather->preparation = (Preparation *)sdk_copy((const ProtobufCMessage *)preparation);
	if (preparation == NULL || preparation->submit_time == NULL || preparation->template_[0] == '\0') {
		finish(gather, &fine);
		return;
	}
	request.name = preparation->template_;
	request.version = preparation->template_version;
	request.language = gather->coachee->language;
	call(gather, &templates__descriptor, "GetTemplate", &request.base, on_questions);
}

static void ask_preparation(struct gather *gather)
{
	GetPreparationRequest request = GET_PREPARATION_REQUEST__INIT;
	char name[160];

	snprintf(name, sizeof(name), "%s/preparation", gather->session->meeting);
	request.name = name;
	call(gather, &preparations__descriptor, "GetPreparation", &request.base, on_preparation);
}

/* What the coach's team goes by, as it is now. */
SDK_REPLY(on_team, struct gather, gather, Team, team)
{
	if (team == NULL && end->status != STATUS_NOT_FOUND) {
		finish(gather, end);
		return;
	}
	gather->settings = team != NULL && team->policy != NULL ? settings_of_policy(team->policy) : rule_defaults;
	ask_preparation(gather);
}

static void ask_team(struct gather *gather)
{
	GetTeamRequest request = GET_TEAM_REQUEST__INIT;
	char name[160];

	snprintf(name, sizeof(name), "%s/team", gather->session->coach);
	request.name = name;
	call(gather, &people__descriptor, "GetTeam", &request.base, on_team);
}

/* Who asks reads times in their own zone. */
SDK_REPLY(on_reader, struct gather, gather, Person, reader)
{
	(void)end;
	gather->reader = (Person *)sdk_copy((const ProtobufCMessage *)reader);
	ask_team(gather);
}

SDK_REPLY(on_coachee, struct gather, gather, Person, coachee)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	if (coachee == NULL) {
		finish(gather, end);
		return;
	}
	gather->coachee = (Person *)sdk_copy(&coachee->base);
	if (strncmp(gather->caller, "people/", 7) != 0 || strcmp(gather->caller, coachee->name) == 0) {
		ask_team(gather);
		return;
	}
	request.name = gather->caller;
	call(gather, &people__descriptor, "GetPerson", &request.base, on_reader);
}

/* The words are the daemon's own: a hidden session is as unknown as any other name. */
SDK_REPLY(on_unknown, struct gather, gather, Session, session)
{
	static const struct ridealong_reply unknown = { .size = sizeof(unknown), .status = STATUS_NOT_FOUND };

	finish(gather, session == NULL ? end : &unknown);
}

SDK_REPLY(on_session, struct gather, gather, Session, session)
{
	GetSessionRequest again = GET_SESSION_REQUEST__INIT;
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	if (session == NULL) {
		finish(gather, end);
		return;
	}
	gather->session = (Session *)sdk_copy(&session->base);
	if (gather->stranger && session->unannounced && session->reveal_time == NULL) {
		again.name = gather->session->name;
		sdk_call(gather->sdk, gather->work, &sessions__descriptor, "GetSession", gather->session->coachee,
			&again.base, on_unknown, gather);
		return;
	}
	request.name = gather->session->coachee;
	call(gather, &people__descriptor, "GetPerson", &request.base, on_coachee);
}

void facts_gather(const struct sdk *sdk, struct ridealong_work *work, const char *session, const char *caller,
	facts_cb done, void *arg)
{
	const bool person = caller != NULL && strncmp(caller, "people/", 7) == 0;
	struct gather *gather = calloc(1, sizeof(*gather));
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	if (gather == NULL)
		abort();
	*gather = (struct gather){ .sdk = sdk,
		.work = work,
		.acting = caller == NULL,
		.stranger = caller != NULL && !person && strcmp(caller, "admin") != 0,
		.done = done,
		.arg = arg };
	snprintf(gather->caller, sizeof(gather->caller), "%s", person ? caller : "");
	request.name = (char *)session;
	sdk_call(sdk, work, &sessions__descriptor, "GetSession", person ? caller : NULL, &request.base, on_session,
		gather);
}
