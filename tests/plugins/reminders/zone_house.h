/* A house whose people live where clocks differ: a real daemon in simulation, a coach and a coachee with zones of their
 * own. */
#ifndef RIDEALONG_TESTS_REMINDERS_ZONE_HOUSE_H
#define RIDEALONG_TESTS_REMINDERS_ZONE_HOUSE_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "tests/support/caller.h"
#include "tests/support/daemon.h"

#define COACH   "sanne@example.com"
#define COACHEE "daan@example.com"
#define MINUTE  INT64_C(60000000)
#define HOUR    (60 * MINUTE)

enum { EIGHT = 480, NINE = 540, TEN = 600, TWO = 840, CUTOFF = 900, FIVE = 1020 };

struct house {
	struct test_daemon daemon;
	struct test_caller caller;
	Person coach, coachee; /* as they are now */
	char coaching[80], meeting[80], session[80];
};

/** Its clock begins at that moment. */
void open_house(struct house *house, const char *coach_zone, const char *coachee_zone, int64_t begin);
/** The same with more in the configuration: keys of the reminders' section, then other sections. */
void open_house_with(
	struct house *house, const char *coach_zone, const char *coachee_zone, int64_t begin, const char *more);
void close_house(struct house *house);

/** Calls "People/GetPerson" and the like, as an administrator for somebody ("": for themselves). The caller gives the
 * reply to done(). */
void *ask(struct house *house, const char *who, const char *method, const ProtobufCMessage *in,
	const ProtobufCMessageDescriptor *type);
void done(void *message);
void advance_to(struct house *house, int64_t moment);
void move_person(struct house *house, Person *person, const char *zone);

/** A meeting of an hour, of the coachee's, and the coach's session there. */
void plan(struct house *house, const char *customer, int64_t start);
void move_meeting(struct house *house, int64_t start);
void start_session(struct house *house);

/** Fails unless just so many mails of a kind went out to somebody, each at its moment: about the session, or about
 * action points, and digests. */
void expect_sent(struct house *house, const char *what, const char *who, ReminderKind kind, size_t count,
	const int64_t wanted[]);

#endif
