/* domain/ — action points: how many fit, how a date moves, what can be taken back. */
#include "daemon/domain/action_point.h"

#include <stdio.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"

/* One is said as a word of its own: "één", "one". */
static const char *number(int count, const char *locale, char ret[12])
{
	static const char *const en[] = { "", "one", "two", "three", "four", "five" };
	static const char *const nl[] = { "", "één", "twee", "drie", "vier", "vijf" };

	if (count > 0 && count < (int)(sizeof(en) / sizeof(en[0])))
		return words_pick(locale, en[count], nl[count]);
	snprintf(ret, 12, "%d", count);
	return ret;
}

enum status action_point_may_agree(const struct policy *policy, int agreed, int open, const char *owner_name,
	const char *locale, struct error *reterr)
{
	const int most_new = policy_value(policy, POLICY_POINTS_NEW),
		  most_open = policy_value(policy, POLICY_POINTS_OPEN);
	char digits[12];
	const char *words;

	if (agreed >= most_new) {
		words = number(most_new, locale, digits);
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "ENOUGH_NEW", NULL,
			most_new == 1 ? words_pick(locale, "%s for %s from one conversation is enough: choose %s",
						"%s voor %s uit één gesprek is genoeg: kies er %s")
				      : words_pick(locale, "%s for %s from one conversation are enough: choose %s",
						"%s voor %s uit één gesprek is genoeg: kies er %s"),
			words, owner_name, words);
	}
	if (open >= most_open)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "ENOUGH_OPEN", NULL,
			most_open == 1
				? words_pick(locale, "%s of %s is open: first finish it or let it go",
					  "er staat er %s open van %s: rond die eerst af of laat die vallen")
				: words_pick(locale, "%s of %s are open: first finish one or let one go",
					  "er staan er %s open van %s: rond er eerst een af of laat er een vallen"),
			number(most_open, locale, digits), owner_name);
	return STATUS_OK;
}

/* So many days from the one it has, or from today. */
static enum status move_by(int due, const struct action_point_move *move, int *ret_day, struct error *reterr)
{
	if (move->days < 1 || move->days > ACTION_POINT_DAYS_MOST)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "OUT_OF_RANGE", "days",
			words_pick(move->locale, "days must be 1 to %d", "days moet tussen 1 en %d liggen"),
			ACTION_POINT_DAYS_MOST);
	*ret_day = (due < move->today ? move->today : due) + move->days;
	return STATUS_OK;
}

static enum status move_on(int due, const struct action_point_move *move, int *ret_day, struct error *reterr)
{
	int day;

	if (!day_parse(move->due_date, &day))
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "DATE", "due_date",
			words_pick(move->locale, "due_date is a day such as 2026-03-02, not \"%.40s\"",
				"due_date is een dag zoals 2026-03-02, niet \"%.40s\""),
			move->due_date);
	if (day < move->today)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "DATE_PAST", "due_date", "%s",
			words_pick(move->locale, "that day has passed: pick today or a day to come",
				"die dag is voorbij: kies vandaag of een dag die nog komt"));
	if (day == due)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "DATE_SAME", "due_date", "%s",
			words_pick(move->locale, "that is the day it has already: pick another",
				"die dag staat er al: kies een andere"));
	if (day < due && !move->earlier)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "DATE_EARLIER", "due_date", "%s",
			words_pick(move->locale,
				"that is before the day it has: pick a later one, or say that you mean it",
				"dat is vóór de dag die er staat: kies een latere, of zeg dat je het zo bedoelt"));
	*ret_day = day;
	return STATUS_OK;
}

enum status action_point_move_to(
	const ActionPoint *point, const struct action_point_move *move, int *ret_day, struct error *reterr)
{
	int due = move->today;

	day_parse(point->due_date, &due);
	if ((move->due_date[0] != '\0') == (move->days != 0))
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "MISSING", "due_date", "%s",
			words_pick(move->locale, "say until when: due_date, or how many days",
				"zeg tot wanneer: due_date, of hoeveel days"));
	return move->days != 0 ? move_by(due, move, ret_day, reterr) : move_on(due, move, ret_day, reterr);
}

enum status action_point_may_reopen(const ActionPoint *point, int64_t now, const char *locale, struct error *reterr)
{
	if (point->state == ACTION_POINT_STATE_OPEN)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "ACTION_POINT_STATE", NULL, "%s",
			words_pick(locale, "the action point is open already", "het actiepunt staat al open"));
	if (point->state == ACTION_POINT_STATE_PASSED_ON)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "ACTION_POINT_STATE", NULL, "%s",
			words_pick(locale, "the action point was passed on: it is open with the next coach",
				"het actiepunt is doorgegeven: het staat open bij de volgende coach"));
	if (now - instant_us(point->end_time) > ACTION_POINT_REOPEN_US)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "TOO_LATE", NULL, "%s",
			words_pick(locale, "that was more than 24 hours ago: make a new one",
				"dat is langer dan 24 uur geleden: maak een nieuw"));
	return STATUS_OK;
}
