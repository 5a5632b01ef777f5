/* tests — two views of a debrief: contested outcomes, help confirmed, blind writing, and what is added after closing.
 */
#include "story.h"

#include <stdlib.h>

static const char *name_of(struct fixture *f, const char *session)
{
	return arena_printf(f->arena, "%s/debrief", session);
}

static Debrief *read_as(struct fixture *f, const struct actor *actor, const char *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *out = NULL;

	in.name = (char *)name_of(f, session);
	assert_ok(f, fixture_call(f, actor, &service_debriefs, "GetDebrief", &in, &out));
	return out;
}

static enum status contest(struct fixture *f, const struct actor *actor, const char *session, int number,
	Outcome outcome, const char *text, Debrief **ret)
{
	ContestOutcomeRequest in = CONTEST_OUTCOME_REQUEST__INIT;

	in.name = (char *)name_of(f, session);
	in.number = number;
	in.outcome = outcome;
	in.text = (char *)text;
	return fixture_call(f, actor, &service_debriefs, "ContestOutcome", &in, ret);
}

static enum status confirm(
	struct fixture *f, const struct actor *actor, const char *session, HelpConfirmation confirmation, Debrief **ret)
{
	ConfirmHelpRequest in = CONFIRM_HELP_REQUEST__INIT;

	in.name = (char *)name_of(f, session);
	in.confirmation = confirmation;
	return fixture_call(f, actor, &service_debriefs, "ConfirmHelp", &in, ret);
}

static enum status amend(
	struct fixture *f, const struct actor *actor, const char *session, const char *text, Debrief **ret)
{
	AmendDebriefRequest in = AMEND_DEBRIEF_REQUEST__INIT;

	in.name = (char *)name_of(f, session);
	in.text = (char *)text;
	return fixture_call(f, actor, &service_debriefs, "AmendDebrief", &in, ret);
}

static enum status write_mode(
	struct fixture *f, const struct actor *actor, const char *session, const char *lines, DebriefMode mode)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;

	in.name = (char *)name_of(f, session);
	in.lines = (char *)lines;
	in.mode = mode;
	return fixture_call(f, actor, &service_debriefs, "WriteDebrief", &in, NULL);
}

static Session *closed(struct fixture *f)
{
	Session *session = story_debriefing(f);

	assert_ok(f, story_note(f, &f->ruud, session->name, "^n\n^n bij de prijs\n^a\n=1 no", NULL, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "beter dan ik dacht\n! oefenen @12-03", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "I liked it\n+ silence =1", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CLOSED);
	return session;
}

static void what_a_line_reads_as_can_be_asked_without_keeping_it(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *out;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	in.lines = (char *)"beter dan ik dacht\n=1 yess\n+ de stilte";
	in.validate_only = true;
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "WriteDebrief", &in, &out));
	assert_int_equal(out->n_lines, 3);
	assert_string_equal(out->lines[0]->problem, "");
	assert_string_not_equal(out->lines[1]->problem, "");
	assert_string_equal(out->debrief->coachee_experience, "");
	assert_int_equal(out->debrief->n_compliments, 0);
	assert_int_equal(fixture_events(f, "debrief.written", "people/noor"), 0);
}

