/* plugins/reminders/messages/ — the values of a message's template, collected. */
#include "plugins/reminders/messages/words_put.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void words_put_own(struct words *words, const char *name, char *value)
{
	if (words->count == WORDS_MOST) {
		free(value);
		return;
	}
	words->own[words->count] = value;
	words->values[words->count++] = (struct text_value){ name, value };
}

void words_put(struct words *words, const char *name, const char *value)
{
	words_put_own(words, name, value != NULL && value[0] != '\0' ? task_copy(value) : NULL);
}

char *words_excerpt(const char *value)
{
	char *excerpt = value != NULL && value[0] != '\0' ? text_excerpt(value, WORDS_EXCERPT) : NULL;
	size_t length = excerpt != NULL ? strlen(excerpt) : 0;

	if (length > 0 && excerpt[length - 1] == '.')
		excerpt[length - 1] = '\0';
	return excerpt;
}

void words_put_excerpt(struct words *words, const char *name, const char *value)
{
	words_put_own(words, name, words_excerpt(value));
}

const char *words_phrase(const struct words *words, const char *key)
{
	const char *found = text_catalogue_phrase(words->texts, words->language, key);

	return found != NULL ? found : "";
}

void words_put_phrase(
	struct words *words, const char *name, const char *key, const struct text_value *parts, size_t count)
{
	const struct text_values values = { parts, count };
	char *said = NULL;

	if (text_render(words_phrase(words, key), &values, &said, NULL) == STATUS_OK)
		words_put_own(words, name, said);
}

void words_put_day(struct words *words, const char *name, int64_t at)
{
	char day[DIARY_WORDS];

	diary_say_day(words->facts->known.receiver, at, day);
	words_put(words, name, day);
}

void words_put_moment(struct words *words, const char *name, int64_t at, bool time_will_do)
{
	const struct diary *diary = words->facts->known.receiver;
	char day[DIARY_WORDS], time[DIARY_WORDS];
	const struct text_value parts[] = { { "day", day }, { "time", time } };

	diary_say_day(diary, at, day);
	diary_say_time(diary, at, time);
	if (time_will_do &&
		diary_date_compare(diary_date_of(diary, at), diary_date_of(diary, words->facts->known.now)) == 0)
		words_put(words, name, time);
	else
		words_put_phrase(words, name, "moment", parts, 2);
}

void words_put_count(struct words *words, const char *name, const char *key, int count)
{
	char digits[16], which[60];
	const struct text_value part = { "n", digits };

	snprintf(digits, sizeof(digits), "%d", count);
	snprintf(which, sizeof(which), "%s.%s", key, count == 1 ? "one" : "many");
	words_put_phrase(words, name, which, &part, 1);
}

/* A confidential conversation is known by its time: a title could name the other person. */
static void put_time_alone(
	struct words *words, const char *name, const Suggestion *suggestion, const char *day, const char *time)
{
	char option[WORDS_LINE];

	if (words->facts->session != NULL)
		snprintf(option, sizeof(option), "%s (%.100s)", time, suggestion->coachee_display_name);
	else
		snprintf(option, sizeof(option), "%s %s", day, time);
	words_put_excerpt(words, name, option);
}

void words_put_offer(struct words *words, const char *name, size_t number)
{
	const Suggestion *suggestion = facts_offered(words->facts, number);
	const struct diary *diary = words->facts->known.receiver;
	char day[DIARY_WORDS], time[DIARY_WORDS], option[WORDS_LINE];
	const char *who;

	if (suggestion == NULL) {
		words_put(words, name, NULL);
		return;
	}
	diary_say_day(diary, sdk_time_us(suggestion->meeting->start_time), day);
	diary_say_time(diary, sdk_time_us(suggestion->meeting->start_time), time);
	if (suggestion->confidential) {
		put_time_alone(words, name, suggestion, day, time);
		return;
	}
	who = suggestion->meeting->customer[0] != '\0' ? suggestion->meeting->customer : suggestion->meeting->title;
	who = who[0] != '\0' ? who : words_phrase(words, "who.conversation");
	if (words->facts->session != NULL)
		snprintf(option, sizeof(option), "%.200s, %s (%.100s)", who, time, suggestion->coachee_display_name);
	else
		snprintf(option, sizeof(option), "%.200s, %s %s", who, day, time);
	words_put_excerpt(words, name, option);
}
