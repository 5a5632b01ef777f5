/* service/ — the time of the debrief: planned with the session, and put into calendars. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/invitation.h"
#include "daemon/domain/words.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

void service_session_debrief_times(struct call *call, Session *session)
{
	int64_t begin = instant_us(session->end_time);

	if (session->debrief_after_travel)
		begin += instant_length_us(session->travel_back);
	session->debrief_start_time = instant_new(call->arena, begin);
	session->debrief_end_time = instant_new(call->arena, begin + SERVICE_SESSION_DEBRIEF_US);
}

enum status service_session_check_after_travel(
	struct call *call, const char *field, bool given, TravelTogether together)
{
	if (!given || together == TRAVEL_TOGETHER_BACK || together == TRAVEL_TOGETHER_BOTH)
		return STATUS_OK;
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "AFTER_TRAVEL", field,
		"%s needs a way back together: say with travel_together that you travel back together",
		"%s vraagt om een terugweg samen: zeg met travel_together dat jullie samen teruggaan", field);
}

enum status service_session_collision(struct call *call, Session *session)
{
	const char *person;
	int64_t begin;
	enum status st;

	/* Not for the coachee, also where the coach's other sessions are no secret. */
	if (!service_session_to_come(session) ||
		(call->actor->kind == ACTOR_PERSON && (lifecycle_who(call->actor, session) & LIFECYCLE_COACH) == 0))
		return STATUS_OK;
	st = store_session_collision(call->conn, session, instant_us(session->debrief_start_time),
		instant_us(session->debrief_end_time), call->arena, &begin, &person, &call->error);
	if (st != STATUS_OK)
		return st;
	session->debrief_collision_time = instant_new(call->arena, begin);
	session->debrief_collision_person = (char *)person;
	return STATUS_OK;
}

/* Of a confidential meeting, or a confidential profession, the title says no name. */
static enum status is_confidential(struct call *call, const Session *session, const Meeting *meeting, bool *ret)
{
	Template *template;
	enum status st = service_template_say(call, session->template_, session->template_version, &template);

	if (st == STATUS_OK)
		*ret = meeting->confidential || template->confidential;
	return st;
}

static const char *summary(struct call *call, const Meeting *meeting, const char *language, bool confidential)
{
	const char *who = meeting->customer[0] != '\0' ? meeting->customer : meeting->title;
	const char *what = words_pick(language, "Debrief", "Nabespreken");

	return confidential || who[0] == '\0' ? what : arena_printf(call->arena, "%s: %s", what, who);
}

static bool takes_place(const Session *session)
{
	return session->state != SESSION_STATE_SKIPPED && session->state != SESSION_STATE_CANCELLED &&
	       session->state != SESSION_STATE_LAPSED;
}

static enum status find_all(
	struct call *call, const Session *session, Person **ret_coach, Person **ret_coachee, Meeting **ret_meeting)
{
	enum status st = store_person_get(call->conn, session->coach, call->arena, ret_coach, &call->error);

	if (st == STATUS_OK)
		st = store_person_get(call->conn, session->coachee, call->arena, ret_coachee, &call->error);
	if (st == STATUS_OK)
		st = store_meeting_get(call->conn, session->meeting, call->arena, ret_meeting, &call->error);
	return st;
}

static void invite(
	struct invitation *invitation, const GetSessionCalendarRequest *in, const Person *coach, const Person *coachee)
{
	invitation->inviter_name = in->inviter_name[0] != '\0' ? in->inviter_name : in->inviter_email;
	invitation->inviter_email = in->inviter_email;
	invitation->names[0] = coach->display_name;
	invitation->emails[0] = coach->email;
	invitation->names[1] = coachee->display_name;
	invitation->emails[1] = coachee->email;
}

enum status service_session_calendar(
	struct call *call, const Session *session, const GetSessionCalendarRequest *in, SessionCalendar **ret)
{
	SessionCalendar *calendar = arena_alloc(call->arena, sizeof(*calendar));
	struct invitation invitation = { 0 };
	const char *language = in->language[0] != '\0' ? in->language : call->locale;
	Person *coach, *coachee;
	Meeting *meeting;
	const char *zone;
	char date[DAY_TEXT];
	enum status st = find_all(call, session, &coach, &coachee, &meeting);

	if (st == STATUS_OK)
		st = service_session_zone(call, session, &zone);
	if (st == STATUS_OK)
		st = is_confidential(call, session, meeting, &invitation.confidential);
	if (st != STATUS_OK)
		return st;
	invitation.uid = arena_printf(call->arena, "debrief-%s@ridealong", strchr(session->name, '/') + 1);
	invitation.summary = summary(call, meeting, language, invitation.confidential);
	invitation.description = arena_printf(call->arena,
		words_pick(language, "%s and %s talk it through. %s starts.", "%s en %s bespreken het na. %s begint."),
		coachee->display_name, coach->display_name, coachee->display_name);
	invitation.organizer_name = coach->display_name;
	invitation.organizer_email = coach->email;
	if (in->inviter_email[0] != '\0')
		invite(&invitation, in, coach, coachee);
	invitation.start = instant_us(session->debrief_start_time);
	invitation.end = instant_us(session->debrief_end_time);
	invitation.created = instant_us(session->create_time);
	invitation.changed = instant_us(session->update_time);
	invitation.cancelled = !takes_place(session);
	session_calendar__init(calendar);
	calendar->session = session->name;
	day_format(day_of(invitation.start, zone, NULL), date);
	calendar->file_name =
		arena_printf(call->arena, "%s-%s.ics", words_pick(language, "debrief", "nabespreking"), date);
	calendar->content_type = arena_printf(call->arena, "%s%s", INVITATION_TYPE, invitation_method(&invitation));
	calendar->content = (char *)invitation_text(&invitation, call->arena);
	*ret = calendar;
	return STATUS_OK;
}