static void the_coachee_sees_an_outcome_otherwise_and_both_views_stay(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;
	Debrief *debrief;

	assert_ok(f, story_note(f, &f->ruud, session->name, "=1 no =2 yes", NULL, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n=1 ja ik vroeg het twee keer\n=2 ja", &written));
	assert_string_equal(written->lines[1]->meaning, "intention 1, as you see it: happened");
	assert_string_equal(written->lines[1]->problem, "");
	assert_int_equal(written->debrief->n_other, 0);
	debrief = read_as(f, &f->ruud, session->name);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_NOT);
	assert_int_equal(debrief->intentions[0]->coachee_outcome, OUTCOME_HAPPENED);
	assert_string_equal(debrief->intentions[0]->contest_text, "ik vroeg het twee keer");
	assert_true(debrief->intentions[0]->contested);
	assert_false(debrief->intentions[1]->contested);
	assert_ok(f, contest(f, &f->noor, session->name, 2, OUTCOME_UNSPECIFIED, "maar pas aan het eind", &debrief));
	assert_true(debrief->intentions[1]->contested);
	assert_ok(f, contest(f, &f->noor, session->name, 2, OUTCOME_UNSPECIFIED, "", &debrief));
	assert_false(debrief->intentions[1]->contested);
	assert_int_equal(fixture_events(f, "debrief.contested", "people/ruud"), 2);
}

static void contesting_is_the_coachees_and_has_its_time(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_status(f, STATUS_FAILED_PRECONDITION, contest(f, &f->noor, session->name, 1, OUTCOME_NOT, "", NULL));
	assert_reason(f, "SESSION_STATE");
	assert_status(f, STATUS_PERMISSION_DENIED, contest(f, &f->ruud, session->name, 1, OUTCOME_NOT, "", NULL));
	assert_status(f, STATUS_NOT_FOUND, contest(f, &f->kim, session->name, 1, OUTCOME_NOT, "", NULL));
}

static void what_is_contested_has_to_be_there(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_status(f, STATUS_INVALID_ARGUMENT, contest(f, &f->noor, session->name, 3, OUTCOME_NOT, "", NULL));
	assert_string_equal(f->error.field, "number");
	assert_status(f, STATUS_INVALID_ARGUMENT, contest(f, &f->noor, session->name, 1, (Outcome)9, "", NULL));
}

static void an_own_view_before_speaking_tells_nothing_of_the_coachs(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_note(f, &f->ruud, session->name, "=1 no\n^t", NULL, NULL));
	assert_ok(f, contest(f, &f->noor, session->name, 1, OUTCOME_HAPPENED, "", &debrief));
	assert_int_equal(debrief->intentions[0]->coachee_outcome, OUTCOME_HAPPENED);
	assert_int_equal(debrief->intentions[0]->outcome, OUTCOME_UNSPECIFIED);
	assert_false(debrief->intentions[0]->contested);
	assert_int_equal(debrief->n_help_counts, 0);
	assert_status(
		f, STATUS_FAILED_PRECONDITION, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_CONFIRMED, NULL));
	assert_reason(f, "COACHEE_FIRST");
}

static void the_preparation_says_no_outcome(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *preparation;

	assert_ok(f, story_note(f, &f->ruud, session->name, "=1 no", NULL, NULL));
	in.name = arena_printf(f->arena, "%s/preparation", session->meeting);
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "GetPreparation", &in, &preparation));
	assert_int_equal(preparation->intentions[0]->outcome, OUTCOME_UNSPECIFIED);
}

static void help_is_counted_by_kind_and_confirmed_by_the_coachee(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_note(f, &f->ruud, session->name, "^n\n^n bij de prijs\n^a", NULL, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	debrief = read_as(f, &f->noor, session->name);
	assert_int_equal(debrief->n_help_counts, 2);
	assert_int_equal(debrief->help_counts[0]->kind, OBSERVATION_KIND_HELP_ADDED);
	assert_int_equal(debrief->help_counts[1]->count, 2);
	assert_int_equal(debrief->help_confirmation, HELP_CONFIRMATION_UNSPECIFIED);
	assert_status(
		f, STATUS_PERMISSION_DENIED, confirm(f, &f->ruud, session->name, HELP_CONFIRMATION_CONFIRMED, NULL));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_UNSPECIFIED, NULL));
	assert_ok(f, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_DISPUTED, &debrief));
	assert_int_equal(debrief->help_confirmation, HELP_CONFIRMATION_DISPUTED);
	assert_ok(f, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_CONFIRMED, &debrief));
	assert_int_equal(debrief->help_confirmation, HELP_CONFIRMATION_CONFIRMED);
	assert_int_equal(instant_us(debrief->help_confirm_time), f->now);
	assert_int_equal(fixture_events(f, "debrief.help_confirmed", "people/ruud"), 2);
	/* more help has to be confirmed anew */
	assert_ok(f, story_note(f, &f->ruud, session->name, "^t", NULL, NULL));
	assert_int_equal(read_as(f, &f->ruud, session->name)->help_confirmation, HELP_CONFIRMATION_UNSPECIFIED);
}

static void without_help_there_is_nothing_to_confirm(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed", NULL));
	assert_status(
		f, STATUS_FAILED_PRECONDITION, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_CONFIRMED, NULL));
	assert_reason(f, "NO_HELP");
}

