/* plugins/reminders/ — the words of a message. */
#include "plugins/reminders/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/when.h"
#include "proto/defuse.h"

enum { MOST = 50, QUESTIONS = 6, EXCERPT = 160, LINE = 1000 };

/* The values of one message; what they point to is kept in `own`. */
struct words {
	const struct text_catalogue *texts;
	const struct facts *facts;
	const char *language, *template;
	struct text_value values[MOST];
	char *own[MOST];
	size_t count;
};

/* NULL stands for "there is none". Takes the value. */
static void put_own(struct words *words, const char *name, char *value)
{
	if (words->count == MOST) {
		free(value);
		return;
	}
	words->own[words->count] = value;
	words->values[words->count++] = (struct text_value){ name, value };
}

static void put(struct words *words, const char *name, const char *value)
{
	put_own(words, name, value != NULL && value[0] != '\0' ? task_copy(value) : NULL);
}

/* A person's words: in one line, not too long, and without the full stop that the sentence around it brings. */
static void put_excerpt(struct words *words, const char *name, const char *value)
{
	char *excerpt = value != NULL && value[0] != '\0' ? text_excerpt(value, EXCERPT) : NULL;
	size_t length = excerpt != NULL ? strlen(excerpt) : 0;

	if (length > 0 && excerpt[length - 1] == '.')
		excerpt[length - 1] = '\0';
	put_own(words, name, excerpt);
}

static const char *phrase(const struct words *words, const char *key)
{
	const char *found = text_catalogue_phrase(words->texts, words->language, key);

	return found != NULL ? found : "";
}

static void put_day(struct words *words, const char *name, int64_t at)
{
	char day[DIARY_WORDS];

	diary_say_day(words->facts->known.receiver, at, day);
	put(words, name, day);
}

/* A day and a time in one phrase, or the time alone when it is today. */
static void put_moment(struct words *words, const char *name, int64_t at, bool time_will_do)
{
	const struct diary *diary = words->facts->known.receiver;
	char day[DIARY_WORDS], time[DIARY_WORDS];
	const struct text_value parts[] = { { "day", day }, { "time", time } };
	const struct text_values both = { parts, 2 };
	char *moment = NULL;

	diary_say_day(diary, at, day);
	diary_say_time(diary, at, time);
	if (time_will_do &&
		diary_date_compare(diary_date_of(diary, at), diary_date_of(diary, words->facts->known.now)) == 0)
		put(words, name, time);
	else if (text_render(phrase(words, "moment"), &both, &moment, NULL) == STATUS_OK)
		put_own(words, name, moment);
}

/* ---- of a session ---- */

static bool is_about_rule(const struct words *words)
{
	return strncmp(words->template, "skipped_", strlen("skipped_")) == 0;
}

static void put_reason(struct words *words)
{
	const struct facts *facts = words->facts;
	const Session *session = facts->session;
	char time[DIARY_WORDS], *reason = NULL;
	const struct text_value part = { "cutoff", time };
	const struct text_values values = { &part, 1 };

	if (is_about_rule(words)) {
		diary_say_time(facts->known.receiver, sdk_time_us(session->cutoff_time), time);
		if (text_render(phrase(words, "reason.nothing_in"), &values, &reason, NULL) == STATUS_OK)
			put_own(words, "reason", reason);
	} else if (strcmp(words->template, "prepare_again") == 0) {
		put_excerpt(words, "reason", facts->preparation != NULL ? facts->preparation->return_reason : NULL);
	} else if (strcmp(words->template, "decide_look") == 0) {
		put_excerpt(words, "reason",
			facts->gate != NULL && facts->gate->n_reasons > 0 ? facts->gate->reasons[0]
									  : phrase(words, "reason.look"));
	} else if (strcmp(words->template, "inconvenient") == 0) {
		put_excerpt(words, "reason", session->inconvenient_reason);
	} else if (strcmp(words->template, "decide_appeal") == 0) {
		put_excerpt(words, "reason", session->appeal_reason);
	} else {
		put_excerpt(words, "reason",
			session->state == SESSION_STATE_CANCELLED ? session->cancel_reason : session->verdict_reason);
	}
}

