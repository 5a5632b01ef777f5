/* tests — Meetings. */
#include "fixture.h"

#include <stdio.h>

#include "ridealong/v1/meeting.pb-c.h"

extern Meetings_Service service_meetings;

static Meeting *make(struct fixture *fixture, const char *owner, const char *title, int64_t start)
{
	Meeting *meeting = arena_alloc(fixture->arena, sizeof(*meeting));

	meeting__init(meeting);
	meeting->owner = (char *)owner;
	meeting->title = (char *)title;
	meeting->start_time = instant_new(fixture->arena, start);
	meeting->end_time = instant_new(fixture->arena, start + CLOCK_HOUR);
	return meeting;
}

static Meeting *from_calendar(struct fixture *fixture, const char *uid, const char *title, int64_t start)
{
	Meeting *meeting = make(fixture, "", title, start);

	meeting->uid = (char *)uid;
	return meeting;
}

static enum status create(struct fixture *fixture, const struct actor *actor, Meeting *meeting, Meeting **ret)
{
	CreateMeetingRequest in = CREATE_MEETING_REQUEST__INIT;

	in.meeting = meeting;
	return fixture_call(fixture, actor, &service_meetings, "CreateMeeting", &in, ret);
}

static enum status get(struct fixture *fixture, const struct actor *actor, const char *name, Meeting **ret)
{
	GetMeetingRequest in = GET_MEETING_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_meetings, "GetMeeting", &in, ret);
}

static enum status upsert(struct fixture *fixture, const struct actor *actor, Meeting **meetings, size_t count,
	BatchUpsertMeetingsResponse **ret)
{
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;

	in.owner = "people/noor@example.org";
	in.calendar = "work.ics";
	in.meetings = meetings;
	in.n_meetings = count;
	return fixture_call(fixture, actor, &service_meetings, "BatchUpsertMeetings", &in, ret);
}

static MeetingResult *upsert_one(struct fixture *fixture, Meeting *meeting)
{
	BatchUpsertMeetingsResponse *response;

	assert_ok(fixture, upsert(fixture, &fixture->plugin, &meeting, 1, &response));
	assert_int_equal(response->n_results, 1);
	return response->results[0];
}

static ListMeetingsResponse *list(struct fixture *fixture, const struct actor *actor, ListMeetingsRequest *in)
{
	ListMeetingsResponse *response;

	assert_ok(fixture, fixture_call(fixture, actor, &service_meetings, "ListMeetings", in, &response));
	return response;
}

static void a_meeting_is_entered_by_hand_by_its_owner_or_their_coach(void **state)
{
	struct fixture *fixture = *state;
	Meeting *made, *found;

	assert_ok(fixture, create(fixture, &fixture->noor, make(fixture, "", "Calls", FIXTURE_NOW + CLOCK_DAY), &made));
	assert_string_equal(made->owner, "people/noor");
	assert_string_equal(made->time_zone, "Europe/Amsterdam");
	assert_int_equal(made->state, MEETING_STATE_SCHEDULED);
	assert_string_equal(made->calendar, "");
	assert_int_equal(fixture_events(fixture, "meeting.created", "people/noor"), 1);
	assert_int_equal(fixture_events(fixture, "meeting.created", "people/ruud"), 1);
	assert_ok(fixture, get(fixture, &fixture->ruud, made->name, &found));
	assert_string_equal(found->etag, made->etag);
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->sam, made->name, NULL));
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->kim, made->name, NULL));
	assert_ok(
		fixture, create(fixture, &fixture->ruud, make(fixture, "people/noor", "Desk hour", FIXTURE_NOW), NULL));
	assert_status(fixture, STATUS_NOT_FOUND,
		create(fixture, &fixture->kim, make(fixture, "people/noor", "Desk hour", FIXTURE_NOW), NULL));
	/* Noor sees her coach, but plans nothing for him */
	assert_status(fixture, STATUS_NOT_FOUND,
		create(fixture, &fixture->noor, make(fixture, "people/ruud", "Desk hour", FIXTURE_NOW), NULL));
}

