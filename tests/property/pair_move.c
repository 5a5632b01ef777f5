/* tests — what people do: in both worlds, and in secret in the one. */
#include "pair.h"

#include "daemon/store/event.h"
#include "daemon/store/session.h"

#define SPAN 20 /* days in which meetings fall */

const struct contract_method *pair_method(struct pair *pair, const char *name)
{
	const struct contract_method *method =
		contract_find(arena_printf(pair->worlds[0].fixture->arena, "ridealong.v1.%s", name));

	if (method == NULL)
		fail_msg("the contract has no %s any more", name);
	return method;
}

static const struct actor *any_coach(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;

	return pair_chance(pair, 3) ? &f->kim : &f->ruud;
}

static const struct actor *any_coachee(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;

	return pair_chance(pair, 3) ? &f->sam : &f->noor;
}

/* ---- in secret ---- */

static void secretly(struct pair *pair, const struct actor *coach, const char *name, const ProtobufCMessage *in,
	struct pair_answer *ret)
{
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;

	pair->move = name;
	pair_call(pair, PAIR_WITH, coach, arena_printf(f->arena, "secret-%d", ++pair->secrets), pair_method(pair, name),
		in, ret);
	if (ret->status == STATUS_OK)
		pair->counts->hidden++;
}

/* What a fault of ours would look like. */
static void leak(struct pair *pair, const Session *session)
{
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;
	RevealSessionRequest reveal = REVEAL_SESSION_REQUEST__INIT;
	Event event = EVENT__INIT;
	struct pair_answer answer;

	switch (pair->leak) {
	case PAIR_LEAK_ROW: /* a list without its predicate */
		store_run(f->conn, "UPDATE session SET hidden = 0 WHERE name = $1", NULL, NULL, "s", session->name);
		break;
	case PAIR_LEAK_EVENT: /* an audience that is too wide */
		event.name = arena_printf(f->arena, "events/leak-%d", pair->secrets);
		event.type = "session.updated";
		event.subject = session->name;
		event.event_time = instant_new(f->arena, f->now);
		event.actor = session->coach;
		store_event_append(f->conn, &event, session->coach, session->coachee, NULL);
		break;
	case PAIR_LEAK_ID: /* a number that counts what is hidden */
		f->service.key[0]++;
		break;
	case PAIR_LEAK_REVEAL: /* a comparison that goes on after the reveal */
		reveal.name = session->name;
		pair_call(pair, PAIR_WITH, strcmp(session->coach, "people/ruud") == 0 ? &f->ruud : &f->kim, "leak",
			pair_method(pair, "Sessions/RevealSession"), &reveal.base, &answer);
		break;
	case PAIR_TIGHT:
		break;
	}
}

static void plan_in_secret(struct pair *pair)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	struct pair_answer answer = { .status = STATUS_UNKNOWN };

	in.unannounced = true;
	in.coach_focus = "the opening";
	for (int tries = 0; tries < 6 && answer.status != STATUS_OK; tries++) {
		in.meeting = (char *)pair_name(pair, "meetings");
		secretly(pair, any_coach(pair), "Sessions/PlanSession", &in.base, &answer);
	}
	if (answer.status != STATUS_OK)
		return;
	pair->hidden[pair->n_hidden < PAIR_NAMES ? pair->n_hidden++ : pair_any(pair, PAIR_NAMES)] =
		((Session *)answer.reply)->name;
	leak(pair, (Session *)answer.reply);
}

/* Whatever a coach may do to a hidden one, short of telling: a method that takes a session, about this one. */
static void work_in_secret(struct pair *pair)
{
	static const char *const methods[] = { "Sessions/UpdateSession", "Sessions/UpdateSession",
		"Sessions/CancelSession", "Sessions/ReopenSession", "Sessions/DecideSession", "Sessions/GetSessionCard",
		"Sessions/RecordRevealCheck", "Debriefs/GetDebrief", "Debriefs/AddNotes", "Sessions/TalkSession",
		"Sessions/FinishSession", "Sessions/GetSessionRehearsal" };
	const char *name = methods[pair_any(pair, (int)(sizeof(methods) / sizeof(methods[0])))];
	ProtobufCMessage *in = pair_request(pair, pair_method(pair, name));
	const char *session = pair->hidden[pair_any(pair, pair->n_hidden)];
	struct arena *arena = pair->worlds[0].fixture->arena;
	struct pair_answer answer;
	char **field = pair_text_field(in, "session");

	if (field == NULL)
		field = pair_text_field(in, "name");
	if (field != NULL)
		*field = strncmp(name, "Debriefs/Get", strlen("Debriefs/Get")) == 0
				 ? arena_printf(arena, "%s/debrief", session)
				 : (char *)session;
	if (strcmp(name, "Sessions/UpdateSession") == 0) {
		UpdateSessionRequest *update = (UpdateSessionRequest *)in;

		if (update->session == NULL)
			return;
		update->session->name = (char *)session;
		update->update_mask = NULL;
	}
	secretly(pair, any_coach(pair), name, in, &answer);
}

