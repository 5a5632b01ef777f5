/* A session's life: what may follow what, by whom, until when, and in which words it is refused. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/lifecycle.h"

#define MINUTE INT64_C(60000000)
#define HOUR   (60 * MINUTE)
#define START  (INT64_C(1000) * HOUR)

/* A session of one hour at START, half an hour away; grace ended the day before. */
struct fixture {
	Session session;
	Timestamp start, end, departure, cutoff, grace, revealed;
};

static Timestamp at(int64_t us)
{
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = us / 1000000;
	return time;
}

static void fixture_init(struct fixture *f, SessionState state)
{
	session__init(&f->session);
	f->start = at(START);
	f->end = at(START + HOUR);
	f->departure = at(START - 30 * MINUTE);
	f->grace = at(START - 16 * HOUR);
	f->revealed = at(START - 90 * MINUTE);
	f->session.coach = (char *)"people/coach";
	f->session.coachee = (char *)"people/coachee";
	f->session.start_time = &f->start;
	f->session.end_time = &f->end;
	f->session.departure_time = &f->departure;
	f->session.grace_time = &f->grace;
	f->session.state = state;
}

#define S(state) SESSION_STATE_##state
#define COACH    LIFECYCLE_COACH
#define COACHEE  LIFECYCLE_COACHEE
#define SERVICE  LIFECYCLE_SERVICE
#define GATE     LIFECYCLE_GATE

/* The whole map of DESIGN: from, action, by whom, to. Times and flags are such that no condition stands in the way. */
static const struct map {
	SessionState from;
	enum lifecycle_action action;
	unsigned who;
	SessionState to;
} map[] = {
	{ S(PLANNED), LIFECYCLE_SUBMIT, COACHEE, S(PREPARED) },
	{ S(PREPARED), LIFECYCLE_SUBMIT, COACHEE, S(PREPARED) },
	{ S(CONFIRMED), LIFECYCLE_SUBMIT, COACHEE, S(CONFIRMED) },
	{ S(SKIPPED), LIFECYCLE_SUBMIT, COACHEE, S(SKIPPED) },
	{ S(PREPARED), LIFECYCLE_RETURN, COACH, S(PLANNED) },
	{ S(PLANNED), LIFECYCLE_GO, COACH, S(CONFIRMED) },
	{ S(PREPARED), LIFECYCLE_GO, COACH, S(CONFIRMED) },
	{ S(CONFIRMED), LIFECYCLE_GO, COACH, S(CONFIRMED) },
	{ S(SKIPPED), LIFECYCLE_GO, COACH, S(CONFIRMED) },
	{ S(PLANNED), LIFECYCLE_COACH_MORE, COACH, S(CONFIRMED) },
	{ S(PREPARED), LIFECYCLE_COACH_MORE, COACH, S(CONFIRMED) },
	{ S(CONFIRMED), LIFECYCLE_COACH_MORE, COACH, S(CONFIRMED) },
	{ S(SKIPPED), LIFECYCLE_COACH_MORE, COACH, S(CONFIRMED) },
	{ S(PLANNED), LIFECYCLE_NOT_JOINING, COACH, S(SKIPPED) },
	{ S(PLANNED), LIFECYCLE_NOT_JOINING, GATE, S(SKIPPED) },
	{ S(PREPARED), LIFECYCLE_NOT_JOINING, COACH, S(SKIPPED) },
	{ S(CONFIRMED), LIFECYCLE_NOT_JOINING, COACH, S(SKIPPED) },
	{ S(SKIPPED), LIFECYCLE_APPEAL, COACHEE, S(SKIPPED) },
	{ S(SKIPPED), LIFECYCLE_GRANT, COACH, S(CONFIRMED) },
	{ S(PREPARED), LIFECYCLE_START, COACH, S(IN_PROGRESS) },
	{ S(PREPARED), LIFECYCLE_START, COACHEE, S(IN_PROGRESS) },
	{ S(CONFIRMED), LIFECYCLE_START, COACH, S(IN_PROGRESS) },
	{ S(CONFIRMED), LIFECYCLE_START, COACHEE, S(IN_PROGRESS) },
	{ S(IN_PROGRESS), LIFECYCLE_FINISH, COACH, S(DEBRIEFING) },
	{ S(IN_PROGRESS), LIFECYCLE_FIRST_LINE, COACH, S(DEBRIEFING) },
	{ S(IN_PROGRESS), LIFECYCLE_FIRST_LINE, COACHEE, S(DEBRIEFING) },
	{ S(DEBRIEFING), LIFECYCLE_FIRST_LINE, COACH, S(DEBRIEFING) },
	{ S(DEBRIEFING), LIFECYCLE_FIRST_LINE, COACHEE, S(DEBRIEFING) },
	{ S(DEBRIEFING), LIFECYCLE_CLOSE, COACH, S(CLOSED) },
	{ S(DEBRIEFING), LIFECYCLE_CLOSE, COACHEE, S(CLOSED) },
	{ S(DEBRIEFING), LIFECYCLE_CLOSE_UNCONFIRMED, SERVICE, S(CLOSED) },
	{ S(PLANNED), LIFECYCLE_CANCEL, COACH, S(CANCELLED) },
	{ S(PLANNED), LIFECYCLE_CANCEL, SERVICE, S(CANCELLED) },
	{ S(PREPARED), LIFECYCLE_CANCEL, COACH, S(CANCELLED) },
	{ S(PREPARED), LIFECYCLE_CANCEL, SERVICE, S(CANCELLED) },
	{ S(CONFIRMED), LIFECYCLE_CANCEL, COACH, S(CANCELLED) },
	{ S(CONFIRMED), LIFECYCLE_CANCEL, SERVICE, S(CANCELLED) },
	{ S(SKIPPED), LIFECYCLE_REOPEN, COACH, S(PREPARED) },
	{ S(CANCELLED), LIFECYCLE_REOPEN, COACH, S(PREPARED) },
	{ S(LAPSED), LIFECYCLE_REOPEN, COACH, S(PREPARED) },
	{ S(PLANNED), LIFECYCLE_SUBMIT, SERVICE, S(PREPARED) },
	{ S(PREPARED), LIFECYCLE_SUBMIT, SERVICE, S(PREPARED) },
	{ S(CONFIRMED), LIFECYCLE_SUBMIT, SERVICE, S(CONFIRMED) },
	{ S(SKIPPED), LIFECYCLE_SUBMIT, SERVICE, S(SKIPPED) },
};

