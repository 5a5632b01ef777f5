/* service/ — who sits at the table of a session: domain/attendance.c counts. */
#include "daemon/service/session.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"

static enum status find_host(struct call *call, const char *name, struct attendance_host *ret)
{
	Person *person;
	enum status st = store_person_get(call->conn, name, call->arena, &person, &call->error);

	if (st == STATUS_OK)
		*ret = (struct attendance_host){ person->name, person->email };
	return st;
}

enum status service_session_attendance(
	struct call *call, const Session *session, const Meeting *meeting, struct attendance *ret)
{
	struct attendance_guest *guests = arena_zero(call->arena, (meeting->n_attendees + 1) * sizeof(*guests));
	struct attendance_host coach, coachee;
	enum status st;

	*ret = (struct attendance){ 0 };
	if (meeting->n_attendees == 0)
		return STATUS_OK;
	st = find_host(call, session->coach, &coach);
	if (st == STATUS_OK)
		st = find_host(call, session->coachee, &coachee);
	for (size_t i = 0; st == STATUS_OK && i < meeting->n_attendees; i++) {
		guests[i].email = meeting->attendees[i]->email;
		st = store_person_find(call->conn, guests[i].email, call->arena, &guests[i].person, &call->error);
	}
	if (st == STATUS_OK)
		*ret = attendance_count(guests, meeting->n_attendees, &coach, &coachee);
	return st;
}

enum status service_session_warn(struct call *call, Session *session)
{
	struct attendance attendance;
	Meeting *meeting;
	enum status st;

	if (!service_session_to_come(session))
		return STATUS_OK;
	st = store_meeting_get(call->conn, session->meeting, call->arena, &meeting, &call->error);
	if (st == STATUS_OK)
		st = service_session_attendance(call, session, meeting, &attendance);
	if (st == STATUS_OK)
		session->outnumbering = attendance_outnumbers(&attendance);
	return st;
}
