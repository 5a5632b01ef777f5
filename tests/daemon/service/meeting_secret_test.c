/* tests — what a meeting's owner gets is the same, byte for byte, whether or not a hidden session hangs on it. */
#include "story.h"

#include "daemon/store/event.h"

extern Meetings_Service service_meetings;

/* Everything that Noor was answered, one message after the other. */
struct transcript {
	uint8_t bytes[65536];
	size_t size;
};

static void keep(struct transcript *transcript, const void *message)
{
	transcript->size += protobuf_c_message_pack(message, transcript->bytes + transcript->size);
	assert_true(transcript->size < sizeof(transcript->bytes) / 2);
}

static void upsert(struct fixture *fixture, const char *request_id, int64_t start, MeetingState state,
	struct transcript *transcript)
{
	Meeting first = MEETING__INIT, second = MEETING__INIT, *meetings[] = { &first, &second };
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *response;

	first.uid = "visit";
	first.title = "Visit";
	first.start_time = instant_new(fixture->arena, start);
	first.end_time = instant_new(fixture->arena, start + CLOCK_HOUR);
	first.state = state;
	/* new each time: its id comes after whatever the first one caused */
	second = first;
	second.uid = (char *)request_id;
	in.owner = "people/me";
	in.calendar = "work.ics";
	in.meetings = meetings;
	in.n_meetings = 2;
	assert_ok(fixture, fixture_call_as(fixture, &fixture->noor, request_id, &service_meetings,
				   "BatchUpsertMeetings", &in, &response));
	keep(transcript, response);
}

static void list(struct fixture *fixture, struct transcript *transcript)
{
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *response;
	struct store_viewer noor = { .person = "people/noor", .today = "2026-03-02" };
	struct store_event_filter filter = { .viewer = &noor, .limit = 100 };
	Event **events;
	size_t count;
	int64_t last;

	in.page_size = 2;
	in.include_cancelled = true;
	assert_ok(fixture,
		fixture_call_as(fixture, &fixture->noor, "", &service_meetings, "ListMeetings", &in, &response));
	keep(transcript, response);
	assert_ok(fixture,
		store_event_list(fixture->conn, &filter, fixture->arena, &events, &count, &last, &fixture->error));
	for (size_t i = 0; i < count; i++)
		keep(transcript, events[i]);
}

static const char *visit_of(struct fixture *fixture)
{
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *response;

	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_meetings, "ListMeetings", &in, &response));
	for (size_t i = 0; i < response->n_meetings; i++)
		if (strcmp(response->meetings[i]->uid, "visit") == 0)
			return response->meetings[i]->name;
	fail_msg("the visit is gone");
	return NULL;
}

static void play(bool hidden, struct transcript *transcript)
{
	struct fixture *fixture;
	void *state;
	Session *session;

	transcript->size = 0;
	fixture_open(&state);
	fixture = state;
	story_tell_team(fixture);
	story_planned(fixture); /* the first one is never unannounced */
	upsert(fixture, "import-1", STORY_START + 7 * CLOCK_DAY, MEETING_STATE_SCHEDULED, transcript);
	fixture->now += CLOCK_MINUTE;
	if (hidden) {
		assert_ok(fixture, story_plan(fixture, &fixture->ruud, visit_of(fixture), "", true, &session));
		assert_true(session->unannounced);
	}
	list(fixture, transcript);
	fixture->now += CLOCK_MINUTE;
	upsert(fixture, "import-2", STORY_START + 8 * CLOCK_DAY, MEETING_STATE_SCHEDULED, transcript);
	list(fixture, transcript);
	fixture->now += CLOCK_MINUTE;
	upsert(fixture, "import-3", STORY_START + 8 * CLOCK_DAY, MEETING_STATE_CANCELLED, transcript);
	list(fixture, transcript);
	if (hidden) {
		/* and yet it was carried along */
		GetSessionRequest in = GET_SESSION_REQUEST__INIT;

		in.name = session->name;
		assert_ok(
			fixture, fixture_call(fixture, &fixture->ruud, &service_sessions, "GetSession", &in, &session));
		assert_int_equal(session->state, SESSION_STATE_CANCELLED);
		assert_int_equal(instant_us(session->start_time), STORY_START + 8 * CLOCK_DAY);
	}
	fixture_close(&state);
}

static void a_hidden_session_changes_no_byte_of_what_the_owner_gets(void **state)
{
	static struct transcript with, without;

	(void)state;
	play(true, &with);
	play(false, &without);
	assert_int_equal(with.size, without.size);
	assert_memory_equal(with.bytes, without.bytes, with.size);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hidden_session_changes_no_byte_of_what_the_owner_gets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
