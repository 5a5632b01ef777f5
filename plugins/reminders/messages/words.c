/* plugins/reminders/messages/ — the words of a message. */
#include "plugins/reminders/messages/words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words_put.h"
#include "proto/defuse.h"

enum { QUESTIONS = 6 };

/* ---- of a rhythm ---- */

/* In weeks where that comes out even, or is long enough. */
static void put_span(struct words *words, const char *name, const char *weeks, const char *in_days, int days)
{
	if (days % 7 == 0 || days >= 35)
		words_put_count(words, name, weeks, days / 7);
	else
		words_put_count(words, name, in_days, days);
}

static void put_rhythm(struct words *words, const Rhythm *rhythm)
{
	struct diary_date last, today = diary_date_of(words->facts->known.receiver, words->facts->known.now);
	int days = 0;

	if (diary_date_parse(rhythm->last_date, &last))
		while (diary_date_compare(diary_date_add(last, days), today) < 0)
			days++;
	put_span(words, "weeks", "since.weeks", "since.days", days);   /* "1 week since" */
	put_span(words, "every", "weeks", "days", rhythm->every_days); /* "every week" */
	if (rhythm->open_action_points > 0)
		words_put_count(words, "open", "open", rhythm->open_action_points);
	else
		words_put(words, "open", NULL);
	words_put_offer(words, "option1", 0);
	words_put_offer(words, "option2", 1);
	words_put(words, "options",
		facts_offered(words->facts, 0) != NULL || facts_offered(words->facts, 1) != NULL ? "1" : NULL);
}

/* ---- of an action point ---- */

static void put_point(struct words *words)
{
	const ActionPoint *point = words->facts->point;
	struct diary_date due;

	words_put_excerpt(words, "action", point->text);
	words_put(words, "words", point->praise);
	words_put_day(words, "agreed_on", sdk_time_us(point->agree_time));
	if (diary_date_parse(point->due_date, &due))
		words_put_day(words, "due", diary_at(words->facts->known.receiver, due, 12 * 60));
}

/* ---- the whole ---- */

void words_name(const Person *person, char ret[200])
{
	if (person->display_name[0] != '\0')
		snprintf(ret, 200, "%.199s", person->display_name);
	else
		snprintf(ret, 200, "%.*s", (int)strcspn(person->email, "@"), person->email);
	defuse_line(ret);
}

/* Where the other party may well prefer no third one, the decision has a word for it. */
static void put_how(struct words *words)
{
	const Session *session = words->facts->session;
	char key[100];
	const char *how = "";

	snprintf(key, sizeof(key), "how.%.80s.confidential", words->template);
	if (session != NULL && session->confidential)
		how = words_phrase(words, key);
	snprintf(key, sizeof(key), "how.%.80s.offer", words->template);
	if (how[0] == '\0' && words->facts->n_offered > 0)
		how = words_phrase(words, key);
	snprintf(key, sizeof(key), "how.%.80s", words->template);
	words_put(words, "how", how[0] != '\0' ? how : words_phrase(words, key));
}

static void put_people(struct words *words)
{
	const struct facts *facts = words->facts;
	char name[200];

	words_name(facts->coach, name);
	words_put(words, "coach", name);
	words_name(facts->coachee, name);
	words_put(words, "coachee", name);
	words_name(facts->receiver, name);
	words_put(words, "name", name);
	put_how(words);
}

static size_t count_required(const Preparation *preparation)
{
	size_t count = 0;

	for (size_t i = 0; preparation != NULL && i < preparation->n_questions; i++)
		count += preparation->questions[i]->required;
	return count;
}

/* "six questions", "one question", "8 questions". */
static void put_questions(struct words *words)
{
	size_t required = count_required(words->facts->preparation);
	char number[30];
	const struct text_value part = { "number", number };

	if (required == QUESTIONS || required <= 1) {
		words_put(words, "questions", words_phrase(words, required == 1 ? "questions.one" : "questions.six"));
		return;
	}
	snprintf(number, sizeof(number), "%zu", required);
	words_put_phrase(words, "questions", "questions.many", &part, 1);
}

/* What counts as the answer when nothing else is said, and how to say that it may stay. */
static void put_default(const struct words *words, FILE *out, size_t number, const char *answer)
{
	char digits[24], *said = NULL;
	const struct text_value parts[] = { { "default", answer }, { "number", digits } };
	const struct text_values values = { parts, 2 };

	snprintf(digits, sizeof(digits), "%zu", number);
	if (answer[0] != '\0' &&
		text_render(words_phrase(words, "question.default"), &values, &said, NULL) == STATUS_OK)
		fprintf(out, "   %s\n", said);
	free(said);
}

