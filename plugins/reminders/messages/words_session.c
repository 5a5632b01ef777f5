/* plugins/reminders/messages/ — the words of a message about a session: its moments, its preparation, its card. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/messages/words_put.h"
#include "plugins/reminders/rules/when.h"

static bool is_about_rule(const struct words *words)
{
	return strncmp(words->template, "skipped_", strlen("skipped_")) == 0;
}

/* Whether the check kept the coach away the time before, too. */
static void put_again(struct words *words)
{
	const ListSessionsResponse *before = words->facts->before;
	const Session *last = NULL;

	for (size_t i = 0; before != NULL && i < before->n_sessions; i++)
		if (strcmp(before->sessions[i]->name, words->facts->session->name) != 0)
			last = before->sessions[i];
	words_put(words, "again",
		last != NULL && last->state == SESSION_STATE_SKIPPED && last->verdict_rule[0] != '\0' ? "1" : NULL);
}

static void put_reason(struct words *words)
{
	const struct facts *facts = words->facts;
	const Session *session = facts->session;
	char time[DIARY_WORDS];
	const struct text_value part = { "cutoff", time };

	if (is_about_rule(words)) {
		diary_say_time(facts->known.receiver, sdk_time_us(session->cutoff_time), time);
		words_put_phrase(words, "reason", "reason.nothing_in", &part, 1);
		put_again(words);
	} else if (strcmp(words->template, "prepare_again") == 0) {
		words_put_excerpt(
			words, "reason", facts->preparation != NULL ? facts->preparation->return_reason : NULL);
	} else if (strcmp(words->template, "decide_look") == 0 || strcmp(words->template, "decide_nothing") == 0) {
		words_put_excerpt(words, "reason",
			facts->gate != NULL && facts->gate->n_reasons > 0 ? facts->gate->reasons[0]
									  : words_phrase(words, "reason.look"));
	} else if (strcmp(words->template, "inconvenient") == 0) {
		words_put_excerpt(words, "reason", session->inconvenient_reason);
	} else if (strcmp(words->template, "decide_appeal") == 0) {
		words_put_excerpt(words, "reason", session->appeal_reason);
	} else {
		words_put_excerpt(words, "reason",
			session->state == SESSION_STATE_CANCELLED ? session->cancel_reason : session->verdict_reason);
	}
}

static char *say_who(const struct text_catalogue *texts, const char *language, const Session *session)
{
	const char *who = session->customer[0] != '\0' ? session->customer : session->meeting_title;

	if (session->confidential || who[0] == '\0')
		who = text_catalogue_say(texts, language, "who.conversation");
	return words_excerpt(who);
}

void words_moment(
	const struct text_catalogue *texts, const Person *person, const Session *session, struct words_moment *ret)
{
	struct diary *diary;
	char *who;

	*ret = (struct words_moment){ "", "", "" };
	if (diary_open(person, &diary, NULL) != STATUS_OK)
		return;
	who = say_who(texts, person->language, session);
	snprintf(ret->who, sizeof(ret->who), "%s", who != NULL ? who : "");
	diary_say_day(diary, sdk_time_us(session->start_time), ret->day);
	diary_say_time(diary, sdk_time_us(session->start_time), ret->time);
	free(who);
	diary_close(diary);
}

static void put_slot(struct words *words)
{
	char from[DIARY_WORDS], until[DIARY_WORDS], slot[2 * DIARY_WORDS + 4];

	diary_say_time(words->facts->known.receiver, sdk_time_us(words->facts->session->start_time), from);
	diary_say_time(words->facts->known.receiver, sdk_time_us(words->facts->session->end_time), until);
	snprintf(slot, sizeof(slot), "%s–%s", from, until);
	words_put(words, "slot", slot);
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
		words_put_moment(words, "was", sdk_time_us(session->previous_start_time), false);
	else
		words_put(words, "was", NULL);
	diary_say_time(words->facts->known.receiver, sdk_time_us(session->departure_time), leave);
	words_put(words, "leave", leave);
	words_put_moment(words, "until", when_reopening_ends(&words->facts->known), true);
	words_put(words, "hidden", rule_is_hidden(session) ? "1" : NULL);
	words_put(words, "wanted", is_wanted(words->facts) ? "1" : NULL);
}

