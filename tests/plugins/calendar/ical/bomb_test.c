/* Calendars made to keep us busy: each is answered within two seconds of CPU and 128 MiB, and what is too much in it is
 * refused with a reason. Each is read in a process of its own, so that its memory can be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { SECONDS = 60, MEBIBYTES = 4096 };
#else
enum { SECONDS = 2, MEBIBYTES = 128 };
#endif

enum { SIZE = 10 * 1024 * 1024 - 4096 };

#define EVENT      "BEGIN:VEVENT\nUID:a\nDTSTART:20260301T000000Z\n"
#define EVENT_END  "END:VEVENT\n"
#define IMPOSSIBLE "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n"
#define OBSERVANCE                                                                                                     \
	"BEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRRULE:FREQ=MONTHLY\n"          \
	"END:STANDARD\n"

/* A file: what stands once at its begin and its end, and what is repeated between them; # is a number that rises. */
struct bomb {
	const char *begin, *again, *end;
	const char *refused; /* in the answer, or NULL: nothing is refused */
};

static size_t put(char *text, size_t at, const char *what, unsigned number)
{
	for (; *what; what++) {
		if (*what == '#')
			at += (size_t)sprintf(text + at, "%u", number);
		else
			text[at++] = *what;
	}
	return at;
}

static char *bomb_make(const struct bomb *bomb, size_t *ret_length)
{
	char *text = malloc(SIZE + 4096);
	size_t at = 0;

	assert_non_null(text);
	at = put(text, at, "BEGIN:VCALENDAR\n", 0);
	at = put(text, at, bomb->begin, 0);
	for (unsigned number = 0; at < SIZE; number++)
		at = put(text, at, bomb->again, number);
	at = put(text, at, bomb->end, 0);
	*ret_length = put(text, at, "END:VCALENDAR\n", 0);
	return text;
}

static bool is_refused(const struct calendar_refusals *refusals, const char *why)
{
	char said[CALENDAR_REASON_TEXT];

	for (size_t i = 0; i < refusals->count; i++) {
		if (strstr(calendar_reason_say(refusals->list[i].reason, false, said), why))
			return *refusals->list[i].uid != '\0';
	}
	return false;
}

static bool bomb_is_answered(const struct bomb *bomb, const char *text, size_t length)
{
	struct calendar_source *source = calendar_test_read(text, length, 65536);
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	bool right;

	calendar_source_expand(source,
		(struct calendar_window){
			calendar_civil_day(2026, 1, 1) * CALENDAR_DAY, calendar_civil_day(2027, 4, 6) * CALENDAR_DAY },
		&occurrences, &refusals);
	right = !calendar_source_refused(source) &&
		(bomb->refused ? is_refused(refusals, bomb->refused) : refusals->count == 0);
	calendar_source_destroy(source);
	return right;
}

static void bomb_assert(const struct bomb *bomb)
{
	size_t length;
	char *text = bomb_make(bomb, &length);
	struct rusage used;
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(!bomb_is_answered(bomb, text, length));
	assert_int_equal(wait4(child, &status, 0, &used), child);
	free(text);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s%s: %d", bomb->begin, bomb->again, status);
	if (used.ru_utime.tv_sec + used.ru_stime.tv_sec >= SECONDS)
		fail_msg("%s%s: took %ld s", bomb->begin, bomb->again, (long)used.ru_utime.tv_sec);
	if (used.ru_maxrss / 1024 > MEBIBYTES)
		fail_msg("%s%s: took %ld MiB", bomb->begin, bomb->again, used.ru_maxrss / 1024);
}

static void every_bomb_is_answered_in_time_and_in_little_memory(void **state)
{
	static const struct bomb bombs[] = {
		{ EVENT, IMPOSSIBLE, EVENT_END, "it has more than 50 recurrence rules" },
		{ "", "BEGIN:VEVENT\nUID:#\nDTSTART:20260301T000000Z\n" IMPOSSIBLE EVENT_END, "",
			"the calendar holds more than 10000 events" },
		{ "",
			"BEGIN:VEVENT\nUID:#\nDTSTART:20260301T000000Z\nRRULE:FREQ=HOURLY\nEXRULE:FREQ="
			"HOURLY\n" EVENT_END,
			"", "its rule of exceptions has too many occurrences in the window" },
		{ "",
			"BEGIN:VEVENT\nUID:#\nDTSTART:20260301T000000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=HOURLY;BYHOUR=1,2,"
			"3\n" EVENT_END,
			"", "the calendar takes too much memory" },
		{ EVENT, "BEGIN:VALARM\n", EVENT_END, NULL },
		{ EVENT "SUMMARY:", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "\n" EVENT_END, NULL },
		{ EVENT "RDATE:", "20260302T000000Z,", "\n" EVENT_END, "it lists more than 20000 single dates" },
		{ EVENT, "RDATE:20260302T000000Z,20260303T000000Z,20260304T000000Z\n", EVENT_END,
			"it lists more than 20000 single dates" },
		{ EVENT, "ATTENDEE:mailto:#@ridealong.example\n", EVENT_END, NULL },
		{ EVENT, "DESCRIPTION:http://x://y://z #\n", EVENT_END, NULL },
		{ "", "BEGIN:VCALENDAR\n", "", NULL },
		{ "", "BEGIN:VCALENDAR\nMETHOD:CANCEL\n" EVENT EVENT_END, "",
			"the calendar holds more than 10000 events" },
		{ "", "METHOD:CANCEL\n", EVENT EVENT_END, NULL },
		{ "", "BEGIN:VTIMEZONE\nTZID:z#\n" OBSERVANCE "END:VTIMEZONE\n", EVENT EVENT_END, NULL },
		{ "BEGIN:VTIMEZONE\nTZID:Here\n", OBSERVANCE,
			"END:VTIMEZONE\nBEGIN:VEVENT\nUID:a\nDTSTART;TZID=Here:20260301T000000\n" EVENT_END,
			"is neither defined in the file nor known" },
		{ "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\n", "RDATE:20260302T000000,20260303T000000\n",
			"END:VTIMEZONE\n" EVENT EVENT_END, NULL },
		{ "",
			"BEGIN:VTIMEZONE\nTZID:z#\n" OBSERVANCE
			"END:VTIMEZONE\nBEGIN:VEVENT\nUID:#\nDTSTART;TZID=z#:20260301T000000\n" EVENT_END,
			"", "take too much work to follow" },
		{ "", "BEGIN:VEVENT\nUID:#\nDTSTART;TZID=Nowhere #:20260301T000000\n" EVENT_END, "",
			"is neither defined in the file nor known" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bombs) / sizeof(*bombs); i++)
		bomb_assert(&bombs[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_bomb_is_answered_in_time_and_in_little_memory) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
