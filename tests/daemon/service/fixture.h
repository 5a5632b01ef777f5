/* tests — service methods on a store in memory, with a clock that stands still until it is moved. */
#ifndef RIDEALONG_TESTS_SERVICE_FIXTURE_H
#define RIDEALONG_TESTS_SERVICE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/base/clock.h"
#include "daemon/domain/actor.h"
#include "daemon/domain/instant.h"
#include "daemon/service/call.h"
#include "daemon/service/service.h"
#include "ridealong/v1/person.pb-c.h"

#define FIXTURE_NOW INT64_C(1772434800000000) /* Monday 2026-03-02, 08:00 in Amsterdam */

/** People with ids of their own: "people/ruud" coaches "people/noor" and "people/sam" since 2026-01-01
 *  ("coachings/noor", "coachings/sam"); "people/kim" has nothing to do with them. Addresses are NAME@example.org, zones
 *  Europe/Amsterdam; Noor reads Dutch. */
struct fixture {
	struct store *store;
	struct store_conn *conn;
	struct arena *arena; /* of everything a test makes or gets */
	struct service service;
	int64_t now;
	struct error error; /* of the last call that failed */
	int calls;          /* request ids are counted */
	const char *locale; /* of whoever calls; English at first */
	struct actor admin, ruud, noor, sam, kim, plugin, program, nobody;
};

/** cmocka's setup and teardown; *state is the fixture. */
int fixture_open(void **state);
int fixture_close(void **state);

#define with_fixture(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

/** Runs a method of a service (its generated struct, such as &service_people) as rpc/ does: the coarse may(), the
 * method in a transaction, see(). `ret` (NULL is fine) takes a pointer to the reply. A call that fails is rolled back,
 * and its error is in fixture->error. */
enum status fixture_call(struct fixture *fixture, const struct actor *actor, void *service, const char *method,
	const void *in, void *ret);
/** The same under a request id of the test's, for what must come out equal. */
enum status fixture_call_as(struct fixture *fixture, const struct actor *actor, const char *request_id, void *service,
	const char *method, const void *in, void *ret);

/** A call at the fixture's time, outside of any method, for functions that take one. */
struct call *fixture_bare_call(struct fixture *fixture, const struct actor *actor, const char *method);

/** How many events of that type there are ("meeting.moved"; NULL: of any), and for whom (NULL: whoever). */
int fixture_events(struct fixture *fixture, const char *type, const char *person);

/** Fails with the call's own sentence. */
#define assert_ok(fixture, expression)                                                                                 \
	do {                                                                                                           \
		enum status assert_st = (expression);                                                                  \
		if (assert_st != STATUS_OK)                                                                            \
			fail_msg("%s: %s", status_name(assert_st), (fixture)->error.message);                          \
	} while (0)
#define assert_status(fixture, expected, expression)                                                                   \
	do {                                                                                                           \
		enum status assert_st = (expression);                                                                  \
		if (assert_st != (expected))                                                                           \
			fail_msg("%s in place of %s: %s", status_name(assert_st), status_name(expected),               \
				assert_st == STATUS_OK ? "" : (fixture)->error.message);                               \
	} while (0)

#endif
