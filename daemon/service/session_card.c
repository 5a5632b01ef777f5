/* service/ — the card for the road: what the coach wants to know an hour before departure. */
#include <string.h>

#include "daemon/domain/preparation.h"
#include "daemon/domain/rehearsal.h"
#include "daemon/domain/template.h"
#include "daemon/service/preparation.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/action_point.h"
#include "daemon/store/meeting.h"
#include "daemon/store/preparation.h"

/* The first turn that can follow "What will you do if": others are for the rehearsal. */
static char *first_turn(struct call *call, const Preparation *preparation)
{
	size_t count;
	const struct rehearsal_pair *turns =
		rehearsal_turns(preparation_text(preparation, "scenarios"), call->arena, &count);

	for (size_t i = 0; i < count; i++)
		if (turns[i].conditional)
			return (char *)turns[i].subject;
	return count > 0 ? (char *)turns[0].subject : (char *)protobuf_c_empty_string;
}

static void fill_preparation(struct call *call, const Preparation *preparation, SessionCard *card)
{
	const char *focus = preparation_text(preparation, "focus");

	card->prepared = true;
	card->goal = preparation_text(preparation, "goal");
	card->scenario = first_turn(call, preparation);
	if (focus[0] != '\0')
		card->coachee_focus = (char *)focus;
	if (card->introduction[0] == '\0')
		card->introduction = preparation_text(preparation, "introduction");
}

static enum status fill_intentions(
	struct call *call, const Session *session, const Preparation *preparation, SessionCard *card)
{
	Intention **intentions;
	size_t count, lines = 0;
	enum status st = service_preparation_intentions(call, session->meeting, preparation, &intentions, &count);

	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		char **line = arena_push(call->arena, &card->intentions, &lines, sizeof(*card->intentions));

		*line = intentions[i]->text;
	}
	card->n_intentions = lines;
	return st;
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

static void fill_session(const Session *session, SessionCard *card)
{
	card->session = session->name;
	card->who = session->customer[0] != '\0' ? session->customer : session->meeting_title;
	card->coachee = session->coachee_display_name;
	card->start_time = session->start_time;
	card->departure_time = session->departure_time;
	card->role = session->role;
	card->introduction = session->introduction;
	card->customer_knows = session->customer_knows;
	card->coach_focus = session->coach_focus;
	card->coach_help = session->coach_help;
	card->coach_bridge = session->coach_bridge;
	card->coachee_focus = session->coachee_focus;
	card->travel_together = session->travel_together;
	card->travel_back = session->travel_back;
	if (session->verdict == VERDICT_COACH_MORE && session->talk_time == NULL)
		card->talk = session->talk;
}

/* The template's page: what stands above it, what it asks the coach, and what to keep in mind at the table. */
static enum status fill_template(struct call *call, const Session *session, SessionCard *card)
{
	size_t count = 0, asked = 0;
	Template *template;
	enum status st = service_template_say(call, session->template_, session->template_version, &template);

	if (st != STATUS_OK)
		return st;
	card->notice = template->notice;
	template_fill_all(template, session->coach_display_name, session->coachee_display_name, call->arena);
	for (size_t i = 0; i < template->n_questions; i++) {
		Question *question = template->questions[i];

		if (question->part == TEMPLATE_PART_DURING)
			*(char **)arena_push(call->arena, &card->during, &count, sizeof(char *)) = question->text;
		else if (question->part == TEMPLATE_PART_COACH_BEFORE)
			*(Question **)arena_push(call->arena, &card->coach_questions, &asked, sizeof(Question *)) =
				question;
	}
	card->n_during = count;
	card->n_coach_questions = asked;
	return STATUS_OK;
}

enum status service_session_card(struct call *call, const Session *session, SessionCard **ret)
{
	SessionCard *card = arena_alloc(call->arena, sizeof(*card));
	struct attendance attendance;
	Preparation *preparation;
	Meeting *meeting;
	enum status st = store_meeting_get(call->conn, session->meeting, call->arena, &meeting, &call->error);

	if (st == STATUS_OK)
		st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);
	if (st == STATUS_OK)
		st = service_session_attendance(call, session, meeting, &attendance);
	if (st != STATUS_OK)
		return st;
	session_card__init(card);
	fill_session(session, card);
	card->place = meeting->place;
	card->ours = attendance.ours;
	card->theirs = attendance.theirs;
	card->outnumbering = attendance_outnumbers(&attendance);
	/* Drafts are the coachee's own. */
	if (preparation_handed_in(preparation)) {
		st = service_preparation_say(call, preparation);
		fill_preparation(call, preparation, card);
	}
	if (st == STATUS_OK)
		st = fill_intentions(call, session, preparation, card);
	if (st == STATUS_OK)
		st = fill_template(call, session, card);
	if (st == STATUS_OK)
		st = fill_action_points(call, session, card);
	if (st == STATUS_OK)
		*ret = card;
	return st;
}