static int reveals(struct pair *pair, int world)
{
	return fixture_events(pair->worlds[world].fixture, "session.revealed", NULL);
}

static void in_secret(struct pair *pair)
{
	if (pair->n_hidden == 0 || pair_chance(pair, 2))
		plan_in_secret(pair);
	else
		work_in_secret(pair);
	/* A note may have started it; that tells the coachee, by right. */
	if (pair->leak != PAIR_LEAK_REVEAL && reveals(pair, PAIR_WITH) != reveals(pair, PAIR_WITHOUT))
		pair->over = true;
}

/* ---- in both ---- */

/* A coach who is told that a hidden session is in the way lets it go. */
static void give_way(struct pair *pair, const struct actor *coach)
{
	static const char *const coachees[] = { "people/noor", "people/sam" };
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	struct pair_answer answer;

	for (int c = 0; c < 2; c++) {
		Session **sessions;
		size_t count;

		assert_int_equal(
			store_session_hidden(f->conn, coachees[c], f->arena, &sessions, &count, NULL), STATUS_OK);
		for (size_t i = 0; i < count; i++) {
			if (strcmp(sessions[i]->coach, coach->person) != 0)
				continue;
			in.name = sessions[i]->name;
			secretly(pair, coach, "Sessions/CancelSession", &in.base, &answer);
		}
	}
}

static bool names_no_alias(struct pair *pair, const ProtobufCMessage *in)
{
	struct arena *arena = pair->worlds[0].fixture->arena;
	size_t size = protobuf_c_message_get_packed_size(in);
	uint8_t *bytes = arena_zero(arena, size + 1);

	protobuf_c_message_pack(in, bytes);
	return memmem(bytes, size, "/@", 2) == NULL;
}

void pair_as_coach(struct pair *pair, const struct actor *coach, const char *name, const ProtobufCMessage *in,
	struct pair_answer *ret)
{
	const char *id = arena_printf(pair->worlds[0].fixture->arena, "coach-%d", ++pair->requests);
	struct pair_answer with, without;

	if (!names_no_alias(pair, in))
		return;
	pair_call(pair, PAIR_WITHOUT, coach, id, pair_method(pair, name), in, &without);
	pair_call(pair, PAIR_WITH, coach, id, pair_method(pair, name), in, &with);
	/* Why it is refused may differ: the coach knows of what is, or was, hidden. */
	if ((with.status == STATUS_OK) != (without.status == STATUS_OK)) {
		give_way(pair, coach);
		pair_call(pair, PAIR_WITH, coach, id, pair_method(pair, name), in, &with);
	}
	pair->move = name;
	if ((with.status == STATUS_OK) != (without.status == STATUS_OK))
		pair_differ(pair, "%s of %s: %s \"%s\" with, %s \"%s\" without, and nothing hidden in the way", name,
			coach->person, status_name(with.status), with.error.message, status_name(without.status),
			without.error.message);
	if (without.reply != NULL)
		pair_learn(pair, without.reply);
	if (ret != NULL)
		*ret = without;
}

static void coach_works(struct pair *pair)
{
	static const char *const methods[] = { "Sessions/PlanSession", "Sessions/PlanSession", "Sessions/DecideSession",
		"Sessions/DecideSession", "Sessions/StartSession", "Sessions/FinishSession", "Sessions/CancelSession",
		"Sessions/ReopenSession", "Sessions/UpdateSession", "Sessions/TalkSession", "Sessions/AcceptSession",
		"Sessions/DeclineSession", "Debriefs/AddNotes", "Debriefs/WriteDebrief", "Debriefs/SignDebrief",
		"ActionPoints/CreateActionPoint", "OneOnOnes/CreateOneOnOneItem", "OneOnOnes/DiscussOneOnOneItem",
		"Preparations/ReturnPreparation", "Meetings/CreateMeeting", "Meetings/CancelMeeting",
		"People/UpdateTeam", "People/UpdateCoaching" };
	const char *name = methods[pair_any(pair, (int)(sizeof(methods) / sizeof(methods[0])))];
	int n_hidden = pair->n_hidden;
	ProtobufCMessage *in;

	pair->n_hidden = 0; /* of those only the one world knows */
	in = pair_request(pair, pair_method(pair, name));
	pair->n_hidden = n_hidden;
	if (strcmp(name, "Sessions/PlanSession") == 0) {
		((PlanSessionRequest *)in)->unannounced = false;
		((PlanSessionRequest *)in)->coach = "";
	}
	pair_as_coach(pair, any_coach(pair), name, in, NULL);
}

static void coachee_invites(struct pair *pair)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;

	pair->move = "an invitation";
	in.meeting = (char *)pair_name(pair, "meetings");
	in.coach = pair_chance(pair, 4) ? "people/kim" : "people/ruud";
	pair_both(pair, any_coachee(pair), pair_method(pair, "Sessions/PlanSession"), &in.base, NULL);
}