static void what_makes_no_sense_is_refused_with_its_field(void **state)
{
	struct fixture *fixture = *state;
	Meeting *meeting = make(fixture, "", "Calls", FIXTURE_NOW);
	char title[502];

	meeting->end_time = meeting->start_time;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->noor, meeting, NULL));
	assert_string_equal(fixture->error.field, "end_time");
	assert_string_equal(fixture->error.message, "end_time must be after start_time");
	meeting->end_time = NULL;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->noor, meeting, NULL));
	assert_string_equal(fixture->error.message, "end_time is missing");
	meeting = make(fixture, "", "Calls", FIXTURE_NOW);
	memset(title, 'x', sizeof(title) - 1);
	title[sizeof(title) - 1] = '\0';
	meeting->title = title;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->noor, meeting, NULL));
	assert_string_equal(fixture->error.field, "title");
	meeting->title = "Calls";
	meeting->time_zone = "Mars/Olympus";
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->noor, meeting, NULL));
	assert_string_equal(fixture->error.field, "time_zone");
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->noor, NULL, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, get(fixture, &fixture->noor, "sessions/1", NULL));
}

static void a_confidential_meeting_keeps_its_time_and_nothing_else(void **state)
{
	struct fixture *fixture = *state;
	Attendee doctor = ATTENDEE__INIT, *attendees[] = { &doctor };
	Meeting *meeting = make(fixture, "", "Physiotherapist", FIXTURE_NOW), *made;

	doctor.email = "doctor@example.org";
	meeting->place = "Hospital";
	meeting->n_attendees = 1;
	meeting->attendees = attendees;
	meeting->confidential = true;
	assert_ok(fixture, create(fixture, &fixture->noor, meeting, &made));
	assert_string_equal(made->title, "");
	assert_string_equal(made->place, "");
	assert_int_equal(made->n_attendees, 0);
	assert_int_equal(instant_us(made->start_time), FIXTURE_NOW);
}

static void meetings_are_listed_by_start_within_what_is_asked_and_seen(void **state)
{
	struct fixture *fixture = *state;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *found;

	assert_ok(fixture,
		create(fixture, &fixture->noor, make(fixture, "", "late", FIXTURE_NOW + 9 * CLOCK_HOUR), NULL));
	assert_ok(fixture, create(fixture, &fixture->noor, make(fixture, "", "soon", FIXTURE_NOW + CLOCK_HOUR), NULL));
	assert_ok(fixture,
		create(fixture, &fixture->sam, make(fixture, "", "Sam's", FIXTURE_NOW + 2 * CLOCK_HOUR), NULL));
	found = list(fixture, &fixture->ruud, &in);
	assert_int_equal(found->n_meetings, 3);
	assert_string_equal(found->meetings[0]->title, "soon");
	assert_string_equal(found->meetings[1]->title, "Sam's");
	assert_int_equal(list(fixture, &fixture->noor, &in)->n_meetings, 2);
	assert_int_equal(list(fixture, &fixture->kim, &in)->n_meetings, 0);
	assert_int_equal(list(fixture, &fixture->program, &in)->n_meetings, 3);
	in.owner = "people/me";
	assert_int_equal(list(fixture, &fixture->sam, &in)->n_meetings, 1);
	in.owner = "people/noor@example.org";
	in.from_time = instant_new(fixture->arena, FIXTURE_NOW + 2 * CLOCK_HOUR);
	found = list(fixture, &fixture->ruud, &in);
	assert_int_equal(found->n_meetings, 1);
	assert_string_equal(found->meetings[0]->title, "late");
	in.from_time = NULL;
	in.until_time = instant_new(fixture->arena, FIXTURE_NOW + 9 * CLOCK_HOUR);
	found = list(fixture, &fixture->ruud, &in);
	assert_int_equal(found->n_meetings, 1);
	assert_string_equal(found->meetings[0]->title, "soon");
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_meetings, "ListMeetings", &in, NULL));
}

