/* A session as it was at its cut-off, from what is kept of it now; and what came of it since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "look.h"
#include "past.h"
#include "settings.h"
#include "simulation_period.h"
#include "since.h"

#define HOUR   INT64_C(3600)
#define CUTOFF INT64_C(1778590800) /* Tuesday 12 May 2026, 15:00 in Amsterdam */

struct fixture {
	struct rule_facts facts;
	Session session;
	Person coachee;
	Preparation preparation;
	PreparationReturn given_back, *returns[1];
	Answer answer, *answers[1];
	Question question, *questions[1];
	Template template;
	Timestamp create, cutoff, grace, departure, submit, begun, written, returned, again, decided, off;
	struct look look;
};

static void at(Timestamp *time, int64_t hours)
{
	timestamp__init(time);
	time->seconds = CUTOFF + hours * HOUR;
}

/* Handed in an hour before the check, with one short answer; the session closed long since. */
static void set_up(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	session__init(&f->session);
	person__init(&f->coachee);
	preparation__init(&f->preparation);
	preparation_return__init(&f->given_back);
	answer__init(&f->answer);
	question__init(&f->question);
	template__init(&f->template);
	at(&f->create, -200);
	at(&f->cutoff, 0);
	at(&f->grace, 2);
	at(&f->departure, 18);
	at(&f->begun, -3);
	at(&f->submit, -1);
	at(&f->written, -1);
	at(&f->returned, 1);
	at(&f->again, 1);
	at(&f->decided, 1);
	at(&f->off, 1);
	f->session.state = SESSION_STATE_CLOSED;
	f->session.create_time = &f->create;
	f->session.cutoff_time = &f->cutoff;
	f->session.grace_time = &f->grace;
	f->session.departure_time = &f->departure;
	f->session.update_time = &f->off;
	f->coachee.time_zone = (char *)"Europe/Amsterdam";
	f->question.key = f->answer.key = (char *)"goal";
	f->question.part = TEMPLATE_PART_BEFORE;
	f->question.required = 1;
	f->question.text = (char *)"What for?";
	f->questions[0] = &f->question;
	f->template.questions = f->questions;
	f->template.n_questions = 1;
	f->answer.text = (char *)"a date";
	f->answers[0] = &f->answer;
	f->returns[0] = &f->given_back;
	f->given_back.return_time = &f->returned;
	f->preparation.state = PREPARATION_STATE_SUBMITTED;
	f->preparation.create_time = &f->begun;
	f->preparation.submit_time = &f->submit;
	f->preparation.update_time = &f->written;
	f->preparation.answers = f->answers;
	f->preparation.n_answers = 1;
	f->facts = (struct rule_facts){ .session = &f->session,
		.coachee = &f->coachee,
		.preparation = &f->preparation,
		.questions = &f->template,
		.now = (CUTOFF + HOUR) * 1000000 };
}

static struct rule_verdict judge(const struct fixture *f, const Preparation *preparation, bool known)
{
	struct rule_verdict verdict = { 0 };
	struct past past;

	past_at_cutoff(&f->session, preparation, &past);
	assert_true(past.looked);
	assert_int_equal(past_judge(&past, &f->facts, &verdict), known);
	return verdict;
}

static void what_had_come_in_by_then_counts_and_nothing_that_came_later(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	assert_int_equal(judge(&f, &f.preparation, true).decision, GATE_DECISION_ASK_COACH);
	at(&f.submit, 0);
	at(&f.written, 0);
	assert_int_equal(judge(&f, &f.preparation, true).decision, GATE_DECISION_ASK_COACH);
	f.submit.seconds++;
	f.written.seconds++;
	assert_int_equal(judge(&f, &f.preparation, true).decision, GATE_DECISION_WITHDRAW);
	assert_int_equal(judge(&f, NULL, true).decision, GATE_DECISION_WITHDRAW);
}

