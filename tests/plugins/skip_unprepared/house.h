/* tests — the preparation check in the whole house: a real daemon in simulation, the real plugin. */
#ifndef RIDEALONG_TESTS_SKIP_UNPREPARED_HOUSE_H
#define RIDEALONG_TESTS_SKIP_UNPREPARED_HOUSE_H

#include <stddef.h>
#include <stdint.h>

#include <ridealong/client.h>

#include "proto/status.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/support/daemon.h"

#define COACH   "coach@example.com"
#define COACHEE "coachee@example.com"
#define HOUR    INT64_C(3600)
#define DAY     (24 * HOUR)
#define MONDAY  INT64_C(1772434800) /* 2026-03-02T08:00:00+01:00 */

struct house {
	struct test_daemon daemon;
	struct ridealong_client *en, *nl;
	struct ridealong_error error; /* of the last call */
};

void house_start(struct house *f);
/** The same with so much more in the configuration, sections for instance. */
void house_start_with(struct house *f, const char *more);
void house_end(struct house *f);
void *house_try(struct house *f, struct ridealong_client *client, const char *who, const char *method,
	const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type);
void *house_ask(struct house *f, const char *who, const char *method, const ProtobufCMessage *request,
	const ProtobufCMessageDescriptor *type);
void house_release(void *message);
void house_add_person(struct house *f, const char *email, const char *language);
void house_add_pair(struct house *f, const char *coach, const char *coachee);
/** A meeting of a calendar; the same uid again moves it. An hour long; seconds after MONDAY. */
void house_put_meeting(struct house *f, const char *owner, const char *uid, int64_t begins, char ret_name[80]);
void house_plan(struct house *f, const char *coach, const char *meeting, char ret_name[80]);
Session *house_get(struct house *f, const char *name);
void house_assert_state(struct house *f, const char *name, SessionState state);
/** To so many seconds after MONDAY. */
void house_advance_to(struct house *f, int64_t moment);
void house_assert_explains(struct house *f, struct ridealong_client *client, const char *who, const char *session,
	GateDecision decision, const char *reason);
void house_prepare(struct house *f, const char *who, const char *meeting);
/** A client with a program's token that reads gates. */
struct ridealong_client *house_program(struct house *f);
/** What it is handed from here on, it has at hand until it is killed. */
void house_stop_plugin(struct house *f);

#endif