static void pages_meet_without_gap_or_overlap(void **state)
{
	struct fixture *fixture = *state;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *found;
	char seen[11] = "";
	int pages = 0;

	/* several at the same moment: the name decides */
	for (int i = 0; i < 10; i++)
		assert_ok(fixture, create(fixture, &fixture->noor,
					   make(fixture, "", arena_printf(fixture->arena, "%d", i),
						   FIXTURE_NOW + i / 3 * CLOCK_HOUR),
					   NULL));
	in.page_size = 3;
	do {
		found = list(fixture, &fixture->ruud, &in);
		for (size_t i = 0; i < found->n_meetings; i++)
			strcat(seen, found->meetings[i]->title);
		in.page_token = found->next_page_token;
		pages++;
	} while (in.page_token[0] != '\0');
	assert_int_equal(pages, 4);
	assert_int_equal(strlen(seen), 10);
	for (char digit = '0'; digit <= '9'; digit++)
		assert_non_null(strchr(seen, digit));
	/* a token of a list that this caller has never seen */
	in.page_token = found->meetings[0]->name;
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->kim, &service_meetings, "ListMeetings", &in, NULL));
	assert_string_equal(fixture->error.field, "page_token");
}

static void a_calendar_is_taken_over_once_however_often_it_is_sent(void **state)
{
	struct fixture *fixture = *state;
	Meeting *batch[2] = { from_calendar(fixture, "a", "Visit", FIXTURE_NOW + CLOCK_DAY),
		from_calendar(fixture, "b", "Call", FIXTURE_NOW + 2 * CLOCK_DAY) };
	BatchUpsertMeetingsResponse *first, *second;
	Meeting *before, *after;
	int events;

	assert_ok(fixture, upsert(fixture, &fixture->plugin, batch, 2, &first));
	assert_int_equal(first->n_results, 2);
	assert_int_equal(first->results[0]->change, MEETING_CHANGE_CREATED);
	assert_ok(fixture, get(fixture, &fixture->noor, first->results[0]->meeting, &before));
	assert_string_equal(before->calendar, "work.ics");
	events = fixture_events(fixture, NULL, NULL);
	fixture->now += CLOCK_HOUR;
	assert_ok(fixture, upsert(fixture, &fixture->plugin, batch, 2, &second));
	for (int i = 0; i < 2; i++) {
		assert_int_equal(second->results[i]->change, MEETING_CHANGE_UNCHANGED);
		assert_string_equal(second->results[i]->meeting, first->results[i]->meeting);
	}
	assert_ok(fixture, get(fixture, &fixture->noor, first->results[0]->meeting, &after));
	assert_string_equal(before->etag, after->etag);
	assert_int_equal(fixture_events(fixture, NULL, NULL), events);
}

static void each_change_has_its_name_and_its_event(void **state)
{
	struct fixture *fixture = *state;
	Meeting *visit = from_calendar(fixture, "a", "Visit", FIXTURE_NOW + CLOCK_DAY), *found;
	MeetingResult *result = upsert_one(fixture, visit);

	visit->place = "Rotterdam";
	assert_int_equal(upsert_one(fixture, visit)->change, MEETING_CHANGE_UPDATED);
	assert_int_equal(fixture_events(fixture, "meeting.updated", "people/noor"), 1);
	visit->start_time = instant_new(fixture->arena, FIXTURE_NOW + CLOCK_DAY + CLOCK_MINUTE);
	assert_int_equal(upsert_one(fixture, visit)->change, MEETING_CHANGE_MOVED);
	assert_int_equal(fixture_events(fixture, "meeting.moved", "people/noor"), 1);
	visit->state = MEETING_STATE_CANCELLED;
	assert_int_equal(upsert_one(fixture, visit)->change, MEETING_CHANGE_CANCELLED);
	assert_int_equal(fixture_events(fixture, "meeting.cancelled", "people/ruud"), 1);
	assert_int_equal(upsert_one(fixture, visit)->change, MEETING_CHANGE_UNCHANGED);
	visit->state = MEETING_STATE_SCHEDULED;
	assert_int_equal(upsert_one(fixture, visit)->change, MEETING_CHANGE_UPDATED);
	assert_ok(fixture, get(fixture, &fixture->noor, result->meeting, &found));
	assert_string_equal(found->place, "Rotterdam");
	assert_int_equal(found->state, MEETING_STATE_SCHEDULED);
}

