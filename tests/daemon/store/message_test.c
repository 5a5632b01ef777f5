/* tests — rows as messages and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/domain/instant.h"
#include "daemon/store/store.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "tests/daemon/store/bench.h"

static const char SQL_PERSON[] =
	"INSERT INTO person (name, email, sort_email, display_name, aliases, language, time_zone, working_days, "
	"days_off,"
	" quiet_from_minute, quiet_until_minute, template, unix_login, create_time, update_time)"
	" VALUES ($1, $2, $2, $3, $4, 'en', 'UTC', $5, $6, $7, 420, '', '', $8, 0)";
static const char SQL_PERSON_FIELDS[] =
	"name email display_name aliases working_days days_off quiet_from_minute create_time";
static const char SQL_PEOPLE[] =
	"SELECT name, email, display_name, aliases, working_days, days_off, quiet_from_minute, create_time, update_time"
	" FROM person WHERE email <> $1 ORDER BY sort_email";
static const char SQL_MEETING[] = "SELECT $1 AS name, $2 AS attendees, $3 AS all_day, $4 AS state";
static const char SQL_SESSION[] = "SELECT $1 AS travel";

static void add_person(struct bench *bench, char *name, char *email, int64_t created)
{
	char *aliases[] = { "first@example.org", "" };
	DayOfWeek days[] = { DAY_OF_WEEK_MONDAY, DAY_OF_WEEK_SUNDAY };
	char *off[] = { "2026-05-05" };
	Person person = PERSON__INIT;
	int changes;

	person.name = name;
	person.email = email;
	person.display_name = "Noor";
	person.n_aliases = 2;
	person.aliases = aliases;
	person.n_working_days = 2;
	person.working_days = days;
	person.n_days_off = created == 0 ? 0 : 1;
	person.days_off = off;
	person.quiet_from_minute = 1140;
	person.create_time = instant_new(bench->arena, created);
	assert_ok(store_write(bench->conn, SQL_PERSON, SQL_PERSON_FIELDS, &person.base, &changes, NULL));
	assert_int_equal(changes, 1);
}

static void a_message_comes_back_as_it_was_written(void **state)
{
	struct bench *bench = *state;
	Person *person;

	add_person(bench, "people/1", "noor@example.org", INT64_C(1772434800123456));
	assert_ok(store_get(bench->conn, SQL_PEOPLE, &person__descriptor, bench->arena, &person, NULL, "s", "nobody"));
	assert_non_null(person);
	assert_string_equal(person->name, "people/1");
	assert_string_equal(person->display_name, "Noor");
	assert_int_equal(person->n_aliases, 2);
	assert_string_equal(person->aliases[0], "first@example.org");
	assert_string_equal(person->aliases[1], "");
	assert_int_equal(person->n_working_days, 2);
	assert_int_equal(person->working_days[1], DAY_OF_WEEK_SUNDAY);
	assert_int_equal(person->n_days_off, 1);
	assert_int_equal(person->quiet_from_minute, 1140);
	assert_int_equal(instant_us(person->create_time), INT64_C(1772434800123456));
	assert_null(person->update_time);
}

static void a_query_for_one_gives_null_when_there_is_none(void **state)
{
	struct bench *bench = *state;
	Person *person = (Person *)bench;

	assert_ok(store_get(bench->conn, SQL_PEOPLE, &person__descriptor, bench->arena, &person, NULL, "s", ""));
	assert_null(person);
}

static void a_list_grows_to_what_there_is(void **state)
{
	struct bench *bench = *state;
	Person **people;
	size_t count;
	char name[32], email[32];

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "people/%d", i);
		snprintf(email, sizeof(email), "%03d@example.org", i);
		add_person(bench, name, email, 0);
	}
	assert_ok(store_list(bench->conn, SQL_PEOPLE, &person__descriptor, bench->arena, &people, &count, NULL, "s",
		"099@example.org"));
	assert_int_equal(count, 99);
	assert_string_equal(people[98]->email, "098@example.org");
	assert_int_equal(people[98]->n_days_off, 0);
}

static void messages_inside_are_kept_packed(void **state)
{
	struct bench *bench = *state;
	Attendee noor = ATTENDEE__INIT, *attendees[] = { &noor };
	Meeting meeting = MEETING__INIT, *found = NULL;
	uint8_t bytes[256];
	size_t size;

	noor.email = "noor@example.org";
	noor.organizer = true;
	meeting.n_attendees = 1;
	meeting.attendees = attendees;
	size = meeting__pack(&meeting, bytes);
	assert_ok(store_get(bench->conn, SQL_MEETING, &meeting__descriptor, bench->arena, &found, NULL, "sBbn",
		"meetings/1", (const void *)bytes, size, (int)true, (int)MEETING_STATE_CANCELLED));
	assert_int_equal(found->n_attendees, 1);
	assert_string_equal(found->attendees[0]->email, "noor@example.org");
	assert_true(found->attendees[0]->organizer);
	assert_true(found->all_day);
	assert_int_equal(found->state, MEETING_STATE_CANCELLED);
}

static void a_length_of_time_is_kept_in_microseconds(void **state)
{
	struct bench *bench = *state;
	Session *session;

	assert_ok(store_get(bench->conn, SQL_SESSION, &session__descriptor, bench->arena, &session, NULL, "i",
		INT64_C(1800500000)));
	assert_int_equal(session->travel->seconds, 1800);
	assert_int_equal(session->travel->nanos, 500000000);
	assert_ok(store_get(
		bench->conn, SQL_SESSION, &session__descriptor, bench->arena, &session, NULL, "i", INT64_C(0)));
	assert_null(session->travel);
}

#define with_bench(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_bench(a_message_comes_back_as_it_was_written),
		with_bench(a_query_for_one_gives_null_when_there_is_none),
		with_bench(a_list_grows_to_what_there_is),
		with_bench(messages_inside_are_kept_packed),
		with_bench(a_length_of_time_is_kept_in_microseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
