/* A session's life: what may follow what, by whom, until when, and in which words it is refused. */
#include "tests/daemon/domain/lifecycle_fixture.h"

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
	{ S(PREPARED), LIFECYCLE_RETURN, SERVICE, S(PLANNED) }, /* nothing is in */
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
	{ S(PLANNED), LIFECYCLE_ACCEPT, COACH, S(PLANNED) },
	{ S(PREPARED), LIFECYCLE_ACCEPT, COACH, S(PREPARED) },
	{ S(PLANNED), LIFECYCLE_DECLINE, COACH, S(CANCELLED) },
	{ S(PREPARED), LIFECYCLE_DECLINE, COACH, S(CANCELLED) },
};

static const struct map *map_find(SessionState from, enum lifecycle_action action, unsigned who)
{
	for (size_t i = 0; i < LENGTH(map); i++)
		if (map[i].from == from && map[i].action == action && map[i].who == who)
			return &map[i];
	return NULL;
}

static bool is_answer(int action)
{
	return action == LIFECYCLE_ACCEPT || action == LIFECYCLE_DECLINE;
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
				f.session.invite_state = is_answer(action) ? INVITE_STATE_OPEN : INVITE_STATE_ACCEPTED;
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

/* What a random history tries next, as everybody in turn and at any moment. */
static struct lifecycle_ask any_ask(uint32_t *seed)
{
	static const unsigned all[] = { COACH, COACHEE, SERVICE, GATE };
	struct lifecycle_ask ask = { 0 };

	*seed = *seed * 1664525u + 1013904223u;
	ask.action = (enum lifecycle_action)((*seed >> 8) % LIFECYCLE_ACTIONS);
	ask.who = all[(*seed >> 16) % LENGTH(all)];
	ask.now = START + ((int64_t)((*seed >> 18) % 64) - 32) * HOUR;
	ask.state_time = ask.now - (int64_t)((*seed >> 24) % 30) * HOUR;
	ask.submit_time = *seed & 1 ? START - 20 * HOUR : 0;
	ask.signed_by_both = *seed >> 31;
	ask.written = (*seed >> 30) & 1;
	return ask;
}

static void no_history_leads_anywhere_it_should_not(void **state)
{
	uint32_t seed = 20260302;

	(void)state;
	for (int history = 0; history < 500; history++) {
		struct fixture f;

		fixture_init(&f, S(PLANNED));
		f.session.unannounced = history % 2;
		for (int i = 0; i < 200; i++) {
			struct lifecycle_ask ask = any_ask(&seed);
			struct lifecycle_step step = { 0 };
			SessionState before = f.session.state;
			bool hidden = lifecycle_hidden(&f.session);

			if (lifecycle_decide(&f.session, &ask, &step, NULL) != STATUS_OK)
				continue;
			assert_int_equal(step.from, before);
			lifecycle_apply(&f.session, &step);
			if (ask.action == LIFECYCLE_REVEAL || ask.action == LIFECYCLE_START)
				f.session.reveal_time = &f.revealed;
			/* CLOSED has no exit. */
			assert_int_not_equal(before, S(CLOSED));
			/* Whatever can be reopened knows whereto. */
			assert_int_equal(f.session.previous_state != S(UNSPECIFIED),
				lifecycle_ended(f.session.state) && f.session.state != S(CLOSED));
			/* What the coachee does not know of never waits for the coachee, nor is it decided on. */
			if (lifecycle_hidden(&f.session))
				assert_true(f.session.state == S(PLANNED) || f.session.state == S(CANCELLED) ||
					    f.session.state == S(LAPSED));
			/* A coachee changes nothing that is hidden, and hears nothing of it. */
			if (hidden && ask.who == COACHEE) {
				assert_int_equal(step.to, step.from);
				assert_null(step.event);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_transition_is_in_the_map_and_every_other_is_refused_with_a_reason),
		cmocka_unit_test(a_step_keeps_the_state_before_only_off_the_main_line),
		cmocka_unit_test(everybody_acts_in_their_own_capacity),
		cmocka_unit_test(no_history_leads_anywhere_it_should_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
