/* domain/ — what is said at the reveal. */
#include "daemon/domain/reveal.h"

#include <string.h>

#include "daemon/domain/lifecycle.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"

static enum status refuse(struct error *reterr, const char *reason, const char *sentence)
{
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, reason, NULL, "%s", sentence);
}

static enum status revealed(const Session *session, const char *locale, struct error *reterr)
{
	if (!session->unannounced)
		return refuse(reterr, "ANNOUNCED",
			words_pick(locale, "this is for unannounced sessions: here the preparation says it",
				"dit is voor onaangekondigde sessies: hier staat het in de voorbereiding"));
	if (lifecycle_hidden(session))
		return refuse(reterr, "NOT_REVEALED",
			words_pick(locale, "the session is not revealed yet: reveal it first",
				"de sessie is nog niet bekendgemaakt: maak die eerst bekend"));
	return STATUS_OK;
}

static enum status wrong_state(const Session *session, const char *locale, struct error *reterr)
{
	return error_detail(reterr, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
		words_pick(locale, "the session is marked \"%s\": it is too late for this",
			"de sessie staat op \"%s\": hiervoor is het te laat"),
		words_session_state(session->state, locale));
}

enum status reveal_may_check(const Session *session, const char *locale, struct error *reterr)
{
	enum status st = revealed(session, locale, reterr);

	if (st != STATUS_OK || session->state == SESSION_STATE_CONFIRMED || session->state == SESSION_STATE_IN_PROGRESS)
		return st;
	return wrong_state(session, locale, reterr);
}

enum status reveal_may_object(const Session *session, const char *locale, struct error *reterr)
{
	enum status st = revealed(session, locale, reterr);

	if (st != STATUS_OK || session->state == SESSION_STATE_CONFIRMED)
		return st;
	return wrong_state(session, locale, reterr);
}

enum status reveal_may_confirm(const Session *session, const char *locale, struct error *reterr)
{
	enum status st = revealed(session, locale, reterr);

	if (st != STATUS_OK || session->state == SESSION_STATE_CONFIRMED ||
		session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING)
		return st;
	return wrong_state(session, locale, reterr);
}

bool reveal_said(const Intention *intention)
{
	return intention->key[0] == '\0';
}

static void keep(struct arena *arena, Intention ***list, size_t *count, Intention *intention)
{
	*(Intention **)arena_push(arena, list, count, sizeof(**list)) = intention;
}

/* The lowest number that nobody has. */
static int32_t free_number(Intention *const *list, size_t count)
{
	int32_t number = 1;

	for (size_t i = 0; i < count; i++)
		if (list[i]->number == number) {
			number++;
			i = (size_t)-1;
		}
	return number;
}

static void sort(Intention **list, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = i; j > 0 && list[j]->number < list[j - 1]->number; j--) {
			Intention *higher = list[j - 1];

			list[j - 1] = list[j];
			list[j] = higher;
		}
}

enum status reveal_note(Intention *const *kept, size_t n_kept, char *const *lines, size_t n_lines, const char *locale,
	struct arena *arena, Intention ***ret, size_t *ret_count, struct error *reterr)
{
	Intention **list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < n_kept; i++)
		if (n_lines == 0 || !reveal_said(kept[i]) || !kept[i]->unconfirmed)
			keep(arena, &list, &count, kept[i]);
	for (size_t i = 0; i < n_lines; i++) {
		Intention *said = arena_alloc(arena, sizeof(*said));

		intention__init(said);
		said->text = quick_text_trim(lines[i], strlen(lines[i]), arena);
		said->unconfirmed = true;
		said->number = free_number(list, count);
		keep(arena, &list, &count, said);
	}
	if (count > REVEAL_INTENTIONS)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "THREE_INTENTIONS", "intentions",
			words_pick(locale, "three intentions at most; %zu were picked or confirmed before",
				"hooguit drie voornemens; %zu waren al gekozen of bevestigd"),
			count - n_lines);
	sort(list, count);
	*ret = list;
	*ret_count = count;
	return STATUS_OK;
}

static const IntentionChange *change_of(IntentionChange *const *changes, size_t n_changes, int32_t number)
{
	for (size_t i = 0; i < n_changes; i++)
		if (changes[i]->number == number)
			return changes[i];
	return NULL;
}

static enum status check_changes(Intention *const *kept, size_t n_kept, IntentionChange *const *changes,
	size_t n_changes, const char *locale, struct error *reterr)
{
	for (size_t i = 0; i < n_changes; i++) {
		const Intention *found = NULL;

		for (size_t j = 0; j < n_kept; j++)
			if (kept[j]->number == changes[i]->number && reveal_said(kept[j]) && kept[j]->unconfirmed)
				found = kept[j];
		if (found == NULL)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, "NO_SUCH_INTENTION", "changes.number",
				words_pick(locale, "no intention %d waits for your answer",
					"er wacht geen voornemen %d op je antwoord"),
				changes[i]->number);
		if (change_of(changes, i, changes[i]->number) != NULL)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, "TWICE", "changes.number",
				words_pick(locale, "intention %d is changed twice", "voornemen %d staat er twee keer"),
				changes[i]->number);
		if (found->outcome != OUTCOME_UNSPECIFIED)
			return error_detail(reterr, STATUS_FAILED_PRECONDITION, "OUTCOME_SAID", "changes.number",
				words_pick(locale, "what became of intention %d was said already: it stays as it is",
					"wat er van voornemen %d werd is al gezegd: het blijft zoals het is"),
				changes[i]->number);
	}
	return STATUS_OK;
}

static Intention *confirmed(const Intention *said, const IntentionChange *change, struct arena *arena)
{
	Intention *copy = arena_memdup(arena, said, sizeof(*said));

	copy->unconfirmed = false;
	if (change != NULL)
		copy->text = quick_text_trim(change->text, strlen(change->text), arena);
	return copy;
}

enum status reveal_confirm(Intention *const *kept, size_t n_kept, IntentionChange *const *changes, size_t n_changes,
	const char *locale, struct arena *arena, Intention ***ret, size_t *ret_count, struct error *reterr)
{
	Intention **list = NULL;
	size_t count = 0, waiting = 0;
	enum status st = check_changes(kept, n_kept, changes, n_changes, locale, reterr);

	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; i < n_kept; i++) {
		const IntentionChange *change = change_of(changes, n_changes, kept[i]->number);
		Intention *after = kept[i];

		if (kept[i]->unconfirmed) {
			after = confirmed(kept[i], change, arena);
			waiting++;
		}
		if (after->text[0] != '\0')
			keep(arena, &list, &count, after);
	}
	if (waiting == 0)
		return refuse(reterr, "NOTHING_TO_CONFIRM",
			words_pick(locale, "no intention waits for your answer",
				"er wacht geen voornemen op je antwoord"));
	*ret = list;
	*ret_count = count;
	return STATUS_OK;
}
