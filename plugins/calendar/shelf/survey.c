/* plugins/calendar/shelf: see survey.h. */
#include "survey.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 1024, MOST = 250000 /* UIDs: 8 MiB */ };

struct tally {
	uint64_t uid;  /* its hash; 0: a free place */
	uint32_t left; /* events that are still to come */
};

struct calendar_survey {
	struct calendar_structure structure;
	struct calendar_arena arena; /* of the present line */
	unsigned char key[crypto_shorthash_KEYBYTES];
	size_t events; /* as many as the file may have */
	uint64_t uid;  /* of the present event; 0: it has none */
	struct tally *tallies;
	size_t count, room; /* room: a power of two */
	bool unfit;
};

static uint64_t hash(const struct calendar_survey *survey, const char *uid)
{
	uint64_t number;

	crypto_shorthash((unsigned char *)&number, (const unsigned char *)uid, strlen(uid), survey->key);
	return number > 0 ? number : 1;
}

/* Where it stands, or is to stand. */
static struct tally *tally_of(const struct calendar_survey *survey, uint64_t uid)
{
	size_t at = (size_t)uid & (survey->room - 1);

	while (survey->tallies[at].uid != 0 && survey->tallies[at].uid != uid)
		at = (at + 1) & (survey->room - 1);
	return &survey->tallies[at];
}

static bool tallies_grow(struct calendar_survey *survey)
{
	struct tally *before = survey->tallies;
	size_t room = survey->room;

	survey->room = room > 0 ? room * 2 : FIRST_ROOM;
	survey->tallies = calloc(survey->room, sizeof(*survey->tallies));
	if (!survey->tallies) {
		survey->tallies = before;
		survey->room = room;
		return false;
	}
	for (size_t i = 0; i < room; i++) {
		if (before[i].uid != 0)
			*tally_of(survey, before[i].uid) = before[i];
	}
	free(before);
	return true;
}

static void tally_add(struct calendar_survey *survey, uint64_t uid)
{
	struct tally *tally;

	if (survey->count * 2 >= survey->room && !tallies_grow(survey)) {
		survey->unfit = true;
		return;
	}
	tally = tally_of(survey, uid);
	survey->count += tally->uid == 0;
	tally->uid = uid;
	tally->left++;
	survey->unfit = survey->unfit || survey->count > MOST;
}

/* ---- what the structure says ---- */

/* What events are read with must stand before them all. */
static void head_seen(struct calendar_survey *survey)
{
	survey->unfit = survey->unfit || survey->structure.events > 0;
}

static void on_calendar(void *arg)
{
	head_seen(arg);
}

static void on_head_line(void *arg, const struct calendar_line *line)
{
	(void)line;
	head_seen(arg);
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	struct calendar_survey *survey = arg;

	(void)line;
	survey->unfit = survey->unfit || number >= survey->events;
	survey->uid = 0;
	return true;
}

/* As it is kept: of several UIDs the last one that says anything. */
static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct calendar_survey *survey = arg;
	const char *uid;

	if (!calendar_line_is(line, "UID"))
		return;
	calendar_arena_reset(&survey->arena);
	uid = calendar_line_text(line, &survey->arena);
	if (!uid)
		survey->unfit = true;
	else if (*uid)
		survey->uid = hash(survey, uid);
}

static void on_event_end(void *arg, enum calendar_why why)
{
	struct calendar_survey *survey = arg;

	(void)why;
	if (survey->uid != 0 && !survey->unfit)
		tally_add(survey, survey->uid);
}

static const struct calendar_structure_calls calls = { .calendar = on_calendar,
	.property = on_head_line,
	.zone = on_head_line,
	.event = on_event,
	.event_line = on_event_line,
	.event_end = on_event_end };

/* ---- the survey ---- */

struct calendar_survey *calendar_survey_create(size_t events)
{
	struct calendar_survey *survey = calloc(1, sizeof(*survey));

	if (!survey)
		return NULL;
	survey->events = events;
	crypto_shorthash_keygen(survey->key);
	calendar_structure_init(&survey->structure, &calls, survey);
	return survey;
}

void calendar_survey_destroy(struct calendar_survey *survey)
{
	if (!survey)
		return;
	calendar_structure_finish(&survey->structure);
	calendar_arena_free(&survey->arena);
	free(survey->tallies);
	free(survey);
}

bool calendar_survey_feed(struct calendar_survey *survey, const void *bytes, size_t length)
{
	if (!survey->unfit && !calendar_structure_feed(&survey->structure, bytes, length))
		survey->unfit = true;
	return !survey->unfit;
}

bool calendar_survey_end(struct calendar_survey *survey)
{
	if (!survey->unfit)
		calendar_structure_end(&survey->structure);
	return !survey->unfit;
}

bool calendar_survey_count(struct calendar_survey *survey, const char *uid)
{
	struct tally *tally;

	if (!*uid)
		return true;
	tally = survey->room > 0 ? tally_of(survey, hash(survey, uid)) : NULL;
	return tally && tally->left > 0 && --tally->left == 0;
}