static const char *answer_of(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; preparation != NULL && i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, key) == 0)
			return preparation->answers[i]->text;
	return NULL;
}

static void put_carried(struct words *words)
{
	const Preparation *preparation = words->facts->preparation;

	for (size_t i = 0; preparation != NULL && i < preparation->n_carried; i++)
		if (!preparation->carried[i]->done) {
			put(words, "carry", "1");
			put_excerpt(words, "action", preparation->carried[i]->text);
			return;
		}
	put(words, "carry", NULL);
	put(words, "action", NULL);
}

/* What is offered: who, when, and with whom where that is not the one the message is about. */
static void put_offer(struct words *words, const char *name, size_t number)
{
	const Suggestion *suggestion = facts_offered(words->facts, number);
	const struct diary *diary = words->facts->known.receiver;
	char day[DIARY_WORDS], time[DIARY_WORDS], option[LINE];
	const char *who;

	if (suggestion == NULL) {
		put(words, name, NULL);
		return;
	}
	diary_say_day(diary, sdk_time_us(suggestion->meeting->start_time), day);
	diary_say_time(diary, sdk_time_us(suggestion->meeting->start_time), time);
	who = suggestion->meeting->customer[0] != '\0' ? suggestion->meeting->customer : suggestion->meeting->title;
	who = who[0] != '\0' ? who : phrase(words, "who.conversation");
	if (words->facts->session != NULL)
		snprintf(option, sizeof(option), "%.200s, %s (%.100s)", who, time, suggestion->coachee_display_name);
	else
		snprintf(option, sizeof(option), "%.200s, %s %s", who, day, time);
	put_excerpt(words, name, option);
}

/* ---- of a rhythm ---- */

/* A phrase with a number in it: "KEY.one" for 1, else "KEY.many". */
static void put_count(struct words *words, const char *name, const char *key, int count)
{
	char digits[16], which[60], *said = NULL;
	const struct text_value part = { "n", digits };
	const struct text_values values = { &part, 1 };

	snprintf(digits, sizeof(digits), "%d", count);
	snprintf(which, sizeof(which), "%s.%s", key, count == 1 ? "one" : "many");
	if (text_render(phrase(words, which), &values, &said, NULL) == STATUS_OK)
		put_own(words, name, said);
	else
		put(words, name, digits);
}

/* In weeks where that comes out even, or is long enough. */
static void put_span(struct words *words, const char *name, int days)
{
	if (days % 7 == 0 || days >= 35)
		put_count(words, name, "weeks", days / 7);
	else
		put_count(words, name, "days", days);
}

static void put_rhythm(struct words *words, const Rhythm *rhythm)
{
	struct diary_date last, today = diary_date_of(words->facts->known.receiver, words->facts->known.now);
	int days = 0;

	if (diary_date_parse(rhythm->last_date, &last))
		while (diary_date_compare(diary_date_add(last, days), today) < 0)
			days++;
	put_span(words, "weeks", days);
	put_span(words, "every", rhythm->every_days);
	if (rhythm->open_action_points > 0)
		put_count(words, "open", "open", rhythm->open_action_points);
	else
		put(words, "open", NULL);
	put_offer(words, "option1", 0);
	put_offer(words, "option2", 1);
	put(words, "options",
		facts_offered(words->facts, 0) != NULL || facts_offered(words->facts, 1) != NULL ? "1" : NULL);
}

static void put_who(struct words *words)
{
	const Session *session = words->facts->session;
	const char *who = session->customer[0] != '\0' ? session->customer : session->meeting_title;

	put_excerpt(words, "who", session->confidential || who[0] == '\0' ? phrase(words, "who.conversation") : who);
}

static void put_slot(struct words *words)
{
	char from[DIARY_WORDS], until[DIARY_WORDS], slot[2 * DIARY_WORDS + 4];

	diary_say_time(words->facts->known.receiver, sdk_time_us(words->facts->session->start_time), from);
	diary_say_time(words->facts->known.receiver, sdk_time_us(words->facts->session->end_time), until);
	snprintf(slot, sizeof(slot), "%s–%s", from, until);
	put(words, "slot", slot);
}

