/* tests — two clocks that go alike, and what fires on the way. */
#include "pair.h"

#include <inttypes.h>
#include <stdlib.h>

#include "daemon/service/unannounced.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"

static const struct actor the_service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };

/* As loop/ fires one: the request id tells of nothing but the timer. */
static void fire(struct pair *pair, int world, const struct store_timer *timer)
{
	struct fixture *f = pair->worlds[world].fixture;
	struct call *call = fixture_bare_call(f, &the_service, "ridealong.v1.Sessions/GetSession");
	enum status st;

	call->request_id = arena_printf(f->arena, "timer %s %" PRId64, timer->key, timer->generation);
	assert_int_equal(store_begin_write(f->conn, NULL), STATUS_OK);
	st = service_timer_fire(call, timer->key);
	if (st != STATUS_OK)
		fail_msg("timer %s: %s", timer->key, call->error.message);
	assert_int_equal(store_timer_finish(f->conn, timer->owner, timer->key, timer->generation, NULL), STATUS_OK);
	assert_int_equal(store_commit(f->conn, NULL), STATUS_OK);
}

static int next_mail(const struct pair_world *world)
{
	int next = -1;

	for (int i = 0; i < world->n_timers; i++)
		if (next < 0 || world->timers[i].due < world->timers[next].due ||
			(world->timers[i].due == world->timers[next].due &&
				strcmp(world->timers[i].key, world->timers[next].key) < 0))
			next = i;
	return next;
}

static void run_until(struct pair *pair, int w, int64_t to)
{
	struct pair_world *world = &pair->worlds[w];
	struct fixture *f = world->fixture;

	for (;;) {
		struct store_timer *timers;
		int mail = next_mail(world);
		size_t count;

		assert_int_equal(store_timer_due(f->conn, STORE_TIMER_SERVICE, to, 1, f->arena, &timers, &count, NULL),
			STATUS_OK);
		if (count > 0 && (mail < 0 || timers[0].due <= world->timers[mail].due)) {
			if (timers[0].due > f->now)
				f->now = timers[0].due;
			fire(pair, w, &timers[0]);
			pair_mail_events(pair, w);
		} else if (mail >= 0 && world->timers[mail].due <= to) {
			if (world->timers[mail].due > f->now)
				f->now = world->timers[mail].due;
			pair_mail_due(pair, w, mail);
			pair_mail_events(pair, w);
		} else {
			break;
		}
	}
	f->now = to;
	pair_mail_pass(pair, w);
}

static void both_until(struct pair *pair, int64_t to)
{
	int revealed[PAIR_WORLDS];

	for (int w = 0; w < PAIR_WORLDS; w++) {
		run_until(pair, w, to);
		revealed[w] = fixture_events(pair->worlds[w].fixture, "session.revealed", NULL);
	}
	if (revealed[PAIR_WITH] != revealed[PAIR_WITHOUT])
		pair->over = true;
	else
		pair_mail_compare(pair);
}

/* Whether the service will withdraw the coach by itself, to all that is known now. */
static bool falls_away(struct fixture *f, const Session *session)
{
	struct call *call = fixture_bare_call(f, &the_service, "ridealong.v1.Sessions/GetSession");
	const Session *other;

	call->now = instant_us(session->departure_time) - CLOCK_HOUR;
	if (service_unannounced_in_the_way(call, session, &other) == STATUS_OK && other != NULL)
		return true;
	return service_unannounced_session_fits(call, session, &call->error) == STATUS_FAILED_PRECONDITION;
}

/* The hidden session whose reveal comes first, and before that moment; NULL without one. */
static const Session *next_reveal(struct pair *pair, int64_t before)
{
	static const char *const coachees[] = { "people/noor", "people/sam" };
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;
	const Session *next = NULL;

	for (int c = 0; c < 2; c++) {
		Session **sessions;
		size_t count;

		assert_int_equal(
			store_session_hidden(f->conn, coachees[c], f->arena, &sessions, &count, NULL), STATUS_OK);
		for (size_t i = 0; i < count; i++) {
			int64_t reveal = instant_us(sessions[i]->departure_time) - CLOCK_HOUR;

			if (reveal <= before && instant_us(sessions[i]->end_time) > f->now &&
				!falls_away(f, sessions[i]) &&
				(next == NULL ||
					instant_us(sessions[i]->departure_time) < instant_us(next->departure_time)))
				next = sessions[i];
		}
	}
	return next;
}

static void call_off(struct pair *pair, const Session *session)
{
	struct fixture *f = pair->worlds[PAIR_WITH].fixture;
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	const struct actor *coach = strcmp(session->coach, "people/ruud") == 0 ? &f->ruud : &f->kim;
	struct pair_answer answer;

	in.name = session->name;
	pair_call(pair, PAIR_WITH, coach, arena_printf(f->arena, "secret-%d", ++pair->secrets),
		contract_find("ridealong.v1.Sessions/CancelSession"), &in.base, &answer);
	pair_mail_events(pair, PAIR_WITH);
}

void pair_advance(struct pair *pair, int64_t to)
{
	const Session *session;

	for (int w = 0; w < PAIR_WORLDS; w++) /* what happened just now may have to be told on the way */
		pair_mail_events(pair, w);
	while (!pair_failed(pair) && !pair->over && (session = next_reveal(pair, to)) != NULL) {
		int64_t reveal = instant_us(session->departure_time) - CLOCK_HOUR;

		if (reveal - 1 > pair->worlds[0].fixture->now) {
			both_until(pair, reveal - 1);
			pair_glance(pair);
		}
		/* To the last moment nothing shows; then the coach thinks better of it. */
		call_off(pair, session);
	}
	if (!pair_failed(pair) && !pair->over)
		both_until(pair, to);
}
