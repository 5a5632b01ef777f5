/* domain/ — which coming meetings are worth joining. */
#include "daemon/domain/suggestion.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"

#define MINUTE_US INT64_C(60000000)

bool suggestion_possible(const struct suggestion *suggestion, int today)
{
	const Meeting *meeting = suggestion->meeting;
	int64_t minutes = (instant_us(meeting->end_time) - instant_us(meeting->start_time)) / MINUTE_US;

	if (meeting->all_day || meeting->confidential || meeting->state == MEETING_STATE_CANCELLED)
		return false;
	if (minutes < 15 || minutes > 8 * 60 || suggestion->meeting_day < today || suggestion->planned)
		return false;
	return day_working(suggestion->coachee, suggestion->meeting_day);
}

static void reason(struct suggestion *suggestion, struct arena *arena, char *text)
{
	*(char **)arena_push(arena, &suggestion->reasons, &suggestion->n_reasons, sizeof(char *)) = text;
}

/* "3 weeks" reads better than "21 days"; below two weeks days do. */
static const char *span(int days, const char *locale, struct arena *arena)
{
	if (days == 1)
		return words_pick(locale, "1 day", "1 dag");
	if (days < 14)
		return arena_printf(arena, words_pick(locale, "%d days", "%d dagen"), days);
	return arena_printf(arena, words_pick(locale, "%d weeks", "%d weken"), days / 7);
}

static int rate_rhythm(struct suggestion *suggestion, const char *locale, struct arena *arena)
{
	const char *name = suggestion->coachee->display_name;
	int cadence = suggestion->cadence_days > 0 ? suggestion->cadence_days : 28;
	int elapsed, score;

	if (suggestion->last_day == INT_MIN) {
		reason(suggestion, arena,
			arena_printf(arena,
				words_pick(locale, "you have not gone along with %s yet",
					"je bent nog niet met %s mee geweest"),
				name));
		return 150;
	}
	elapsed = suggestion->meeting_day - suggestion->last_day;
	score = elapsed < 0 ? 0 : (int)((int64_t)elapsed * 100 / cadence);
	if (elapsed > 0)
		reason(suggestion, arena,
			arena_printf(arena,
				score >= 100
					? words_pick(locale, "by then %s since the last time; you meant to go every %s",
						  "dan is het %s geleden; je wilde elke %s mee")
					: words_pick(locale, "by then %s since the last time, of the %s you chose",
						  "dan is het %s geleden, van de %s die je koos"),
				span(elapsed, locale, arena), span(cadence, locale, arena)));
	return score > 200 ? 200 : score;
}

static int rate_action_points(struct suggestion *suggestion, const char *locale, struct arena *arena)
{
	int open = suggestion->open_action_points;

	if (open <= 0)
		return 0;
	reason(suggestion, arena,
		open == 1
			? arena_strdup(arena, words_pick(locale, "1 action point is open", "er staat 1 actiepunt open"))
			: arena_printf(arena,
				  words_pick(locale, "%d action points are open", "er staan %d actiepunten open"),
				  open));
	return open > 5 ? 40 : open * 8;
}

static int rate_moment(struct suggestion *suggestion, int today, const char *locale, struct arena *arena)
{
	int score = 0;

	if (suggestion->meeting_day - today < 2) {
		reason(suggestion, arena,
			arena_strdup(arena, words_pick(locale, "soon: little time to prepare",
						    "al snel: weinig tijd om voor te bereiden")));
		score -= 30;
	}
	if (suggestion->meeting_minute < 8 * 60 || suggestion->meeting_minute >= 18 * 60)
		score -= 15;
	if (suggestion->busy) {
		reason(suggestion, arena,
			arena_strdup(arena, words_pick(locale, "you have an appointment of your own then",
						    "je hebt dan zelf een afspraak")));
		score -= 60;
	}
	if (suggestion->other_coach) {
		reason(suggestion, arena,
			arena_strdup(arena, words_pick(locale, "another coach is coming along",
						    "er gaat al een andere coach mee")));
		score -= 40;
	}
	return score;
}

void suggestion_rate(struct suggestion *suggestion, int today, const char *locale, struct arena *arena)
{
	suggestion->n_reasons = 0;
	suggestion->score = rate_rhythm(suggestion, locale, arena);
	suggestion->score += rate_action_points(suggestion, locale, arena);
	if (suggestion->skipped) {
		reason(suggestion, arena,
			arena_strdup(arena,
				words_pick(locale, "last time you did not go along", "vorige keer ging je niet mee")));
		suggestion->score += 25;
	}
	if (suggestion->meeting->customer[0] != '\0') {
		reason(suggestion, arena,
			arena_printf(arena, words_pick(locale, "with a customer: %s", "met een klant: %s"),
				suggestion->meeting->customer));
		suggestion->score += 10;
	}
	suggestion->score += rate_moment(suggestion, today, locale, arena);
}

static int better(const void *left, const void *right)
{
	const struct suggestion *a = *(struct suggestion *const *)left, *b = *(struct suggestion *const *)right;
	int64_t start_a = instant_us(a->meeting->start_time), start_b = instant_us(b->meeting->start_time);

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (start_a != start_b)
		return start_a < start_b ? -1 : 1;
	return strcmp(a->meeting->name, b->meeting->name);
}

void suggestion_sort(struct suggestion **suggestions, size_t count)
{
	if (count > 1)
		qsort(suggestions, count, sizeof(*suggestions), better);
}