static void who_calls_all_of_it_correct_confirms_the_help(void **state)
{
	struct fixture *f = *state;
	Session *session = closed(f);
	SignDebriefRequest in = SIGN_DEBRIEF_REQUEST__INIT;

	assert_int_equal(read_as(f, &f->ruud, session->name)->help_confirmation, HELP_CONFIRMATION_CONFIRMED);
	in.name = (char *)name_of(f, session->name);
	in.kind = SIGNATURE_KIND_CORRECT;
	in.help_confirmation = HELP_CONFIRMATION_CONFIRMED;
	assert_status(
		f, STATUS_PERMISSION_DENIED, fixture_call(f, &f->ruud, &service_debriefs, "SignDebrief", &in, NULL));
}

static void who_signs_as_seen_says_of_the_help_what_they_like(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	SignDebriefRequest in = SIGN_DEBRIEF_REQUEST__INIT;
	Debrief *debrief;

	assert_ok(f, story_note(f, &f->ruud, session->name, "^t", NULL, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	in.name = (char *)name_of(f, session->name);
	in.kind = SIGNATURE_KIND_SEEN;
	in.remark = "ik rondde het zelf af";
	in.help_confirmation = HELP_CONFIRMATION_DISPUTED;
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "SignDebrief", &in, &debrief));
	assert_int_equal(debrief->help_confirmation, HELP_CONFIRMATION_DISPUTED);
	assert_string_equal(debrief->next, "Next: Ruud reads it and signs.");
	assert_string_equal(read_as(f, &f->ruud, session->name)->signatures[0]->remark, "ik rondde het zelf af");
}

static void closing_ends_with_what_happens_next(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;

	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "later", "people/noor", STORY_START + 7 * CLOCK_DAY),
			     NULL, false, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen @12-03\n? inkoop bellen @13-03", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, &debrief));
	assert_string_equal(debrief->next,
		"Noor: oefenen (by Thursday 12 March)\nRuud: inkoop bellen (by Friday 13 March)\n"
		"The next time: Wednesday 11 March 10:00.");
	assert_string_equal(read_as(f, &f->ruud, session->name)->next, "");
}

static const char *packed(struct fixture *f, const Debrief *debrief)
{
	size_t size = protobuf_c_message_get_packed_size(&debrief->base);
	uint8_t *bytes = arena_alloc(f->arena, size);
	char *hash = arena_alloc(f->arena, 65);

	protobuf_c_message_pack(&debrief->base, bytes);
	id_hash(bytes, size, hash);
	return hash;
}

static void an_amendment_stands_beside_what_was_closed(void **state)
{
	struct fixture *f = *state;
	Session *session = closed(f);
	Debrief *debrief = read_as(f, &f->ruud, session->name);
	const char *before = packed(f, debrief);
	ExtendActionPointRequest extend = EXTEND_ACTION_POINT_REQUEST__INIT;

	f->now += CLOCK_DAY;
	assert_status(f, STATUS_INVALID_ARGUMENT, amend(f, &f->noor, session->name, " ", NULL));
	assert_ok(f, amend(f, &f->noor, session->name, "de klant heeft gebeld", &debrief));
	assert_int_equal(debrief->n_amendments, 1);
	assert_string_equal(debrief->amendments[0]->author, "people/noor");
	assert_int_equal(instant_us(debrief->amendments[0]->create_time), f->now);
	assert_ok(f, amend(f, &f->ruud, session->name, "and he was pleased", NULL));
	assert_status(f, STATUS_NOT_FOUND, amend(f, &f->kim, session->name, "hm", NULL));
	extend.name = debrief->action_points[0];
	extend.due_date = "2026-05-01";
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ExtendActionPoint", &extend, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, contest(f, &f->noor, session->name, 1, OUTCOME_NOT, "", NULL));
	assert_reason(f, "SESSION_CLOSED");
	assert_status(
		f, STATUS_FAILED_PRECONDITION, confirm(f, &f->noor, session->name, HELP_CONFIRMATION_DISPUTED, NULL));
	debrief = read_as(f, &f->ruud, session->name);
	assert_int_equal(debrief->n_amendments, 2);
	debrief->n_amendments = 0;
	assert_string_equal(packed(f, debrief), before);
	assert_int_equal(fixture_events(f, "debrief.amended", "people/noor"), 2);
}

static void what_is_not_closed_is_not_amended(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_status(f, STATUS_FAILED_PRECONDITION, amend(f, &f->noor, session->name, "more", NULL));
	assert_reason(f, "NOT_CLOSED");
}

