/* tests — what the preparation check found is kept with the session: by the check alone, whole, and not for ever. */
#include "story.h"

#include "ridealong/v1/gate.pb-c.h"

/* A look with one reason, as the check says it. */
struct said {
	RecordGateLookRequest request;
	GateLook look;
	GateSettings settings;
	GateFinding finding, *findings[1];
	Timestamp look_time, cutoff_time;
};

static void say(struct said *said, const Session *session, GateDecision decision, GateReason reason)
{
	record_gate_look_request__init(&said->request);
	gate_look__init(&said->look);
	gate_settings__init(&said->settings);
	gate_finding__init(&said->finding);
	timestamp__init(&said->look_time);
	said->cutoff_time = *session->cutoff_time;
	said->look_time.seconds = STORY_CUTOFF / CLOCK_SECOND;
	said->finding.reason = reason;
	said->finding.key = (char *)"goal";
	said->findings[0] = &said->finding;
	said->settings.thin_words = 4;
	said->look.look_time = &said->look_time;
	said->look.cutoff_time = &said->cutoff_time;
	said->look.settings = &said->settings;
	said->look.rule = (char *)"skip_unprepared/2";
	said->look.decision = decision;
	said->look.findings = said->findings;
	said->look.n_findings = 1;
	said->request.name = session->name;
	said->request.gate_look = &said->look;
}

static enum status record(struct fixture *f, const struct actor *actor, const struct said *said, Session **ret)
{
	return fixture_call(f, actor, &service_sessions, "RecordGateLook", &said->request, ret);
}

static void what_the_check_found_is_kept_and_both_read_it(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	struct said said;

	say(&said, session, GATE_DECISION_ASK_COACH, GATE_REASON_THIN);
	assert_ok(f, record(f, &story_gate, &said, &session));
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->gate_look->decision, GATE_DECISION_ASK_COACH);
	assert_string_equal(session->gate_look->findings[0]->key, "goal");
	assert_int_equal(session->gate_look->settings->thin_words, 4);
	assert_int_equal(fixture_events(f, "session.looked", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.looked", "people/noor"), 1);
}

static void nobody_but_the_check_says_what_it_found(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	DecideSessionRequest decide = DECIDE_SESSION_REQUEST__INIT;
	struct said said;

	say(&said, session, GATE_DECISION_PASS, GATE_REASON_PREPARED);
	assert_status(f, STATUS_PERMISSION_DENIED, record(f, &f->ruud, &said, NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, record(f, &f->noor, &said, NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, record(f, &f->admin, &said, NULL));
	decide.name = session->name;
	decide.verdict = VERDICT_NOT_JOINING;
	decide.gate_look = &said.look;
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &f->ruud, &service_sessions, "DecideSession", &decide, NULL));
}

static void a_withdrawal_is_decided_and_not_only_recorded(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	DecideSessionRequest decide = DECIDE_SESSION_REQUEST__INIT;
	struct said said;

	say(&said, session, GATE_DECISION_WITHDRAW, GATE_REASON_NOTHING_IN);
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	decide.name = session->name;
	decide.verdict = VERDICT_NOT_JOINING;
	decide.rule = (char *)"skip_unprepared/2";
	decide.cause = VERDICT_CAUSE_NOTHING_RECEIVED;
	decide.gate_look = &said.look;
	assert_ok(f, fixture_call(f, &story_gate, &service_sessions, "DecideSession", &decide, &session));
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_int_equal(session->gate_look->findings[0]->reason, GATE_REASON_NOTHING_IN);
	say(&said, session, GATE_DECISION_PASS, GATE_REASON_PREPARED); /* it has ended */
	assert_status(f, STATUS_FAILED_PRECONDITION, record(f, &story_gate, &said, NULL));
	assert_reason(f, "SESSION_STATE");
}

static void a_look_without_reasons_rule_or_settings_is_none(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	struct said said;

	say(&said, session, GATE_DECISION_PASS, GATE_REASON_PREPARED);
	said.look.n_findings = 0;
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	say(&said, session, GATE_DECISION_PASS, (GateReason)99);
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	say(&said, session, GATE_DECISION_PASS, GATE_REASON_PREPARED);
	said.look.rule = (char *)"";
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	say(&said, session, GATE_DECISION_PASS, GATE_REASON_PREPARED);
	said.look.settings = NULL;
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	say(&said, session, GATE_DECISION_UNSPECIFIED, GATE_REASON_PREPARED);
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
	said.request.gate_look = NULL;
	assert_status(f, STATUS_INVALID_ARGUMENT, record(f, &story_gate, &said, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(what_the_check_found_is_kept_and_both_read_it),
		with_fixture(nobody_but_the_check_says_what_it_found),
		with_fixture(a_withdrawal_is_decided_and_not_only_recorded),
		with_fixture(a_look_without_reasons_rule_or_settings_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
