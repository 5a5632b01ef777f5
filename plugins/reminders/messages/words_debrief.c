/* plugins/reminders/messages/ — the debrief below the mail that asks to sign it: the goal first, then the seven steps.
 * As its reader sees it; whole, for that is what is signed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words_put.h"

enum { STEPS = 7 };

struct page {
	const struct words *words;
	const Debrief *debrief;
	FILE *out;
};

static const char *say(const struct page *page, const char *key)
{
	return words_phrase(page->words, key);
}

/* Somebody's words, the lines below the first one set in as the first. */
static void put_words(const struct page *page, const char *before, const char *text)
{
	fprintf(page->out, "   %s", before);
	for (; *text != '\0'; text++) {
		fputc(*text, page->out);
		if (*text == '\n')
			fputs("   ", page->out);
	}
	fputc('\n', page->out);
}

static void name_of(const struct page *page, const char *person, char ret[210])
{
	const struct facts *facts = page->words->facts;
	char name[200];

	words_name(strcmp(person, facts->coach->name) == 0 ? facts->coach : facts->coachee, name);
	snprintf(ret, 210, "%s: ", name);
}

static void put_experience(const struct page *page, const Person *person, const char *text)
{
	char before[210];

	name_of(page, person->name, before);
	if (text[0] != '\0')
		put_words(page, before, text);
}

static void put_observation(const struct page *page, const Observation *observation)
{
	const char *step = observation->next_step;
	char before[210], *whole;

	name_of(page, observation->author, before);
	if (asprintf(&whole, "%s%s%s", observation->text, step[0] != '\0' ? " > " : "", step) < 0)
		return;
	put_words(page, before, whole);
	free(whole);
}

static void put_observations(const struct page *page, Observation *const *observations, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_observation(page, observations[i]);
}

static const char *outcome_of(const struct page *page, Outcome outcome)
{
	static const char *const keys[] = { "", "outcome.happened", "outcome.partly", "outcome.not",
		"outcome.not_observable" };
	unsigned which = (unsigned)outcome;

	return say(page, which < sizeof(keys) / sizeof(keys[0]) ? keys[which] : keys[0]);
}

static void put_intention(const struct page *page, const Intention *intention)
{
	const struct facts *facts = page->words->facts;
	char name[200];

	fprintf(page->out, "   %s %d: %s", say(page, "read.intention"), intention->number, intention->text);
	if (intention->outcome != OUTCOME_UNSPECIFIED)
		fprintf(page->out, ": %s", outcome_of(page, intention->outcome));
	words_name(facts->coachee, name);
	if (intention->coachee_outcome != OUTCOME_UNSPECIFIED)
		fprintf(page->out, " (%s: %s)", name, outcome_of(page, intention->coachee_outcome));
	fputc('\n', page->out);
	if (intention->contest_text[0] != '\0')
		put_experience(page, facts->coachee, intention->contest_text);
}

static void put_help(const struct page *page)
{
	static const char *const keys[] = { "help.added", "help.nudged", "help.took_over" };
	const Debrief *debrief = page->debrief;

	for (size_t i = 0; i < debrief->n_help_counts; i++) {
		unsigned which = (unsigned)(debrief->help_counts[i]->kind - OBSERVATION_KIND_HELP_ADDED);

		if (which >= sizeof(keys) / sizeof(keys[0]))
			continue;
		fprintf(page->out, "   %s: %d", say(page, keys[which]), (int)debrief->help_counts[i]->count);
		if (debrief->help_confirmation == HELP_CONFIRMATION_DISPUTED)
			fprintf(page->out, " (%s)", say(page, "help.disputed"));
		fputc('\n', page->out);
	}
}

/* Those of one of the two, in their own words, with the day. */
static void put_points(const struct page *page, const Person *owner)
{
	const struct facts *facts = page->words->facts;
	char day[DIARY_WORDS];

	for (size_t i = 0; facts->points != NULL && i < facts->points->n_action_points; i++) {
		const ActionPoint *point = facts->points->action_points[i];
		struct diary_date due;

		if (strcmp(point->owner, owner->name) != 0)
			continue;
		fprintf(page->out, "   %s", point->text);
		if (diary_date_parse(point->due_date, &due)) {
			diary_say_day(facts->known.receiver, diary_at(facts->known.receiver, due, 12 * 60), day);
			fprintf(page->out, " (%s)", day);
		}
		fputc('\n', page->out);
	}
}

static void put_step(const struct page *page, size_t step)
{
	const struct facts *facts = page->words->facts;
	const Debrief *debrief = page->debrief;

	switch (step) {
	case 0:
		put_experience(page, facts->coachee, debrief->coachee_experience);
		break;
	case 1:
		put_experience(page, facts->coach, debrief->coach_experience);
		break;
	case 2:
		put_observations(page, debrief->seen_heard, debrief->n_seen_heard);
		for (size_t i = 0; i < debrief->n_intentions; i++)
			put_intention(page, debrief->intentions[i]);
		put_help(page);
		put_observations(page, debrief->other, debrief->n_other);
		break;
	case 3:
		put_observations(page, debrief->compliments, debrief->n_compliments);
		break;
	case 4:
		put_observations(page, debrief->tips, debrief->n_tips);
		break;
	case 5:
		put_points(page, facts->coachee);
		break;
	default:
		put_points(page, facts->coach);
		break;
	}
}

static void put_signatures(const struct page *page)
{
	for (size_t i = 0; i < page->debrief->n_signatures; i++) {
		const Signature *signature = page->debrief->signatures[i];
		char before[210];

		name_of(page, signature->person, before);
		fprintf(page->out, "\n%s%s\n", before,
			say(page, signature->kind == SIGNATURE_KIND_CORRECT ? "signed.correct" : "signed.seen"));
		if (signature->remark[0] != '\0')
			put_words(page, "", signature->remark);
	}
}

char *words_append_debrief(const struct words *words, char *body)
{
	struct page page = { .words = words, .debrief = words->facts->debrief };
	char *text = NULL;
	size_t size = 0;

	if (page.debrief == NULL || (page.out = open_memstream(&text, &size)) == NULL)
		return body;
	fprintf(page.out, "%s\n", body);
	if (page.debrief->goal[0] != '\0') {
		fprintf(page.out, "\n%s\n", say(&page, "read.goal"));
		put_words(&page, "", page.debrief->goal);
	}
	for (size_t i = 0; i < STEPS && i < page.debrief->n_questions; i++) {
		fprintf(page.out, "\n%zu %s\n", i + 1, page.debrief->questions[i]->text);
		put_step(&page, i);
	}
	put_signatures(&page);
	fclose(page.out);
	free(body);
	return text;
}
