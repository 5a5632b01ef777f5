/* What bounds a session's transitions: time, secrecy, signatures; and the words in which they are refused. */
#include "tests/daemon/domain/lifecycle_fixture.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_secrecy_and_signatures_bound_the_transitions),
		cmocka_unit_test(a_refusal_is_a_sentence_in_the_readers_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
