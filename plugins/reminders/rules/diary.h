/* plugins/reminders/rules/ — when a person may be written to: zone, working days, days off, quiet hours; and how a
 * moment is said in their language. Pure but for ICU's own data. Times are µs since 1970 UTC, minutes are after local
 * midnight. Source of the rules: nothing on days off or in quiet hours; what would fall there comes later, or the
 * evening before when later is no use. */
#ifndef RIDEALONG_REMINDERS_DIARY_H
#define RIDEALONG_REMINDERS_DIARY_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#define DIARY_MINUTE INT64_C(60000000)
#define DIARY_NEVER  INT64_MAX

enum { DIARY_WORDS = 100 };

struct diary;

/** A day of the calendar; month 1 to 12. */
struct diary_date {
	int year, month, day;
};

/** Borrows the person, who has to outlive it. INVALID_ARGUMENT for a zone that is none. One thread at a time. */
enum status diary_open(const Person *person, struct diary **ret, struct error *reterr);
void diary_close(struct diary *diary); /* NULL is fine */

/** The local day and minute of a moment, and the way back: a minute that the clock leaps over is the first after the
 * leap, one that comes twice is its first. */
struct diary_date diary_date_of(const struct diary *diary, int64_t at);
int diary_minute_of(const struct diary *diary, int64_t at);
int64_t diary_at(const struct diary *diary, struct diary_date date, int minute);

/** Days further or back; false for what is no date in "2026-03-02". */
struct diary_date diary_date_add(struct diary_date date, int days);
bool diary_date_parse(const char *text, struct diary_date *ret);
int diary_date_compare(struct diary_date left, struct diary_date right);
/** "2026-03-02"; room for 16 bytes. */
void diary_date_format(struct diary_date date, char ret[16]);

bool diary_is_working(const struct diary *diary, struct diary_date date);
/** The n-th working day before or after (n > 0). A diary without any gives the date n days away. */
struct diary_date diary_working_before(const struct diary *diary, struct diary_date date, int n);
struct diary_date diary_working_after(const struct diary *diary, struct diary_date date, int n);

/** Whether the person may be written to then; the first such moment from then on (DIARY_NEVER: none in a year); and the
 *  evening before: an hour before the last such stretch before then ends, at its begin when it is shorter, at 18:00
 * when it goes on until midnight or so, as no quiet evening ends it (DIARY_NEVER: none in a year). */
bool diary_is_open(const struct diary *diary, int64_t at);
int64_t diary_next_open(const struct diary *diary, int64_t at);
int64_t diary_evening_before(const struct diary *diary, int64_t at);

/** "dinsdag 12 mei" and "09:00", in the person's own language and zone. */
void diary_say_day(const struct diary *diary, int64_t at, char ret[DIARY_WORDS]);
void diary_say_time(const struct diary *diary, int64_t at, char ret[DIARY_WORDS]);

#endif
