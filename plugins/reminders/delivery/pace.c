/* plugins/reminders/delivery/ — whether a message may go now. */
#include "plugins/reminders/delivery/pace.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/delivery/backoff.h"

#define MINUTE      INT64_C(60000000)
#define HOUR        (60 * MINUTE)
#define LONGEST     (15 * MINUTE)
#define PROBE_LASTS (15 * MINUTE) /* a probe of which nothing was heard */

enum { FAILURES = 3, NAME = 330 };

/* The moments of the last so many, as a ring. */
struct recent {
	int64_t *at;
	size_t size, next;
};

struct channel_pace {
	struct channel_pace *next;
	const void *channel;
	struct recent sent;
	char failed[NAME]; /* whose message failed last */
	int failures;      /* in a row, for different people */
	int64_t pause;     /* 0: it works, as far as is known */
	int64_t probe_at;  /* from when on one may try */
	bool probing;
};

struct person_pace {
	struct person_pace *next;
	char person[NAME];
	struct recent sent;
};

struct pace {
	int most_an_hour, most_a_minute;
	struct channel_pace *channels;
	struct person_pace *people;
};

static void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (memory == NULL)
		abort();
	return memory;
}

struct pace *pace_create(int most_an_hour, int most_a_minute)
{
	struct pace *pace = allocate(1, sizeof(*pace));

	pace->most_an_hour = most_an_hour;
	pace->most_a_minute = most_a_minute;
	return pace;
}

void pace_destroy(struct pace *pace)
{
	if (pace == NULL)
		return;
	while (pace->channels != NULL) {
		struct channel_pace *channel = pace->channels;

		pace->channels = channel->next;
		free(channel->sent.at);
		free(channel);
	}
	while (pace->people != NULL) {
		struct person_pace *person = pace->people;

		pace->people = person->next;
		free(person->sent.at);
		free(person);
	}
	free(pace);
}

/* ---- what is known ---- */

static void begin_recent(struct recent *recent, int most)
{
	recent->size = (size_t)most;
	recent->at = allocate(recent->size + 1, sizeof(*recent->at));
	for (size_t i = 0; i < recent->size; i++)
		recent->at[i] = INT64_MIN / 2;
}

/* When the next one may go: a span after the one that is so many back. A clock that was set back counts from there. */
static int64_t free_at(const struct recent *recent, int64_t span, int64_t now)
{
	if (recent->size == 0 || recent->at[recent->next] > now)
		return now;
	return recent->at[recent->next] + span;
}

static void note(struct recent *recent, int64_t now)
{
	if (recent->size == 0)
		return;
	recent->at[recent->next] = now;
	recent->next = (recent->next + 1) % recent->size;
}

static struct channel_pace *channel_of(struct pace *pace, const void *name)
{
	struct channel_pace *channel = pace->channels;

	while (channel != NULL && channel->channel != name)
		channel = channel->next;
	if (channel != NULL)
		return channel;
	channel = allocate(1, sizeof(*channel));
	channel->channel = name;
	begin_recent(&channel->sent, pace->most_a_minute);
	channel->next = pace->channels;
	pace->channels = channel;
	return channel;
}

/* Of whom nothing was sent in the last hour nothing need be known. */
static void forget_quiet(struct pace *pace, int64_t now)
{
	for (struct person_pace **at = &pace->people; *at != NULL;) {
		struct person_pace *person = *at;
		const struct recent *sent = &person->sent;
		const int64_t last = sent->size > 0 ? sent->at[(sent->next + sent->size - 1) % sent->size] : 0;

		if (last <= now && last + HOUR > now) {
			at = &person->next;
			continue;
		}
		*at = person->next;
		free(person->sent.at);
		free(person);
	}
}

static struct person_pace *person_of(struct pace *pace, const char *name, int64_t now)
{
	struct person_pace *person = pace->people;

	while (person != NULL && strcmp(person->person, name) != 0)
		person = person->next;
	if (person != NULL)
		return person;
	forget_quiet(pace, now);
	person = allocate(1, sizeof(*person));
	snprintf(person->person, sizeof(person->person), "%s", name);
	begin_recent(&person->sent, pace->most_an_hour);
	person->next = pace->people;
	pace->people = person;
	return person;
}

/* ---- the question ---- */

static bool is_down(struct channel_pace *channel, int64_t now)
{
	if (channel->pause == 0)
		return false;
	if (channel->probing && now < channel->probe_at + PROBE_LASTS)
		return true;
	return now < channel->probe_at;
}

int64_t pace_ask(struct pace *pace, const void *name, const char *person_name, const char *key, int64_t now,
	const char **ret_reason)
{
	struct channel_pace *channel = channel_of(pace, name);
	struct person_pace *person = person_of(pace, person_name, now);
	int64_t at;

	if (is_down(channel, now)) {
		at = channel->probing || channel->probe_at <= now ? now + MINUTE : channel->probe_at;
		*ret_reason = "waits.channel";
		return at + backoff_share(key, 0, MINUTE);
	}
	at = free_at(&person->sent, HOUR, now);
	*ret_reason = "waits.person";
	if (at > now)
		return at;
	at = free_at(&channel->sent, MINUTE, now);
	*ret_reason = "waits.backlog";
	if (at > now)
		return at;
	note(&person->sent, now);
	note(&channel->sent, now);
	channel->probing = channel->pause > 0;
	return 0;
}

void pace_tell(struct pace *pace, const void *name, const char *person, int answered, int64_t now)
{
	struct channel_pace *channel = channel_of(pace, name);

	if (answered) {
		channel->failures = 0;
		channel->failed[0] = '\0';
		channel->pause = 0;
		channel->probing = false;
		return;
	}
	if (strcmp(channel->failed, person) != 0)
		channel->failures++;
	snprintf(channel->failed, sizeof(channel->failed), "%s", person);
	if (channel->failures < FAILURES)
		return;
	if (channel->pause != 0 && !channel->probing) /* one that was under way when the channel was found to be down */
		return;
	channel->pause = channel->pause == 0 ? MINUTE : 2 * channel->pause;
	if (channel->pause > LONGEST)
		channel->pause = LONGEST;
	channel->probe_at = now + channel->pause;
	channel->probing = false;
}
