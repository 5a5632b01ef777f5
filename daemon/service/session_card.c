/* service/ — the card for the road: what the coach wants to know an hour before departure. */
#include <string.h>

#include "daemon/domain/quick_text.h"
#include "daemon/service/session.h"
#include "daemon/store/action_point.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/preparation.h"

static char *answer(const Preparation *preparation, const char *key)
{
	for (size_t i = 0; i < preparation->n_answers; i++)
		if (strcmp(preparation->answers[i]->key, key) == 0)
			return preparation->answers[i]->text;
	return (char *)protobuf_c_empty_string;
}

/* "If the price is too high, then I ask …" gives "the price is too high": the first turn, to ask about on the way. */
static char *first_turn(struct call *call, const char *text)
{
	static const char *const openings[] = { "als", "wanneer", "stel", "if", "when", "suppose" };
	size_t length;

	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
		if (quick_text_word(text, openings[i], &text))
			break;
	length = strcspn(text, ",.;:?\n");
	return quick_text_trim(text, length, call->arena);
}

static void fill_preparation(struct call *call, const Preparation *preparation, SessionCard *card)
{
	size_t count = 0;

	card->goal = answer(preparation, "goal");
	card->scenario = first_turn(call, answer(preparation, "scenarios"));
	card->coachee_focus = answer(preparation, "focus");
	if (card->introduction[0] == '\0')
		card->introduction = answer(preparation, "introduction");
	for (size_t i = 0; i < preparation->n_intentions; i++) {
		char **line = arena_push(call->arena, &card->intentions, &count, sizeof(*card->intentions));

		*line = preparation->intentions[i]->text;
	}
	card->n_intentions = count;
}

static enum status fill_action_points(struct call *call, const Session *session, SessionCard *card)
{
	ActionPoint **points;
	size_t count, kept = 0;
	enum status st =
		store_action_point_looked_back(call->conn, session, call->arena, &points, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		char **line;

		if (strcmp(points[i]->owner, session->coachee) != 0)
			break; /* the coach's promises come behind them */
		line = arena_push(call->arena, &card->action_points, &kept, sizeof(*card->action_points));
		*line = points[i]->text;
	}
	card->n_action_points = kept;
	return st;
}

static const char *host_of(const char *email)
{
	const char *at = strrchr(email, '@');

	return at == NULL ? "" : at + 1;
}

/* Of us are coachee, coach, and whoever has an address at either one's host; an empty list says nothing. */
static enum status outnumbers(struct call *call, const Session *session, const Meeting *meeting, bool *ret)
{
	int ours = 2, theirs = 0;
	Person *coach, *coachee;
	enum status st = store_person_get(call->conn, session->coach, call->arena, &coach, &call->error);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, session->coachee, call->arena, &coachee, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < meeting->n_attendees; i++) {
		const char *email = meeting->attendees[i]->email, *whose = NULL;

		st = store_person_find(call->conn, email, call->arena, &whose, &call->error);
		if (whose != NULL && (strcmp(whose, coach->name) == 0 || strcmp(whose, coachee->name) == 0))
			continue;
		if (whose != NULL || strcasecmp(host_of(email), host_of(coach->email)) == 0 ||
			strcasecmp(host_of(email), host_of(coachee->email)) == 0)
			ours++;
		else
			theirs++;
	}
	*ret = theirs > 0 && ours > theirs;
	return st;
}

enum status service_session_card(struct call *call, const Session *session, SessionCard **ret)
{
	SessionCard *card = arena_alloc(call->arena, sizeof(*card));
	Preparation *preparation;
	bool outnumbering = false;
	Meeting *meeting;
	enum status st = store_meeting_get(call->conn, session->meeting, call->arena, &meeting, &call->error);

	if (st == STATUS_OK)
		st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);
	if (st == STATUS_OK)
		st = outnumbers(call, session, meeting, &outnumbering);
	if (st != STATUS_OK)
		return st;
	session_card__init(card);
	card->session = session->name;
	card->who = session->customer[0] != '\0' ? session->customer : session->meeting_title;
	card->coachee = session->coachee_display_name;
	card->start_time = session->start_time;
	card->departure_time = session->departure_time;
	card->place = meeting->place;
	card->role = session->role;
	card->introduction = session->introduction;
	card->customer_knows = session->customer_knows;
	card->coach_focus = session->coach_focus;
	card->outnumbering = outnumbering;
	/* Drafts are the coachee's own. */
	if (preparation != NULL && preparation->state >= PREPARATION_STATE_SUBMITTED)
		fill_preparation(call, preparation, card);
	st = fill_action_points(call, session, card);
	if (st == STATUS_OK)
		*ret = card;
	return st;
}
