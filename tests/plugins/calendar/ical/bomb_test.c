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

/* A file: what stands once at its begin and its end, and what is repeated between them; # is a number that rises. */
struct bomb {
	const char *begin, *again;
	unsigned times; /* that is repeated; 0: until the file is as large as may be */
	const char *end;
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
	for (unsigned number = 0; at < SIZE && (!bomb->times || number < bomb->times); number++)
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
#define BOMB(begin, again, times, end, refused) { begin, again, times, end, refused },
#include "bombs.def"
#undef BOMB
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
