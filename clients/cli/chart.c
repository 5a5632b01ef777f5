/* clients/cli — small charts of text. */
#include "chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool in_ascii;

void chart_ascii(bool ascii)
{
	in_ascii = ascii;
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