static bool is_wanted(const struct facts *facts)
{
	const Preparation *preparation = facts->preparation;

	return facts->known.now < sdk_time_us(facts->session->departure_time) &&
	       (preparation == NULL || preparation->state != PREPARATION_STATE_SUBMITTED);
}

/* What a message about another time, or about an end, has to say beside the session's own moments. */
static void put_changes(struct words *words)
{
	const Session *session = words->facts->session;
	char leave[DIARY_WORDS];

	if (session->previous_start_time != NULL)
		put_moment(words, "was", sdk_time_us(session->previous_start_time), false);
	else
		put(words, "was", NULL);
	diary_say_time(words->facts->known.receiver, sdk_time_us(session->departure_time), leave);
	put(words, "leave", leave);
	put_moment(words, "until", when_reopening_ends(&words->facts->known), true);
	put(words, "hidden", session->unannounced && session->reveal_time == NULL ? "1" : NULL);
	put(words, "wanted", is_wanted(words->facts) ? "1" : NULL);
}

static void put_session(struct words *words)
{
	const struct facts *facts = words->facts;
	const Session *session = facts->session;
	int64_t now = facts->known.now, cutoff = sdk_time_us(session->cutoff_time);
	char time[DIARY_WORDS];

	put_who(words);
	put_day(words, "day", sdk_time_us(session->start_time));
	diary_say_time(facts->known.receiver, sdk_time_us(session->start_time), time);
	put(words, "time", time);
	/* Planned after the check would have looked: until departure it still helps. */
	put_moment(words, "cutoff", cutoff > now ? cutoff : sdk_time_us(session->departure_time), false);
	put_moment(words, "grace", sdk_time_us(session->grace_time), true);
	put_slot(words);
	put_changes(words);
	put_reason(words);
	put_offer(words, "option1", 0);
	if (facts->card == NULL)
		put_excerpt(words, "talk", session->talk);
	put_excerpt(words, "focus", session->coachee_focus);
	put_excerpt(words, "note", session->invite_note);
}

/* ---- of the card ---- */

static void put_intentions(struct words *words, const SessionCard *card)
{
	char line[LINE] = "";
	size_t length = 0;

	for (size_t i = 0; i < card->n_intentions && length < sizeof(line) - 300; i++) {
		char *excerpt = text_excerpt(card->intentions[i], EXCERPT / 2);

		length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%zu %s", i > 0 ? " " : "", i + 1,
			excerpt != NULL ? excerpt : "");
		free(excerpt);
	}
	put(words, "intentions", line);
}

/* Those that the coachee is asked about, with the numbers by which they answer. */
static void put_unconfirmed(struct words *words, const Preparation *preparation)
{
	char line[LINE] = "";
	size_t length = 0;

	for (size_t i = 0; preparation != NULL && i < preparation->n_intentions && length < sizeof(line) - 300; i++) {
		const Intention *intention = preparation->intentions[i];
		char *excerpt = intention->unconfirmed ? text_excerpt(intention->text, EXCERPT / 2) : NULL;

		if (excerpt != NULL)
			length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%d %s",
				length > 0 ? " " : "", intention->number, excerpt);
		free(excerpt);
	}
	put(words, "intentions", line);
}

/* When to leave, and with whom. */
static void put_leave(struct words *words, const SessionCard *card)
{
	static const char *const keys[] = { NULL, NULL, "leave.there", "leave.back", "leave.both" };
	unsigned way = (unsigned)card->travel_together < 5 ? (unsigned)card->travel_together : 0;
	int64_t departure = sdk_time_us(card->departure_time);
	char time[DIARY_WORDS], *leave = NULL;
	const struct text_value part = { "leave", time };
	const struct text_values values = { &part, 1 };

	diary_say_time(words->facts->known.receiver, departure, time);
	if (departure == sdk_time_us(card->start_time) && keys[way] == NULL)
		put(words, "departure", NULL); /* nowhere to travel to */
	else if (keys[way] == NULL)
		put(words, "departure", time);
	else if (text_render(phrase(words, keys[way]), &values, &leave, NULL) == STATUS_OK)
		put_own(words, "departure", leave);
}

