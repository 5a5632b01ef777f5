/* A session on which its life is tried. */
#ifndef RIDEALONG_TESTS_DOMAIN_LIFECYCLE_FIXTURE_H
#define RIDEALONG_TESTS_DOMAIN_LIFECYCLE_FIXTURE_H

#include "daemon/domain/lifecycle.h"
#include "tests/daemon/domain/check.h"

#define MINUTE INT64_C(60000000)
#define HOUR   (60 * MINUTE)
#define START  (INT64_C(1000) * HOUR)

/* A session of one hour at START, half an hour away; grace ended the day before. */
struct fixture {
	Session session;
	Timestamp start, end, departure, cutoff, grace, revealed;
};

static inline Timestamp at(int64_t us)
{
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = us / 1000000;
	return time;
}

static inline void fixture_init(struct fixture *f, SessionState state)
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

#endif