void words_put_session(struct words *words)
{
	const struct facts *facts = words->facts;
	const Session *session = facts->session;
	int64_t now = facts->known.now, cutoff = sdk_time_us(session->cutoff_time);
	char time[DIARY_WORDS];

	words_put_own(words, "who", say_who(words->texts, words->language, session));
	words_put_day(words, "day", sdk_time_us(session->start_time));
	diary_say_time(facts->known.receiver, sdk_time_us(session->start_time), time);
	words_put(words, "time", time);
	/* Planned after the check would have looked: until departure it still helps. */
	words_put_moment(words, "cutoff", cutoff > now ? cutoff : sdk_time_us(session->departure_time), false);
	words_put_moment(words, "grace", sdk_time_us(session->grace_time), true);
	put_slot(words);
	put_changes(words);
	put_reason(words);
	words_put_offer(words, "option1", 0);
	if (facts->card == NULL)
		words_put_excerpt(words, "talk", session->talk);
	words_put_excerpt(words, "focus", session->coachee_focus);
	words_put_excerpt(words, "note", session->invite_note);
}

/* ---- card and preparation ---- */

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
			words_put(words, "carry", "1");
			words_put_excerpt(words, "action", preparation->carried[i]->text);
			return;
		}
	words_put(words, "carry", NULL);
	words_put(words, "action", NULL);
}

static void put_intentions(struct words *words, const SessionCard *card)
{
	char line[WORDS_LINE] = "";
	size_t length = 0;

	for (size_t i = 0; i < card->n_intentions && length < sizeof(line) - 300; i++) {
		char *excerpt = text_excerpt(card->intentions[i], WORDS_EXCERPT / 2);

		length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%zu %s", i > 0 ? " " : "", i + 1,
			excerpt != NULL ? excerpt : "");
		free(excerpt);
	}
	words_put(words, "intentions", line);
}

/* Those that the coachee is asked about, with the numbers by which they answer. */
static void put_unconfirmed(struct words *words, const Preparation *preparation)
{
	char line[WORDS_LINE] = "";
	size_t length = 0;

	for (size_t i = 0; preparation != NULL && i < preparation->n_intentions && length < sizeof(line) - 300; i++) {
		const Intention *intention = preparation->intentions[i];
		char *excerpt = intention->unconfirmed ? text_excerpt(intention->text, WORDS_EXCERPT / 2) : NULL;

		if (excerpt != NULL)
			length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%d %s",
				length > 0 ? " " : "", intention->number, excerpt);
		free(excerpt);
	}
	words_put(words, "intentions", line);
}

/* When to leave, and with whom. */
static void put_leave(struct words *words, const SessionCard *card)
{
	static const char *const keys[] = { NULL, NULL, "leave.there", "leave.back", "leave.both" };
	unsigned way = (unsigned)card->travel_together < 5 ? (unsigned)card->travel_together : 0;
	int64_t departure = sdk_time_us(card->departure_time);
	char time[DIARY_WORDS];
	const struct text_value part = { "leave", time };

	diary_say_time(words->facts->known.receiver, departure, time);
	if (departure == sdk_time_us(card->start_time) && keys[way] == NULL)
		words_put(words, "departure", NULL); /* nowhere to travel to */
	else if (keys[way] == NULL)
		words_put(words, "departure", time);
	else
		words_put_phrase(words, "departure", keys[way], &part, 1);
}

/* Only where we are more. */
static void put_table(struct words *words, const SessionCard *card)
{
	char ours[16], theirs[16];
	const struct text_value parts[] = { { "ours", ours }, { "theirs", theirs } };

	snprintf(ours, sizeof(ours), "%d", card->ours);
	snprintf(theirs, sizeof(theirs), "%d", card->theirs);
	if (card->outnumbering)
		words_put_phrase(words, "more_of_us", "more_of_us", parts, 2);
	else
		words_put(words, "more_of_us", NULL);
}

void words_put_card(struct words *words, const SessionCard *card)
{
	static const char *const roles[] = { "role.observer", "role.observer", "role.supporter", "role.participant" };
	unsigned role = (unsigned)card->role < 4 ? (unsigned)card->role : 0;
	/* nobody was asked for what is not announced */
	const char *no_goal = words->facts->session->unannounced ? "goal.on_the_way" : "goal.not_in";

	words_put_excerpt(words, "goal", card->goal[0] != '\0' ? card->goal : words_phrase(words, no_goal));
	put_intentions(words, card);
	words_put(words, "role", words_phrase(words, roles[role]));
	words_put_excerpt(words, "introduction", card->introduction);
	words_put(words, "customer_knows", words_phrase(words, card->customer_knows ? "yes" : "no"));
	words_put_excerpt(words, "action", card->n_action_points > 0 ? card->action_points[0] : NULL);
	words_put_excerpt(words, "scenario", card->scenario);
	words_put_excerpt(words, "talk", card->talk);
	put_leave(words, card);
	put_table(words, card);
}

void words_put_preparation(struct words *words)
{
	put_carried(words);
	words_put_excerpt(words, "goal", answer_of(words->facts->preparation, "goal"));
	words_put(words, "customer_knows", words->facts->session->customer_knows ? "1" : NULL);
	put_unconfirmed(words, words->facts->preparation);
}