/* Only where we are more. */
static void put_table(struct words *words, const SessionCard *card)
{
	char ours[16], theirs[16], *line = NULL;
	const struct text_value parts[] = { { "ours", ours }, { "theirs", theirs } };
	const struct text_values values = { parts, 2 };

	snprintf(ours, sizeof(ours), "%d", card->ours);
	snprintf(theirs, sizeof(theirs), "%d", card->theirs);
	if (card->outnumbering && text_render(phrase(words, "more_of_us"), &values, &line, NULL) == STATUS_OK)
		put_own(words, "more_of_us", line);
	else
		put(words, "more_of_us", NULL);
}

static void put_card(struct words *words, const SessionCard *card)
{
	static const char *const roles[] = { "role.observer", "role.observer", "role.supporter", "role.participant" };
	unsigned role = (unsigned)card->role < 4 ? (unsigned)card->role : 0;

	put_excerpt(words, "goal", card->goal[0] != '\0' ? card->goal : phrase(words, "goal.not_in"));
	put_intentions(words, card);
	put(words, "role", phrase(words, roles[role]));
	put_excerpt(words, "introduction", card->introduction);
	put(words, "customer_knows", phrase(words, card->customer_knows ? "yes" : "no"));
	put_excerpt(words, "action", card->n_action_points > 0 ? card->action_points[0] : NULL);
	put_excerpt(words, "scenario", card->scenario);
	put_excerpt(words, "talk", card->talk);
	put_leave(words, card);
	put_table(words, card);
}

static void put_preparation(struct words *words)
{
	put_carried(words);
	put_excerpt(words, "goal", answer_of(words->facts->preparation, "goal"));
	put(words, "customer_knows", words->facts->session->customer_knows ? "1" : NULL);
	put_unconfirmed(words, words->facts->preparation);
}

/* ---- of an action point ---- */

static void put_point(struct words *words)
{
	const ActionPoint *point = words->facts->point;
	struct diary_date due;

	put_excerpt(words, "action", point->text);
	put(words, "words", point->praise);
	put_day(words, "agreed_on", sdk_time_us(point->agree_time));
	if (diary_date_parse(point->due_date, &due))
		put_day(words, "due", diary_at(words->facts->known.receiver, due, 12 * 60));
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
		how = phrase(words, key);
	snprintf(key, sizeof(key), "how.%.80s.offer", words->template);
	if (how[0] == '\0' && words->facts->n_offered > 0)
		how = phrase(words, key);
	snprintf(key, sizeof(key), "how.%.80s", words->template);
	put(words, "how", how[0] != '\0' ? how : phrase(words, key));
}

static void put_people(struct words *words)
{
	const struct facts *facts = words->facts;
	char name[200];

	words_name(facts->coach, name);
	put(words, "coach", name);
	words_name(facts->coachee, name);
	put(words, "coachee", name);
	words_name(facts->receiver, name);
	put(words, "name", name);
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
	char number[30], *said = NULL;
	const struct text_value part = { "number", number };
	const struct text_values values = { &part, 1 };

	if (required == QUESTIONS || required <= 1) {
		put(words, "questions", phrase(words, required == 1 ? "questions.one" : "questions.six"));
		return;
	}
	snprintf(number, sizeof(number), "%zu", required);
	if (text_render(phrase(words, "questions.many"), &values, &said, NULL) == STATUS_OK)
		put_own(words, "questions", said);
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
		phrase(words, required == QUESTIONS && preparation->n_questions == QUESTIONS + 1 ? "questions"
												 : "questions.plain"));
	for (size_t i = 0; i < preparation->n_questions; i++) {
		const Question *question = preparation->questions[i];

		fprintf(out, "\n%zu %s%s%s%s%s\n", i + 1, question->text, question->required ? "" : " ",
			question->required ? "" : phrase(words, "question.optional"),
			question->hint[0] != '\0' ? "\n   " : "", question->hint);
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
			fprintf(out, "\n\n%s\n", phrase(words, "coach_lines"));
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
		put_session(&words);
	put_questions(&words);
	if (facts->card != NULL)
		put_card(&words, facts->card);
	else if (facts->session != NULL)
		put_preparation(&words);
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
	*ret_body = needs & RULE_NEEDS_QUESTIONS ? append_questions(&words, body) : body;
	return STATUS_OK;
}