static void an_open_action_point_of_before_stays_in_the_closed_debrief_when_it_is_done(void **state)
{
	struct fixture *f = *state;
	CreateActionPointRequest create = CREATE_ACTION_POINT_REQUEST__INIT;
	CompleteActionPointRequest done = COMPLETE_ACTION_POINT_REQUEST__INIT;
	ActionPoint given = ACTION_POINT__INIT, *point;
	Debrief *debrief;
	Session *session;

	given.coaching = "coachings/noor";
	given.text = "ask first";
	create.action_point = &given;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CreateActionPoint", &create, &point));
	session = closed(f);
	f->now += CLOCK_DAY;
	done.name = point->name;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CompleteActionPoint", &done, NULL));
	given.text = "something new";
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CreateActionPoint", &create, NULL));
	debrief = read_as(f, &f->ruud, session->name);
	assert_int_equal(debrief->n_carried, 1);
	assert_string_equal(debrief->carried[0], point->name);
}

static void apart_the_coach_writes_without_having_read(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ListObservationsRequest list = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *observations;
	Debrief *debrief;

	assert_ok(f, write_mode(f, &f->noor, session->name, "ging wel\n+ ik was rustig\n=1 ja", DEBRIEF_MODE_APART));
	debrief = read_as(f, &f->ruud, session->name);
	assert_string_equal(debrief->coachee_experience, "");
	assert_int_equal(debrief->n_compliments, 0);
	assert_int_equal(debrief->intentions[0]->coachee_outcome, OUTCOME_UNSPECIFIED);
	list.session = session->name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "ListObservations", &list, &observations));
	assert_int_equal(observations->n_observations, 0);
	assert_ok(f, write_mode(f, &f->ruud, session->name, "a hard one", DEBRIEF_MODE_APART));
	debrief = read_as(f, &f->ruud, session->name);
	assert_string_equal(debrief->coachee_experience, "ging wel");
	assert_int_equal(debrief->n_compliments, 1);
	assert_int_equal(debrief->intentions[0]->coachee_outcome, OUTCOME_HAPPENED);
}

static void a_tip_without_a_first_step_is_asked_for_it_once(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", NULL));
	assert_ok(
		f, story_debrief(f, &f->ruud, session->name, "fine\n+ silence\n- three arguments in a row", &written));
	assert_string_equal(
		written->debrief->nudge, "And the first step? One line: - three arguments in a row > first step");
	assert_string_not_equal(written->lines[2]->problem, "");
	assert_ok(f, story_debrief(f, &f->noor, session->name, "- Three arguments in a row > eerst vragen", &written));
	assert_string_equal(written->debrief->nudge, "");
	assert_int_equal(written->debrief->n_tips, 1);
	assert_string_equal(written->debrief->tips[0]->next_step, "eerst vragen");
}

static void one_types_for_both_in_one_go(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *written;

	in.name = (char *)name_of(f, session->name);
	in.lines = "better than expected\nI liked sitting back\n+ silence after the price\n! rehearse @fri";
	in.for_both = true;
	in.speaker = "people/noor";
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_debriefs, "WriteDebrief", &in, NULL));
	in.speaker = "";
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "WriteDebrief", &in, &written));
	assert_string_equal(written->debrief->coachee_experience, "better than expected");
	assert_string_equal(written->debrief->coach_experience, "I liked sitting back");
	assert_int_equal(written->debrief->n_missing, 0);
	assert_string_not_equal(written->debrief->next, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(the_coachee_sees_an_outcome_otherwise_and_both_views_stay),
		with_fixture(contesting_is_the_coachees_and_has_its_time),
		with_fixture(what_is_contested_has_to_be_there),
		with_fixture(an_own_view_before_speaking_tells_nothing_of_the_coachs),
		with_fixture(the_preparation_says_no_outcome),
		with_fixture(help_is_counted_by_kind_and_confirmed_by_the_coachee),
		with_fixture(without_help_there_is_nothing_to_confirm),
		with_fixture(who_calls_all_of_it_correct_confirms_the_help),
		with_fixture(who_signs_as_seen_says_of_the_help_what_they_like),
		with_fixture(closing_ends_with_what_happens_next),
		with_fixture(an_amendment_stands_beside_what_was_closed),
		with_fixture(what_is_not_closed_is_not_amended),
		with_fixture(an_open_action_point_of_before_stays_in_the_closed_debrief_when_it_is_done),
		with_fixture(apart_the_coach_writes_without_having_read),
		with_fixture(a_tip_without_a_first_step_is_asked_for_it_once),
		with_fixture(what_a_line_reads_as_can_be_asked_without_keeping_it),
		with_fixture(one_types_for_both_in_one_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