static void what_the_coach_had_said_by_then_counts(void **state)
{
	struct fixture f;
	struct past past;

	(void)state;
	set_up(&f);
	f.session.decided_by = (char *)"people/1";
	f.session.decide_time = &f.decided;
	f.session.verdict = VERDICT_GO;
	assert_int_equal(judge(&f, NULL, true).decision, GATE_DECISION_WITHDRAW); /* said after it */
	at(&f.decided, -1);
	assert_int_equal(judge(&f, NULL, true).decision, GATE_DECISION_PASS);
	f.session.verdict = VERDICT_NOT_JOINING;
	past_at_cutoff(&f.session, NULL, &past);
	assert_false(past.looked);
}

static void what_was_called_off_before_has_no_check(void **state)
{
	struct fixture f;
	struct past past;

	(void)state;
	set_up(&f);
	f.session.state = SESSION_STATE_CANCELLED;
	past_at_cutoff(&f.session, NULL, &past);
	assert_true(past.looked);
	at(&f.off, -1);
	past_at_cutoff(&f.session, NULL, &past);
	assert_false(past.looked);
}

static void a_preparation_that_went_back_is_where_it_was(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	f.preparation.returns = f.returns;
	f.preparation.n_returns = 1;
	at(&f.returned, -2); /* given back, and in again since */
	f.given_back.submit_time = &f.submit;
	assert_int_equal(judge(&f, &f.preparation, true).findings[0].reason, GATE_REASON_THIN);
	f.given_back.submit_time = &f.again; /* in again after the check only */
	at(&f.written, -2);
	assert_int_equal(judge(&f, &f.preparation, true).findings[0].reason, GATE_REASON_RETURNED);
}

static void what_is_not_kept_any_more_is_not_made_up(void **state)
{
	struct rule_verdict found = { .decision = GATE_DECISION_WITHDRAW, .n_findings = 1 };
	struct fixture f;
	struct past past;

	(void)state;
	set_up(&f);
	at(&f.written, 3);
	judge(&f, &f.preparation, false); /* written on after the check */
	past_at_cutoff(&f.session, &f.preparation, &past);
	assert_int_equal(past.unknown, PAST_CHANGED);
	f.preparation.returns = f.returns; /* giving it back writes nothing */
	f.preparation.n_returns = 1;
	at(&f.written, 1);
	past_at_cutoff(&f.session, &f.preparation, &past);
	assert_int_equal(past.unknown, PAST_UNSURE); /* but then, when it first came in is not kept */
	found.findings[0].reason = GATE_REASON_NOTHING_IN;
	f.facts.now = CUTOFF * 1000000;
	look_fill(&f.look, &f.facts, &found);
	f.session.gate_look = &f.look.message; /* unless the check kept that */
	assert_int_equal(judge(&f, &f.preparation, true).decision, GATE_DECISION_WITHDRAW);
	set_up(&f);
	f.preparation.n_answers = 0;
	judge(&f, &f.preparation, false);
	past_at_cutoff(&f.session, &f.preparation, &past);
	assert_int_equal(past.unknown, PAST_GONE);
	f.session.unannounced = 1; /* no word of it counts here */
	assert_int_equal(judge(&f, &f.preparation, true).decision, GATE_DECISION_EXEMPT);
}

static void a_look_counts_for_the_moment_it_was_for(void **state)
{
	struct rule_verdict found;
	struct fixture f;
	Timestamp moved;

	(void)state;
	set_up(&f);
	f.session.state = SESSION_STATE_PREPARED;
	f.facts.now = CUTOFF * 1000000;
	found = rule_judge(&f.facts);
	look_fill(&f.look, &f.facts, &found);
	f.session.gate_look = &f.look.message;
	assert_ptr_equal(past_look(&f.session), &f.look.message);
	assert_int_equal(past_verdict(past_look(&f.session)).decision, found.decision);
	assert_string_equal(past_verdict(past_look(&f.session)).findings[0].key, "goal");
	at(&moved, 24);
	f.session.cutoff_time = &moved;
	assert_null(past_look(&f.session));
}

