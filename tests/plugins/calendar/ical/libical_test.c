/* Recurrence rules against libical's, an implementation that shares nothing with ours. The rules are made up, the same
 * at every run, and of the kinds that libical 3.0.16 is known to have right: no BYSETPOS outside of monthly and yearly
 * rules, no BYWEEKNO, nothing more frequent than daily, no days of the month counted from the end in daily rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "ical/rrule.h"

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

enum { RULES = 3000, OCCURRENCES = 40 };

static uint64_t seed = 19970902;

static int below(int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)((seed >> 11) % (uint64_t)limit);
}

static void add_weekdays(char *rule, bool numbered)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	static const char *const numbers[] = { "", "1", "2", "4", "-1", "-2" };
	int first = below(7), count = 1 + below(3);

	strcat(rule, ";BYDAY=");
	for (int i = 0; i < count; i++) {
		strcat(rule, i > 0 ? "," : "");
		strcat(rule, numbered ? numbers[1 + below(5)] : "");
		strcat(rule, names[(first + 2 * i) % 7]);
	}
}

static void add_numbers(char *rule, const char *name, int from, int to)
{
	int number = from + below(to - from), count = 1 + below(3);

	strcat(strcat(strcat(rule, ";"), name), "=");
	for (int i = 0; i < count && number <= to; i++, number += 1 + below(5))
		sprintf(rule + strlen(rule), "%s%d", i > 0 ? "," : "", number);
}

static void rule_make(char *rule)
{
	static const char *const freqs[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	int freq = below(4);

	sprintf(rule, "FREQ=%s;INTERVAL=%d", freqs[freq], 1 + below(5));
	if (freq == 1 || (freq == 0 && below(2)))
		add_weekdays(rule, false);
	if (freq == 0 && below(2))
		add_numbers(rule, "BYMONTH", 1, 12);
	if (freq == 2 && below(2))
		add_weekdays(rule, below(2));
	else if (freq == 2)
		add_numbers(rule, "BYMONTHDAY", 1, 31);
	if (freq == 2 && below(3) == 0)
		strcat(rule, below(2) ? ";BYSETPOS=-1" : ";BYSETPOS=1,2");
	if (freq == 3)
		add_numbers(rule, "BYMONTH", 1, 12);
	if (freq == 3 && below(2))
		add_weekdays(rule, true);
	else if (freq == 3 && below(2))
		add_numbers(rule, "BYMONTHDAY", 1, 28);
	if (freq != 3 && below(2))
		strcat(rule, below(2) ? ";BYHOUR=9,14" : ";BYMINUTE=15,45");
	if (strstr(rule, "BYSETPOS") && strstr(rule, "BYHOUR"))
		*strstr(rule, ";BYHOUR") = '\0';
	if (strstr(rule, "BYSETPOS") && strstr(rule, "BYMINUTE"))
		*strstr(rule, ";BYMINUTE") = '\0';
	if (below(2) || (freq == 1 && strstr(rule, "BYDAY=SU")))
		strcat(rule, ";WKST=SU");
	sprintf(rule + strlen(rule), ";COUNT=%d", 1 + below(OCCURRENCES));
}

static int64_t wall_of(struct icaltimetype time)
{
	return calendar_civil_day(time.year, time.month, time.day) * CALENDAR_DAY + time.hour * 3600 +
	       time.minute * 60 + time.second;
}

static void the_same_rules_give_the_same_times(void **state)
{
	static struct calendar_rrule_walk walk;
	int compared = 0;

	(void)state;
	icalerror_set_errors_are_fatal(0);
	for (int i = 0; i < RULES; i++) {
		char text[256], start[64];
		struct icalrecurrencetype recurrence;
		struct icaltimetype from, theirs;
		icalrecur_iterator *iterator;
		struct calendar_rrule rule;
		int64_t ours = 0;

		rule_make(text);
		sprintf(start, "2026%02d%02dT%02d0000", 1 + below(12), 1 + below(28), below(24));
		from = icaltime_from_string(start);
		recurrence = icalrecurrencetype_from_string(text);
		iterator = icalrecur_iterator_new(recurrence, from);
		assert_null(calendar_rrule_read(text, &rule));
		assert_null(calendar_rrule_begin(&walk, &rule, wall_of(from), false, wall_of(from),
			calendar_civil_day(2200, 1, 1) * CALENDAR_DAY, 10000000));
		if (!iterator)
			continue;
		for (int k = 0;; k++) {
			enum calendar_step step = calendar_rrule_next(&walk, &ours);

			theirs = icalrecur_iterator_next(iterator);
			if (icaltime_is_null_time(theirs) || theirs.year >= 2190)
				break;
			if (step != CALENDAR_STEP_NEXT || ours != wall_of(theirs)) {
				char text_of_ours[CALENDAR_CIVIL_TEXT_MAX];

				calendar_civil_write_time(ours, text_of_ours);
				fail_msg("%s from %s: occurrence %d is %s for libical and %s (%d) for us", text, start,
					k + 1, icaltime_as_ical_string(theirs), text_of_ours, (int)step);
			}
			compared++;
		}
		icalrecur_iterator_free(iterator);
	}
	print_message("%d occurrences of %d rules compared\n", compared, RULES);
	assert_true(compared > 10 * RULES);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_same_rules_give_the_same_times) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