/* Numbered as answers are counted: those that count, and those that may stay empty. */
static char *append_questions(const struct words *words, char *body)
{
	const Preparation *preparation = words->facts->preparation;
	size_t required = count_required(preparation), size = 0;
	char *text = NULL;
	FILE *out;

	if (required == 0 || (out = open_memstream(&text, &size)) == NULL)
		return body;
	fprintf(out, "%s\n\n%s\n", body,
		words_phrase(words, required == QUESTIONS && preparation->n_questions == QUESTIONS + 1
					    ? "questions"
					    : "questions.plain"));
	for (size_t i = 0; i < preparation->n_questions; i++) {
		const Question *question = preparation->questions[i];

		fprintf(out, "\n%zu %s%s%s%s%s%s\n", i + 1, question->text, question->intention ? " (*)" : "",
			question->required ? "" : " ",
			question->required ? "" : words_phrase(words, "question.optional"),
			question->hint[0] != '\0' ? "\n   " : "", question->hint);
		put_default(words, out, i + 1, question->default_answer);
	}
	fclose(out);
	free(body);
	return text;
}

/* The coach's lines that are still empty, as they are numbered for an answer. */
static char *append_coach_lines(const struct words *words, char *body)
{
	const SessionCard *card = words->facts->card;
	const char *const before[] = { card->coach_focus, card->coach_help, card->coach_bridge };
	char *text = NULL;
	size_t size = 0, open = 0;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return body;
	fputs(body, out);
	for (size_t i = 0; i < card->n_coach_questions && i < sizeof(before) / sizeof(before[0]); i++) {
		if (before[i][0] != '\0')
			continue;
		if (open++ == 0)
			fprintf(out, "\n\n%s\n", words_phrase(words, "coach_lines"));
		fprintf(out, "%zu %s\n", i + 1, card->coach_questions[i]->text);
	}
	fclose(out);
	free(body);
	return text;
}

/* What the template wants above every page stands above this one, too. */
static char *prepend_notice(const char *notice, char *body)
{
	char *text;

	if (notice[0] == '\0' || asprintf(&text, "%s\n\n%s", notice, body) < 0)
		return body;
	free(body);
	return text;
}

char *words_append_foot(const struct text_catalogue *texts, const char *language, ReminderKind kind, char *body)
{
	static const char prefix[] = "REMINDER_KIND_";
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(&reminder_kind__descriptor, (int)kind);
	char key[80] = "foot.", *text;
	size_t length = strlen(key);
	const char *foot;

	for (const char *at = value != NULL ? value->name + strlen(prefix) : "";
		*at != '\0' && length + 1 < sizeof(key); at++)
		key[length++] = (char)tolower((unsigned char)*at);
	foot = text_catalogue_phrase(texts, language, key);
	if (foot == NULL || asprintf(&text, "%s\n\n%s", body, foot) < 0)
		return body;
	free(body);
	return text;
}

enum status words_write(const struct text_catalogue *texts, const char *name, unsigned needs, const struct facts *facts,
	char **ret_subject, char **ret_body, struct error *reterr)
{
	struct words words = {
		.texts = texts, .facts = facts, .language = facts->receiver->language, .template = name
	};
	const struct text *text = text_catalogue_find(texts, words.language, name);
	char *subject = NULL, *body = NULL;
	struct text_values values;
	enum status st;

	if (text == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "there is no text \"%s\"", name);
	put_people(&words);
	if (facts->session != NULL)
		words_put_session(&words);
	put_questions(&words);
	if (facts->card != NULL)
		words_put_card(&words, facts->card);
	else if (facts->session != NULL)
		words_put_preparation(&words);
	if (facts->point != NULL)
		put_point(&words);
	if (facts->rhythm != NULL)
		put_rhythm(&words, facts->rhythm);
	values = (struct text_values){ words.values, words.count };
	st = text_render_line(text->subject, &values, &subject, reterr);
	if (st == STATUS_OK)
		st = text_render(text->body, &values, &body, reterr);
	for (size_t i = 0; i < words.count; i++)
		free(words.own[i]);
	if (st != STATUS_OK) {
		free(subject);
		return st;
	}
	*ret_subject = subject;
	if (facts->card != NULL)
		body = append_coach_lines(&words, body);
	if (facts->session != NULL)
		body = prepend_notice(facts->session->notice, body);
	if (needs & RULE_NEEDS_POINTS)
		body = words_append_debrief(&words, body);
	*ret_body = needs & RULE_NEEDS_QUESTIONS ? append_questions(&words, body) : body;
	return STATUS_OK;
}