static void the_earlier_ones_are_those_before_it_the_newest_last(void **state)
{
	Preparation made[30], *all[30], *earlier[RULE_EARLIER];
	Timestamp times[30];
	char names[30][8];

	(void)state;
	for (int i = 0; i < 30; i++) {
		preparation__init(&made[i]);
		at(&times[i], i);
		snprintf(names[i], sizeof(names[i]), "%d", i);
		made[i].name = names[i];
		made[i].state = i == 24 ? PREPARATION_STATE_DRAFT : PREPARATION_STATE_SUBMITTED;
		made[i].submit_time = &times[i];
		all[i] = &made[i];
	}
	assert_int_equal(past_earlier(all, 30, &made[27], earlier), RULE_EARLIER);
	assert_string_equal(earlier[RULE_EARLIER - 1]->name, "26");
	assert_string_equal(earlier[RULE_EARLIER - 3]->name, "23"); /* 24 never came in */
	assert_string_equal(earlier[0]->name, "6");
	assert_int_equal(past_earlier(all, 30, &made[0], earlier), 0);
}

static void assert_since(struct fixture *f, const char *en, const char *nl)
{
	char list[SINCE_MOST][WORDS_SIZE];

	assert_int_equal(since_list(&f->facts, &f->look.message, "en", list), 1);
	assert_string_equal(list[0], en);
	assert_int_equal(since_list(&f->facts, &f->look.message, "nl", list), 1);
	assert_string_equal(list[0], nl);
}

static void what_came_of_it_since_is_said_with_what_can_still_be_done(void **state)
{
	char list[SINCE_MOST][WORDS_SIZE];
	struct rule_verdict found;
	struct fixture f;

	(void)state;
	set_up(&f);
	f.session.state = SESSION_STATE_PLANNED;
	f.facts.preparation = NULL;
	f.facts.acting = true;
	f.facts.now = CUTOFF * 1000000;
	found = rule_judge(&f.facts);
	look_fill(&f.look, &f.facts, &found);
	f.session.state = SESSION_STATE_SKIPPED;
	f.session.decided_by = (char *)"plugins/skip_unprepared";
	f.session.decide_time = &f.cutoff;
	assert_since(&f,
		"a preparation before Tuesday 12 May 17:00 brings the coach back by itself; after that the coach "
		"decides",
		"een voorbereiding voor dinsdag 12 mei 17:00 brengt de coach vanzelf terug; daarna besluit de coach");
	f.facts.now = (CUTOFF + 3 * HOUR) * 1000000;
	assert_since(&f, "\"prepared after all\" can be said until Wednesday 13 May 09:00; then the coach decides",
		"\"toch voorbereid\" kan tot woensdag 13 mei 09:00; dan besluit de coach");
	f.session.appealed = 1;
	f.session.appeal_reason = (char *)"it was in my drafts";
	assert_int_equal(since_list(&f.facts, &f.look.message, "en", list), 2);
	assert_string_equal(list[0], "a second look was asked for: \"it was in my drafts\"");
	assert_string_equal(list[1], "the coach has been asked, and can answer until Wednesday 13 May 09:00");
	f.facts.now = (CUTOFF + 20 * HOUR) * 1000000;
	assert_int_equal(since_list(&f.facts, &f.look.message, "nl", list), 2);
	assert_string_equal(list[1], "tot het vertrek (woensdag 13 mei 09:00) kwam er geen antwoord");
	f.session.decided_by = (char *)"people/1";
	f.session.decide_time = &f.decided;
	f.session.verdict = VERDICT_COACH_MORE;
	f.session.state = SESSION_STATE_CONFIRMED;
	assert_int_equal(since_list(&f.facts, &f.look.message, "en", list), 2);
	assert_string_equal(list[1], "the coach decided on Tuesday 12 May 16:00: coming along, talk first");
	f.session.decided_by = (char *)"service";
	f.facts.preparation = &f.preparation;
	at(&f.submit, 1);
	assert_int_equal(since_list(&f.facts, &f.look.message, "nl", list), 3);
	assert_string_equal(list[0], "de voorbereiding kwam binnen op dinsdag 12 mei 16:00");
	assert_string_equal(list[2], "dat was op tijd: sinds dinsdag 12 mei 16:00 gaat de coach weer mee");
}

