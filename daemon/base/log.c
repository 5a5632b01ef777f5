/* base/ — log lines. */
#include "daemon/base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE_SIZE 1024

static _Atomic int highest = LOG_LEVEL_INFO;

static const struct {
	const char *name;
	int priority; /* sd-daemon(3) */
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", 3 },
	[LOG_LEVEL_WARNING] = { "warning", 4 },
	[LOG_LEVEL_INFO] = { "info", 6 },
	[LOG_LEVEL_DEBUG] = { "debug", 7 },
};

void log_set_level(enum log_level level)
{
	atomic_store(&highest, (int)level);
}

static int prefix(enum log_level level, char *line, size_t size)
{
	struct timespec now;
	struct tm utc;
	char second[32];

	if (getenv("JOURNAL_STREAM") != NULL)
		return snprintf(line, size, "<%d>", levels[level].priority);
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &utc);
	return snprintf(line, size, "%s.%03ldZ %s: ", second, now.tv_nsec / 1000000, levels[level].name);
}

/* A forged line break would be a forged line. */
static size_t escape(const char *text, char *ret, size_t size)
{
	size_t length = 0;

	for (; *text != '\0' && length + 5 < size; text++) {
		const unsigned char c = (unsigned char)*text;

		if (c < 0x20 || c == 0x7f)
			length += (size_t)snprintf(ret + length, size - length, "\\x%02x", c);
		else
			ret[length++] = (char)c;
	}
	return length;
}

void log_line(enum log_level level, const char *format, ...)
{
	char text[LINE_SIZE], line[2 * LINE_SIZE];
	size_t length;
	va_list args;
	ssize_t written;

	if ((int)level > atomic_load(&highest))
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	length = (size_t)prefix(level, line, sizeof(line));
	length += escape(text, line + length, sizeof(line) - length - 1);
	line[length++] = '\n';
	written = write(STDERR_FILENO, line, length);
	(void)written; /* there is nowhere left to complain */
}