static void occurrences_of_a_series_are_meetings_of_their_own(void **state)
{
	struct fixture *fixture = *state;
	Meeting *monday = from_calendar(fixture, "series", "Weekly", FIXTURE_NOW);
	Meeting *tuesday = from_calendar(fixture, "series", "Weekly", FIXTURE_NOW + CLOCK_DAY);
	const char *first;

	monday->recurrence_id = "20260302T070000Z";
	tuesday->recurrence_id = "20260303T070000Z";
	first = upsert_one(fixture, monday)->meeting;
	assert_string_not_equal(upsert_one(fixture, tuesday)->meeting, first);
	assert_string_equal(upsert_one(fixture, monday)->meeting, first);
}

static void one_bad_meeting_leaves_the_others_be(void **state)
{
	struct fixture *fixture = *state;
	Meeting *batch[3] = { from_calendar(fixture, "a", "Visit", FIXTURE_NOW), from_calendar(fixture, "b", "", 0),
		from_calendar(fixture, "", "No UID", FIXTURE_NOW) };
	BatchUpsertMeetingsResponse *response;

	assert_ok(fixture, upsert(fixture, &fixture->plugin, batch, 3, &response));
	assert_int_equal(response->results[0]->change, MEETING_CHANGE_CREATED);
	assert_int_equal(response->results[1]->change, MEETING_CHANGE_REFUSED);
	assert_int_equal(response->results[1]->status, STATUS_INVALID_ARGUMENT);
	assert_string_equal(response->results[1]->message, "start_time is missing");
	assert_string_equal(response->results[1]->meeting, "");
	assert_string_equal(response->results[2]->message, "uid is missing");
}

static void a_batch_has_a_size_an_owner_and_a_calendar(void **state)
{
	struct fixture *fixture = *state;
	Meeting *batch[2001];
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;

	for (int i = 0; i < 2001; i++)
		batch[i] = from_calendar(fixture, arena_printf(fixture->arena, "%d", i), "Visit", FIXTURE_NOW);
	assert_status(fixture, STATUS_INVALID_ARGUMENT, upsert(fixture, &fixture->plugin, batch, 2001, NULL));
	assert_string_equal(fixture->error.field, "meetings");
	assert_ok(fixture, upsert(fixture, &fixture->plugin, batch, 2000, NULL));
	assert_ok(fixture, upsert(fixture, &fixture->noor, batch, 1, NULL));
	assert_status(fixture, STATUS_NOT_FOUND, upsert(fixture, &fixture->kim, batch, 1, NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, upsert(fixture, &fixture->program, batch, 1, NULL));
	in.owner = "people/noor";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &in, NULL));
	assert_string_equal(fixture->error.field, "calendar");
}

static void what_was_entered_by_hand_can_be_cancelled_and_nothing_else(void **state)
{
	struct fixture *fixture = *state;
	CancelMeetingRequest in = CANCEL_MEETING_REQUEST__INIT;
	ListMeetingsRequest list_in = LIST_MEETINGS_REQUEST__INIT;
	Meeting *made, *cancelled;

	assert_ok(fixture, create(fixture, &fixture->noor, make(fixture, "", "Calls", FIXTURE_NOW), &made));
	in.name = made->name;
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->kim, &service_meetings, "CancelMeeting", &in, NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_meetings, "CancelMeeting", &in, &cancelled));
	assert_int_equal(cancelled->state, MEETING_STATE_CANCELLED);
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		fixture_call(fixture, &fixture->noor, &service_meetings, "CancelMeeting", &in, NULL));
	assert_int_equal(list(fixture, &fixture->noor, &list_in)->n_meetings, 0);
	list_in.include_cancelled = true;
	assert_int_equal(list(fixture, &fixture->noor, &list_in)->n_meetings, 1);
	in.name = upsert_one(fixture, from_calendar(fixture, "a", "Visit", FIXTURE_NOW))->meeting;
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		fixture_call(fixture, &fixture->noor, &service_meetings, "CancelMeeting", &in, NULL));
	assert_non_null(strstr(fixture->error.message, "work.ics"));
}

