/* service/ — the card for the road: what the coach wants to know an hour before departure. */
#include <string.h>

#include "daemon/domain/quick_text.h"
#include "daemon/domain/template.h"
#include "daemon/service/preparation.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
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
	enum status st = store_action_point_carried(
		call->conn, session->coachee, INT64_MAX, call->arena, &points, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		char **line;

		if (strcmp(points[i]->coaching, session->coaching) != 0)
			continue;
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

/* The template's page: what stands above it, and what to keep in mind at the table. */
static enum status fill_template(struct call *call, const Session *session, SessionCard *card)
{
	size_t count = 0;
	Template *template;
	enum status st = service_template_say(call, session->template_, session->template_version, &template);

	if (st != STATUS_OK)
		return st;
	card->notice = template->notice;
	template_fill_all(template, session->coach_display_name, session->coachee_display_name, call->arena);
	for (size_t i = 0; i < template->n_questions; i++)
		if (template->questions[i]->part == TEMPLATE_PART_DURING)
			*(char **)arena_push(call->arena, &card->during, &count, sizeof(char *)) =
				template->questions[i]->text;
	card->n_during = count;
	return STATUS_OK;
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
	if (preparation != NULL && preparation->state >= PREPARATION_STATE_SUBMITTED) {
		st = service_preparation_say(call, preparation);
		fill_preparation(call, preparation, card);
	}
	if (st == STATUS_OK)
		st = fill_template(call, session, card);
	if (st == STATUS_OK)
		st = fill_action_points(call, session, card);
	if (st == STATUS_OK)
		*ret = card;
	return st;
}