static void other_settings_are_those_that_are_named(void **state)
{
	GateSettings changed = GATE_SETTINGS__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)"thin_words" };
	struct rule_settings with;

	(void)state;
	changed.alike_permille = 900;
	with = settings_with(&rule_defaults, &changed, NULL);
	assert_int_equal(with.alike_permille, 900);
	assert_int_equal(with.thin_words, 4);
	mask.paths = paths;
	mask.n_paths = 1;
	with = settings_with(&rule_defaults, &changed, &mask);
	assert_int_equal(with.alike_permille, 850);
	assert_int_equal(with.thin_words, 0); /* named, and 0: none is thin */
	assert_null(settings_fault(&changed, &mask));
	paths[0] = (char *)"thick_words";
	assert_string_equal(settings_fault(&changed, &mask), "settings_mask");
	changed.alike_permille = 1001;
	assert_string_equal(settings_fault(&changed, NULL), "alike_permille");
	changed.alike_permille = -1;
	assert_string_equal(settings_fault(&changed, NULL), "alike_permille");
	changed.alike_permille = 0;
	changed.mode = (GateMode)9;
	assert_string_equal(settings_fault(&changed, NULL), "settings.mode");
	assert_null(settings_fault(NULL, NULL));
	assert_true(settings_equal(&rule_defaults, &rule_defaults));
}

static void the_time_is_a_quarter_or_two_moments_or_three_months(void **state)
{
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	Timestamp from = TIMESTAMP__INIT;
	struct period period;

	(void)state;
	assert_null(period_read(&request, CUTOFF * 1000000, &period));
	assert_int_equal(period.until, CUTOFF * 1000000);
	assert_int_equal(period.from, (CUTOFF - 92 * 24 * HOUR) * 1000000);
	request.quarter = (char *)"2026-Q4";
	assert_null(period_read(&request, CUTOFF * 1000000, &period));
	assert_int_equal(period.from, INT64_C(1790812800) * 1000000);
	assert_int_equal(period.until, INT64_C(1798761600) * 1000000);
	request.from_time = &from;
	assert_string_equal(period_read(&request, CUTOFF * 1000000, &period), "quarter");
	request.from_time = NULL;
	for (int i = 0; i < 5; i++) {
		static const char *const wrong[] = { "2026-Q5", "2026Q1", "Q1-2026", "2026-Q11", "20x6-Q1" };

		request.quarter = (char *)wrong[i];
		assert_string_equal(period_read(&request, CUTOFF * 1000000, &period), "quarter");
	}
	request.quarter = (char *)"";
	from.seconds = INT64_MAX;
	request.from_time = &from;
	assert_string_equal(period_read(&request, CUTOFF * 1000000, &period), "from_time");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_had_come_in_by_then_counts_and_nothing_that_came_later),
		cmocka_unit_test(what_the_coach_had_said_by_then_counts),
		cmocka_unit_test(what_was_called_off_before_has_no_check),
		cmocka_unit_test(a_preparation_that_went_back_is_where_it_was),
		cmocka_unit_test(what_is_not_kept_any_more_is_not_made_up),
		cmocka_unit_test(a_look_counts_for_the_moment_it_was_for),
		cmocka_unit_test(the_earlier_ones_are_those_before_it_the_newest_last),
		cmocka_unit_test(what_came_of_it_since_is_said_with_what_can_still_be_done),
		cmocka_unit_test(other_settings_are_those_that_are_named),
		cmocka_unit_test(the_time_is_a_quarter_or_two_moments_or_three_months),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