static void a_calendar_keeps_to_its_own_meetings(void **state)
{
	struct fixture *fixture = *state;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;

	upsert_one(fixture, from_calendar(fixture, "a", "Visit", FIXTURE_NOW));
	assert_ok(fixture, create(fixture, &fixture->noor, make(fixture, "", "Calls", FIXTURE_NOW), NULL));
	in.calendar = "work.ics";
	assert_int_equal(list(fixture, &fixture->noor, &in)->n_meetings, 1);
	in.calendar = "home.ics";
	assert_int_equal(list(fixture, &fixture->noor, &in)->n_meetings, 0);
}

static void a_calendar_keeps_its_mark_until_the_next_batch(void **state)
{
	struct fixture *fixture = *state;
	Meeting *meeting = from_calendar(fixture, "a", "Visit", FIXTURE_NOW);
	BatchUpsertMeetingsRequest batch = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;

	batch.owner = "people/noor@example.org";
	batch.calendar = "work.ics";
	batch.mark = "7";
	assert_ok(fixture,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &batch, NULL));
	in.owner = batch.owner;
	in.calendar = "home.ics";
	assert_string_equal(list(fixture, &fixture->noor, &in)->mark, "");
	in.calendar = "work.ics";
	assert_string_equal(list(fixture, &fixture->noor, &in)->mark, "7");
	assert_string_equal(list(fixture, &fixture->plugin, &in)->mark, "7");
	in.calendar = "";
	assert_string_equal(list(fixture, &fixture->noor, &in)->mark, "");
	in.calendar = "work.ics";
	upsert_one(fixture, meeting);
	assert_string_equal(list(fixture, &fixture->noor, &in)->mark, "");
	batch.mark = "a mark\nof two lines";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &batch, NULL));
}

static void an_occurrence_gets_another_name_and_keeps_what_hangs_on_it(void **state)
{
	struct fixture *fixture = *state;
	BatchUpsertMeetingsRequest batch = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *response;
	Meeting *meetings[] = { from_calendar(fixture, "a", "Visit", FIXTURE_NOW),
		from_calendar(fixture, "a", "Visit", FIXTURE_NOW + CLOCK_DAY) };
	MeetingRename rename = MEETING_RENAME__INIT, *renames[] = { &rename };
	const char *name;

	meetings[0]->recurrence_id = "20260302T090000Z";
	meetings[1]->recurrence_id = "20260303T090000Z";
	name = upsert_one(fixture, meetings[0])->meeting;
	rename.uid = "a";
	rename.from = "20260302T090000Z";
	rename.to = "20260303T090000Z";
	batch.owner = "people/noor@example.org";
	batch.calendar = "work.ics";
	batch.meetings = &meetings[1];
	batch.n_meetings = 1;
	batch.renames = renames;
	batch.n_renames = 1;
	for (int i = 0; i < 2; i++) {
		assert_ok(fixture, fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings",
					   &batch, &response));
		assert_string_equal(response->results[0]->meeting, name);
		assert_int_equal(
			response->results[0]->change, i == 0 ? MEETING_CHANGE_MOVED : MEETING_CHANGE_UNCHANGED);
	}
	/* One that is known already is not overwritten. */
	assert_string_not_equal(upsert_one(fixture, meetings[0])->meeting, name);
	assert_ok(fixture,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &batch, &response));
	assert_string_equal(response->results[0]->meeting, name);
}

