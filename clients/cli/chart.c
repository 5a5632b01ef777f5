/* clients/cli — small charts of text. */
#include "chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define NARROWEST 40
#define WIDEST    120 /* longer lines are hard to read */

static bool in_ascii;

void chart_ascii(bool ascii)
{
	in_ascii = ascii;
}

int chart_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int width = 80;

	if (columns != NULL && atoi(columns) > 0)
		width = atoi(columns);
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		width = size.ws_col;
	return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
}

int chart_columns(const char *text)
{
	utf8proc_int32_t character;
	int columns = 0;

	for (utf8proc_ssize_t step; *text != '\0'; text += step) {
		step = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &character);
		if (step <= 0)
			return columns;
		columns += utf8proc_charwidth(character);
	}
	return columns;
}

static void append(char *text, const char *sign)
{
	const size_t length = strlen(text), more = strlen(sign);

	if (length + more < CHART_SIZE)
		memcpy(text + length, sign, more + 1);
}

void chart_bar(int value, int most, int wide, char ret[CHART_SIZE])
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	long parts;

	ret[0] = '\0';
	if (value <= 0 || most <= 0 || wide <= 0)
		return;
	parts = (long)wide * 8 * (value < most ? value : most) / most;
	if (in_ascii)
		parts = (parts + 4) / 8 * 8;
	if (parts == 0)
		parts = in_ascii ? 8 : 1;
	for (long i = 0; i < parts / 8; i++)
		append(ret, in_ascii ? "#" : "█");
	append(ret, eighths[parts % 8]);
}

void chart_line(const int *values, size_t count, char ret[CHART_SIZE])
{
	static const char *const steps[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const ascii[] = { "_", ".", "-", "~", "=", "+", "*", "#" };
	int most = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < count; i++)
		if (values[i] > most)
			most = values[i];
	for (size_t i = 0; i < count; i++) {
		const int step = most == 0 ? 0 : (int)((long)values[i] * 7 / most);

		append(ret, values[i] < 0 ? " " : in_ascii ? ascii[step] : steps[step]);
	}
}

const char *chart_sign(size_t kind)
{
	static const char *const signs[] = { "█", "▓", "░", "·" }, *const ascii[] = { "#", "+", "-", "." };

	return in_ascii ? ascii[kind % 4] : signs[kind % 4];
}

void chart_kinds(const int *counts, size_t kinds, int wide, char ret[CHART_SIZE])
{
	int all = 0;

	ret[0] = '\0';
	for (size_t i = 0; i < kinds; i++)
		all += counts[i];
	for (size_t i = 0; i < kinds; i++) {
		int signs = all <= wide ? counts[i] : (int)((long)counts[i] * wide / all);

		if (signs == 0 && counts[i] > 0)
			signs = 1;
		while (signs-- > 0)
			append(ret, chart_sign(i));
	}
}