static const struct map *map_find(SessionState from, enum lifecycle_action action, unsigned who)
{
	for (size_t i = 0; i < LENGTH(map); i++)
		if (map[i].from == from && map[i].action == action && map[i].who == who)
			return &map[i];
	return NULL;
}

static void every_transition_is_in_the_map_and_every_other_is_refused_with_a_reason(void **state)
{
	static const unsigned all[] = { COACH, COACHEE, SERVICE, GATE };

	(void)state;
	for (int from = S(PLANNED); from <= S(LAPSED); from++)
		for (int action = 0; action < LIFECYCLE_ACTIONS; action++)
			for (size_t w = 0; w < LENGTH(all); w++) {
				const struct map *expected = map_find(from, action, all[w]);
				struct lifecycle_ask ask = { .action = action,
					.who = all[w],
					.now = START - 20 * HOUR,
					.state_time = START - 21 * HOUR,
					.signed_by_both = true,
					.written = true };
				struct lifecycle_step step = { 0 };
				struct error error = { 0 };
				struct fixture f;
				enum status st;

				fixture_init(&f, from);
				f.session.previous_state = S(PREPARED);
				st = lifecycle_decide(&f.session, &ask, &step, &error);
				if (expected != NULL && (st != STATUS_OK || step.to != expected->to))
					fail_msg("from %d action %d by %u: %s", from, action, all[w], error.message);
				if (expected == NULL && st == STATUS_OK)
					fail_msg("from %d action %d by %u leads to %d", from, action, all[w], step.to);
				if (st != STATUS_OK && (error.reason == NULL || error.message[0] == '\0'))
					fail_msg("from %d action %d by %u: refused without a reason", from, action,
						all[w]);
			}
}