static void a_calendar_gets_another_name_and_its_meetings_keep_what_hangs_on_them(void **state)
{
	struct fixture *fixture = *state;
	BatchUpsertMeetingsRequest batch = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *listed;
	const char *name = upsert_one(fixture, from_calendar(fixture, "a", "Visit", FIXTURE_NOW))->meeting;

	upsert_one(fixture, from_calendar(fixture, "b", "Call", FIXTURE_NOW + CLOCK_DAY));
	batch.owner = in.owner = "people/noor@example.org";
	batch.calendar = in.calendar = "home.ics";
	batch.former_calendar = "work.ics";
	for (int i = 0; i < 2; i++) { /* twice is once */
		assert_ok(fixture, fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings",
					   &batch, NULL));
		listed = list(fixture, &fixture->noor, &in);
		assert_int_equal(listed->n_meetings, 2);
		assert_string_equal(listed->meetings[0]->name, name);
	}
	/* What is known under that name already stays as it is. */
	upsert_one(fixture, from_calendar(fixture, "a", "Another visit", FIXTURE_NOW));
	upsert_one(fixture, from_calendar(fixture, "c", "Lunch", FIXTURE_NOW));
	assert_ok(fixture,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &batch, NULL));
	assert_int_equal(list(fixture, &fixture->noor, &in)->n_meetings, 3);
	in.calendar = "work.ics";
	listed = list(fixture, &fixture->noor, &in);
	assert_int_equal(listed->n_meetings, 1);
	assert_string_equal(listed->meetings[0]->title, "Another visit");
}

static void a_calendar_adopts_some_uids_of_another_with_what_hangs_on_them(void **state)
{
	struct fixture *fixture = *state;
	BatchUpsertMeetingsRequest batch = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *listed;
	const char *name = upsert_one(fixture, from_calendar(fixture, "a", "Visit", FIXTURE_NOW))->meeting;
	char *uids[] = { "a", "nowhere" };

	upsert_one(fixture, from_calendar(fixture, "b", "Call", FIXTURE_NOW + CLOCK_DAY));
	batch.owner = in.owner = "people/noor@example.org";
	batch.calendar = in.calendar = "home.ics";
	batch.former_calendar = "work.ics";
	batch.former_uids = uids;
	batch.n_former_uids = 2;
	for (int i = 0; i < 2; i++) { /* twice is once */
		assert_ok(fixture, fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings",
					   &batch, NULL));
		listed = list(fixture, &fixture->noor, &in);
		assert_int_equal(listed->n_meetings, 1);
		assert_string_equal(listed->meetings[0]->name, name);
	}
	in.calendar = "work.ics";
	assert_string_equal(list(fixture, &fixture->noor, &in)->meetings[0]->title, "Call");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_meeting_is_entered_by_hand_by_its_owner_or_their_coach),
		with_fixture(what_makes_no_sense_is_refused_with_its_field),
		with_fixture(a_confidential_meeting_keeps_its_time_and_nothing_else),
		with_fixture(meetings_are_listed_by_start_within_what_is_asked_and_seen),
		with_fixture(pages_meet_without_gap_or_overlap),
		with_fixture(a_calendar_is_taken_over_once_however_often_it_is_sent),
		with_fixture(each_change_has_its_name_and_its_event),
		with_fixture(occurrences_of_a_series_are_meetings_of_their_own),
		with_fixture(one_bad_meeting_leaves_the_others_be),
		with_fixture(a_batch_has_a_size_an_owner_and_a_calendar),
		with_fixture(what_was_entered_by_hand_can_be_cancelled_and_nothing_else),
		with_fixture(a_calendar_keeps_to_its_own_meetings),
		with_fixture(a_calendar_keeps_its_mark_until_the_next_batch),
		with_fixture(a_calendar_gets_another_name_and_its_meetings_keep_what_hangs_on_them),
		with_fixture(a_calendar_adopts_some_uids_of_another_with_what_hangs_on_them),
		with_fixture(an_occurrence_gets_another_name_and_keeps_what_hangs_on_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