static void coachee_prepares(struct pair *pair)
{
	WritePreparationRequest in = WRITE_PREPARATION_REQUEST__INIT;

	pair->move = "a preparation";
	in.name = arena_printf(pair->worlds[0].fixture->arena, "%s/preparation", pair_name(pair, "meetings"));
	in.lines = "* 1 een datum\n2 gehaast\n4 als het te duur is, dan vraag ik waarmee";
	in.submit = !pair_chance(pair, 3);
	pair_both(pair, any_coachee(pair), pair_method(pair, "Preparations/WritePreparation"), &in.base, NULL);
}

/* The conversation after the session that was unannounced, to the signature. */
static void they_debrief(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;
	WriteDebriefRequest write = WRITE_DEBRIEF_REQUEST__INIT;
	SignDebriefRequest sign = SIGN_DEBRIEF_REQUEST__INIT;

	pair->move = "a debrief";
	write.name = sign.name = arena_printf(f->arena, "%s/debrief", pair->revealed);
	write.lines = "ging beter dan ik dacht\n! openingsvraag oefenen @2026-05-08";
	sign.kind = SIGNATURE_KIND_CORRECT;
	pair_both(pair, &f->noor, pair_method(pair, "Debriefs/WriteDebrief"), &write.base, NULL);
	write.lines = "prettig om mee te kijken\n+ stilte na de prijs";
	pair_as_coach(pair, &f->ruud, "Debriefs/WriteDebrief", &write.base, NULL);
	pair_both(pair, &f->noor, pair_method(pair, "Debriefs/SignDebrief"), &sign.base, NULL);
}

/* A calendar brings meetings, moves them, cancels them; the same one twice in a batch, too. */
static void calendar_imports(struct pair *pair)
{
	static const char *const uids[] = { "uid-1", "uid-2", "uid-3", "uid-4", "uid-5" };
	struct fixture *f = pair->worlds[0].fixture;
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	const struct actor *owner = any_coachee(pair);
	struct actor through = *owner;

	pair->move = "an import";
	in.owner = (char *)owner->person;
	in.calendar = "work.ics";
	for (int n = 1 + pair_any(pair, 3); n > 0; n--) {
		int64_t start = f->now - f->now % CLOCK_HOUR + (1 + pair_any(pair, SPAN * 24)) * CLOCK_HOUR;
		Meeting *meeting = arena_alloc(f->arena, sizeof(*meeting));

		meeting__init(meeting);
		meeting->uid = (char *)uids[pair_any(pair, 5)];
		meeting->title = meeting->customer = "Dovecote BV";
		meeting->start_time = instant_new(f->arena, start);
		meeting->end_time = instant_new(f->arena, start + CLOCK_HOUR);
		meeting->state = pair_chance(pair, 6) ? MEETING_STATE_CANCELLED : MEETING_STATE_SCHEDULED;
		*(Meeting **)arena_push(f->arena, &in.meetings, &in.n_meetings, sizeof(Meeting *)) = meeting;
	}
	through.plugin = pair->calendar.plugin;
	through.via = pair->calendar.name;
	through.scopes = pair->calendar.scopes;
	through.n_scopes = pair->calendar.n_scopes;
	pair_both(pair, pair_chance(pair, 3) ? &pair->calendar : &through,
		pair_method(pair, "Meetings/BatchUpsertMeetings"), &in.base, NULL);
}

/* Any write of the contract. */
static void coachee_does_something(struct pair *pair)
{
	size_t count;
	const struct contract_method *methods = contract_methods(&count), *method;

	do
		method = &methods[pair_any(pair, (int)count)];
	while (method->lane != LANE_WRITE || strcmp(method->service->short_name, "Calls") == 0);
	pair_ask(pair, any_coachee(pair), method);
}

static void time_passes(struct pair *pair)
{
	static const int64_t lengths[] = { CLOCK_MINUTE, 20 * CLOCK_MINUTE, CLOCK_HOUR, 5 * CLOCK_HOUR, 11 * CLOCK_HOUR,
		CLOCK_DAY, 3 * CLOCK_DAY };

	pair->move = "time passes";
	pair_advance(pair, pair->worlds[0].fixture->now + lengths[pair_any(pair, 7)]);
}

void pair_step(struct pair *pair)
{
	static void (*const moves[])(struct pair * pair) = { in_secret, in_secret, in_secret, in_secret, coach_works,
		coach_works, coach_works, coach_works, coachee_invites, coachee_prepares, calendar_imports,
		calendar_imports, they_debrief, pair_skips, pair_surprises, pair_goes_along, pair_reads_a_calendar,
		coachee_does_something, coachee_does_something, time_passes, time_passes };

	moves[pair_any(pair, (int)(sizeof(moves) / sizeof(moves[0])))](pair);
	for (int w = 0; w < PAIR_WORLDS; w++)
		pair_mail_events(pair, w);
	pair_mail_compare(pair);
	pair->counts->steps++;
}