/* Conditions, one sentence a row. */
static const struct condition {
	const char *sentence;
	SessionState from;
	enum lifecycle_action action;
	unsigned who;
	int64_t now, submit_time, state_time;
	bool unannounced, revealed, signed_by_both, written, cancelled;
	Verdict verdict;
	const char *rule;
	enum status status;
	const char *reason;
	SessionState to;
} conditions[] = {
	{ .sentence = "an announced planned session does not start before a preparation or a GO",
		.from = S(PLANNED),
		.action = LIFECYCLE_START,
		.who = COACH,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOT_PREPARED" },
	{ .sentence = "the coach starts a hidden session",
		.from = S(PLANNED),
		.action = LIFECYCLE_START,
		.who = COACH,
		.unannounced = true,
		.to = S(IN_PROGRESS) },
	{ .sentence = "the coachee does not start a hidden session",
		.from = S(PLANNED),
		.action = LIFECYCLE_START,
		.who = COACHEE,
		.unannounced = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOT_PREPARED" },
	{ .sentence = "a reveal confirms a hidden session",
		.from = S(PLANNED),
		.action = LIFECYCLE_REVEAL,
		.who = SERVICE,
		.unannounced = true,
		.to = S(CONFIRMED) },
	{ .sentence = "an announced session has nothing to reveal",
		.from = S(PLANNED),
		.action = LIFECYCLE_REVEAL,
		.who = COACH,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "ANNOUNCED" },
	{ .sentence = "a session is revealed once",
		.from = S(PLANNED),
		.action = LIFECYCLE_REVEAL,
		.who = COACH,
		.unannounced = true,
		.revealed = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "REVEALED" },
	{ .sentence = "a preparation does not stir a hidden session",
		.from = S(PLANNED),
		.action = LIFECYCLE_SUBMIT,
		.who = COACHEE,
		.unannounced = true,
		.to = S(PLANNED) },
	{ .sentence = "a hidden session is not decided on",
		.from = S(PLANNED),
		.action = LIFECYCLE_GO,
		.who = COACH,
		.unannounced = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOT_REVEALED" },
	{ .sentence = "the check never acts on a hidden session",
		.from = S(PLANNED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.unannounced = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOT_REVEALED" },
	{ .sentence = "a hidden session can be cancelled",
		.from = S(PLANNED),
		.action = LIFECYCLE_CANCEL,
		.who = COACH,
		.unannounced = true,
		.to = S(CANCELLED) },
	{ .sentence = "after the reveal the coach may still stay away",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = COACH,
		.unannounced = true,
		.revealed = true,
		.to = S(SKIPPED) },
	{ .sentence = "nor does the check act on an unannounced session after its reveal",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.unannounced = true,
		.revealed = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "UNANNOUNCED" },
	{ .sentence = "the check does not go against a GO",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.verdict = VERDICT_GO,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "COACH_DECIDED" },
	{ .sentence = "COACH_MORE is a yes, too",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.verdict = VERDICT_COACH_MORE,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "COACH_DECIDED" },
	{ .sentence = "the check does not withdraw from a preparation",
		.from = S(PREPARED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.submit_time = 1,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "PREPARATION_CAME_IN" },
	{ .sentence = "nor from one that was given back",
		.from = S(PLANNED),
		.action = LIFECYCLE_NOT_JOINING,
		.who = GATE,
		.submit_time = 1,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "PREPARATION_CAME_IN" },
	{ .sentence = "one may appeal until departure",
		.from = S(SKIPPED),
		.action = LIFECYCLE_APPEAL,
		.who = COACHEE,
		.now = START - 30 * MINUTE - 1000000,
		.to = S(SKIPPED) },
	{ .sentence = "one may not appeal from departure on",
		.from = S(SKIPPED),
		.action = LIFECYCLE_APPEAL,
		.who = COACHEE,
		.now = START - 30 * MINUTE,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "TOO_LATE" },
	{ .sentence = "an appeal against the check is granted by itself for what came before the grace ended",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GRANT,
		.who = SERVICE,
		.submit_time = START - 16 * HOUR,
		.rule = "skip_unprepared/1",
		.to = S(CONFIRMED) },
	{ .sentence = "what came after the grace waits for the coach",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GRANT,
		.who = SERVICE,
		.submit_time = START - 16 * HOUR + 1000000,
		.rule = "skip_unprepared/1",
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "COACH_DECIDES" },
	{ .sentence = "nothing is granted by itself without a preparation",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GRANT,
		.who = SERVICE,
		.rule = "skip_unprepared/1",
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "COACH_DECIDES" },
	{ .sentence = "what the coach decided is not undone by itself",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GRANT,
		.who = SERVICE,
		.submit_time = START - 16 * HOUR,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "COACH_DECIDES" },
	{ .sentence = "the coach grants after the grace, too",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GRANT,
		.who = COACH,
		.now = START,
		.to = S(CONFIRMED) },
	{ .sentence = "after the meeting nobody is brought back to it",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GO,
		.who = COACH,
		.now = START + HOUR,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "TOO_LATE" },
	{ .sentence = "a cancelled meeting cannot be joined",
		.from = S(SKIPPED),
		.action = LIFECYCLE_GO,
		.who = COACH,
		.cancelled = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "MEETING_CANCELLED" },
	{ .sentence = "a session finishes itself five minutes after the planned end",
		.from = S(IN_PROGRESS),
		.action = LIFECYCLE_FINISH,
		.who = SERVICE,
		.now = START + HOUR + 5 * MINUTE,
		.to = S(DEBRIEFING) },
	{ .sentence = "and not before",
		.from = S(IN_PROGRESS),
		.action = LIFECYCLE_FINISH,
		.who = SERVICE,
		.now = START + HOUR + 4 * MINUTE,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "STILL_UNDER_WAY" },
	{ .sentence = "one signature does not close",
		.from = S(DEBRIEFING),
		.action = LIFECYCLE_CLOSE,
		.who = COACHEE,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOT_SIGNED" },
	{ .sentence = "an empty debrief is not closed as unconfirmed",
		.from = S(DEBRIEFING),
		.action = LIFECYCLE_CLOSE_UNCONFIRMED,
		.who = SERVICE,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "NOTHING_WRITTEN" },
	{ .sentence = "an empty debrief lapses",
		.from = S(DEBRIEFING),
		.action = LIFECYCLE_LAPSE,
		.who = SERVICE,
		.to = S(LAPSED) },
	{ .sentence = "a debrief with a line does not lapse",
		.from = S(DEBRIEFING),
		.action = LIFECYCLE_LAPSE,
		.who = SERVICE,
		.written = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "WRITTEN" },
	{ .sentence = "what nobody started lapses when the moment has passed",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_LAPSE,
		.who = SERVICE,
		.now = START + HOUR,
		.to = S(LAPSED) },
	{ .sentence = "and not before the meeting is over",
		.from = S(CONFIRMED),
		.action = LIFECYCLE_LAPSE,
		.who = SERVICE,
		.now = START,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "STILL_TO_COME" },
	{ .sentence = "a skip is taken back within 24 hours",
		.from = S(SKIPPED),
		.action = LIFECYCLE_REOPEN,
		.who = COACH,
		.now = START,
		.state_time = START - 24 * HOUR,
		.to = S(PREPARED) },
	{ .sentence = "and not later",
		.from = S(SKIPPED),
		.action = LIFECYCLE_REOPEN,
		.who = COACH,
		.now = START,
		.state_time = START - 24 * HOUR - 1000000,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "TOO_LATE" },
	{ .sentence = "a session at a cancelled meeting stays cancelled",
		.from = S(CANCELLED),
		.action = LIFECYCLE_REOPEN,
		.who = COACH,
		.now = START,
		.state_time = START,
		.cancelled = true,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "MEETING_CANCELLED" },
	{ .sentence = "CLOSED has no exit",
		.from = S(CLOSED),
		.action = LIFECYCLE_REOPEN,
		.who = COACH,
		.status = STATUS_FAILED_PRECONDITION,
		.reason = "SESSION_CLOSED" },
	{ .sentence = "the coachee does not decide",
		.from = S(PREPARED),
		.action = LIFECYCLE_GO,
		.who = COACHEE,
		.status = STATUS_PERMISSION_DENIED,
		.reason = "NOT_YOURS" },
	{ .sentence = "a stranger does nothing",
		.from = S(PREPARED),
		.action = LIFECYCLE_START,
		.who = 0,
		.status = STATUS_PERMISSION_DENIED,
		.reason = "NOT_YOURS" },
};

static void time_secrecy_and_signatures_bound_the_transitions(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(conditions); i++) {
		const struct condition *c = &conditions[i];
		struct lifecycle_ask ask = { .action = c->action,
			.who = c->who,
			.now = c->now != 0 ? c->now : START - 20 * HOUR,
			.submit_time = c->submit_time,
			.state_time = c->state_time,
			.signed_by_both = c->signed_by_both,
			.written = c->written,
			.meeting_cancelled = c->cancelled };
		struct lifecycle_step step = { 0 };
		struct error error = { 0 };
		struct fixture f;
		enum status st;

		fixture_init(&f, c->from);
		f.session.previous_state = S(PREPARED);
		f.session.unannounced = c->unannounced;
		f.session.reveal_time = c->revealed ? &f.revealed : NULL;
		f.session.verdict = c->verdict;
		if (c->rule != NULL)
			f.session.verdict_rule = (char *)c->rule;
		st = lifecycle_decide(&f.session, &ask, &step, &error);
		assert_row(st == c->status, c->sentence, "%s %s", status_name(st), error.message);
		if (st == STATUS_OK)
			assert_row(step.to == c->to, c->sentence, "leads to %d", step.to);
		else
			assert_string_equal(error.reason, c->reason);
	}
}

static void a_refusal_is_a_sentence_in_the_readers_language(void **state)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_START, .who = COACH, .now = START, .locale = "nl" };
	struct lifecycle_step step;
	struct error error;
	struct fixture f;

	(void)state;
	fixture_init(&f, S(SKIPPED));
	assert_int_equal(lifecycle_decide(&f.session, &ask, &step, &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.message,
		"de sessie staat op \"niet meegegaan\" en kan nu niet worden begonnen; heropenen kan binnen 24 uur");
	ask.locale = "en";
	assert_int_equal(lifecycle_decide(&f.session, &ask, &step, &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.message, "the session is marked \"did not go along\" and cannot be started now; it "
					   "can be reopened within 24 hours");
}

static void a_step_keeps_the_state_before_only_off_the_main_line(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f, S(PREPARED));
	lifecycle_apply(&f.session, &(struct lifecycle_step){ S(PREPARED), S(SKIPPED), NULL });
	assert_int_equal(f.session.state, S(SKIPPED));
	assert_int_equal(f.session.previous_state, S(PREPARED));
	lifecycle_apply(&f.session, &(struct lifecycle_step){ S(SKIPPED), S(SKIPPED), NULL });
	assert_int_equal(f.session.previous_state, S(PREPARED));
	lifecycle_apply(&f.session, &(struct lifecycle_step){ S(SKIPPED), S(CONFIRMED), NULL });
	assert_int_equal(f.session.state, S(CONFIRMED));
	assert_int_equal(f.session.previous_state, S(UNSPECIFIED));
}

static void everybody_acts_in_their_own_capacity(void **state)
{
	static const struct {
		struct actor actor;
		unsigned who;
	} rows[] = {
		{ { .kind = ACTOR_PERSON, .person = "people/coach" }, COACH },
		{ { .kind = ACTOR_PERSON, .person = "people/coachee", .admin = true }, COACHEE },
		{ { .kind = ACTOR_PERSON, .person = "people/other" }, 0 },
		{ { .kind = ACTOR_PERSON, .person = "people/coach", .via = "plugins/reminders", .plugin = "reminders" },
			COACH },
		{ { .kind = ACTOR_PLUGIN, .plugin = "skip_unprepared" }, GATE },
		{ { .kind = ACTOR_PLUGIN, .plugin = "calendar" }, 0 },
		{ { .kind = ACTOR_SERVICE }, SERVICE },
		{ { .kind = ACTOR_ADMIN, .admin = true }, COACH | COACHEE },
		{ { .kind = ACTOR_NOBODY }, 0 },
	};
	struct fixture f;

	(void)state;
	fixture_init(&f, S(PLANNED));
	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_int_equal(lifecycle_who(&rows[i].actor, &f.session), rows[i].who);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_transition_is_in_the_map_and_every_other_is_refused_with_a_reason),
		cmocka_unit_test(time_secrecy_and_signatures_bound_the_transitions),
		cmocka_unit_test(a_refusal_is_a_sentence_in_the_readers_language),
		cmocka_unit_test(a_step_keeps_the_state_before_only_off_the_main_line),
		cmocka_unit_test(everybody_acts_in_their_own_capacity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
