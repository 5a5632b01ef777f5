/* See bombs.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bombs.h"

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

static const struct calendar_bomb bombs[] = {
#define BOMB(name, refused, ...) { name, refused, { __VA_ARGS__ } },
#include "bombs.def"
#undef BOMB
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

static char *bomb_make(const struct calendar_bomb *bomb, size_t *ret_length)
{
	char *text = malloc(SIZE + 4096);
	size_t at = 0;

	assert_non_null(text);
	at = put(text, at, "BEGIN:VCALENDAR\n", 0);
	for (size_t i = 0; i < CALENDAR_BOMB_PARTS && bomb->parts[i].text; i++) {
		const struct calendar_bomb_part *part = &bomb->parts[i];

		for (unsigned number = 0; number < part->times && (part->times == 1 || at < SIZE); number++)
			at = put(text, at, part->text, number);
	}
	*ret_length = put(text, at, "END:VCALENDAR\n", 0);
	return text;
}

bool calendar_bomb_is_refused(const struct calendar_bomb *bomb, const struct calendar_refusal *refusal)
{
	char said[CALENDAR_REASON_TEXT];

	return bomb->refused && *refusal->uid &&
	       strstr(calendar_reason_say(refusal->reason, false, said), bomb->refused);
}

static void bomb_assert(
	const struct calendar_bomb *bomb, bool (*answer)(const struct calendar_bomb *, const char *, size_t))
{
	size_t length;
	char *text = bomb_make(bomb, &length);
	struct rusage used;
	double seconds;
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(!answer(bomb, text, length));
	assert_int_equal(wait4(child, &status, 0, &used), child);
	free(text);
	seconds = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		  (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
	print_message("%5.2f s, %3ld MiB: %s\n", seconds, used.ru_maxrss / 1024, bomb->name);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("%s: not refused as it should be (%d)", bomb->name, status);
	if (seconds >= SECONDS || used.ru_maxrss / 1024 > MEBIBYTES)
		fail_msg("%s: that is too much", bomb->name);
}

void calendar_bombs_assert(bool (*answer)(const struct calendar_bomb *bomb, const char *text, size_t length))
{
	for (size_t i = 0; i < sizeof(bombs) / sizeof(*bombs); i++)
		bomb_assert(&bombs[i], answer);
}
