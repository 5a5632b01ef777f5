/* tests — random imports against a model of what a calendar's meetings must be afterwards. */
#include "fixture.h"

#include "ridealong/v1/meeting.pb-c.h"

extern Meetings_Service service_meetings;

#define UIDS    12
#define STEPS   150
#define SEEDS   8
#define IMPORTS 5 /* meetings in a batch */

/* What is known of one UID. */
struct known {
	bool there, cancelled, confidential;
	int start, length, title; /* in hours and as a number */
	const char *name;
};

struct world {
	struct fixture *fixture;
	struct known known[UIDS];
	uint32_t random;
	int events;
};

static int any(struct world *world, int below)
{
	world->random = world->random * 1664525 + 1013904223;
	return (int)((world->random >> 8) % (uint32_t)below);
}

static struct known roll(struct world *world)
{
	return (struct known){ .there = true,
		.cancelled = any(world, 4) == 0,
		.confidential = any(world, 5) == 0,
		.start = 24 + any(world, 3),
		.length = 1 + any(world, 2),
		.title = any(world, 2) };
}

static Meeting *write_down(struct world *world, int uid, const struct known *known)
{
	struct arena *arena = world->fixture->arena;
	Meeting *meeting = arena_alloc(arena, sizeof(*meeting));

	meeting__init(meeting);
	meeting->uid = arena_printf(arena, "uid-%d", uid);
	meeting->title = arena_printf(arena, "Visit %d", known->title);
	meeting->start_time = instant_new(arena, FIXTURE_NOW + known->start * CLOCK_HOUR);
	meeting->end_time = instant_new(arena, FIXTURE_NOW + (known->start + known->length) * CLOCK_HOUR);
	meeting->state = known->cancelled ? MEETING_STATE_CANCELLED : MEETING_STATE_SCHEDULED;
	meeting->confidential = known->confidential;
	return meeting;
}

static MeetingChange expected(const struct known *before, const struct known *after)
{
	bool words =
		before->confidential != after->confidential || (!after->confidential && before->title != after->title);
	bool time = before->start != after->start || before->length != after->length;

	if (!before->there)
		return MEETING_CHANGE_CREATED;
	if (after->cancelled && !before->cancelled)
		return MEETING_CHANGE_CANCELLED;
	if (!words && !time && before->cancelled == after->cancelled)
		return MEETING_CHANGE_UNCHANGED;
	return time && !after->cancelled ? MEETING_CHANGE_MOVED : MEETING_CHANGE_UPDATED;
}

static void import(struct world *world)
{
	struct fixture *fixture = world->fixture;
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *response;
	Meeting *meetings[IMPORTS];
	struct known rolled[IMPORTS];
	int uids[IMPORTS];

	for (int i = 0; i < IMPORTS; i++) {
		uids[i] = any(world, UIDS);
		/* half of the time the calendar says what it said before */
		rolled[i] = world->known[uids[i]].there && any(world, 2) ? world->known[uids[i]] : roll(world);
		meetings[i] = write_down(world, uids[i], &rolled[i]);
	}
	in.owner = "people/noor";
	in.calendar = "work.ics";
	in.n_meetings = IMPORTS;
	in.meetings = meetings;
	assert_ok(fixture,
		fixture_call(fixture, &fixture->plugin, &service_meetings, "BatchUpsertMeetings", &in, &response));
	for (int i = 0; i < IMPORTS; i++) {
		struct known *known = &world->known[uids[i]];
		MeetingChange change = expected(known, &rolled[i]);

		assert_int_equal(response->results[i]->change, change);
		if (known->there)
			assert_string_equal(response->results[i]->meeting, known->name);
		rolled[i].name = response->results[i]->meeting;
		world->events += change != MEETING_CHANGE_UNCHANGED;
		*known = rolled[i];
	}
}

static const struct known *find(const struct world *world, const char *name)
{
	for (int i = 0; i < UIDS; i++)
		if (world->known[i].there && strcmp(world->known[i].name, name) == 0)
			return &world->known[i];
	fail_msg("%s is nobody's", name);
	return NULL;
}

static void compare(struct world *world)
{
	struct fixture *fixture = world->fixture;
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *list;
	size_t there = 0, listed = 0;
	int64_t last = INT64_MIN;

	for (int i = 0; i < UIDS; i++)
		there += world->known[i].there;
	in.include_cancelled = true;
	in.page_size = 5;
	do {
		assert_ok(
			fixture, fixture_call(fixture, &fixture->ruud, &service_meetings, "ListMeetings", &in, &list));
		for (size_t i = 0; i < list->n_meetings; i++, listed++) {
			const Meeting *meeting = list->meetings[i];
			const struct known *known = find(world, meeting->name);

			assert_true(instant_us(meeting->start_time) >= last);
			last = instant_us(meeting->start_time);
			assert_int_equal(last, FIXTURE_NOW + known->start * CLOCK_HOUR);
			assert_int_equal(
				meeting->state, known->cancelled ? MEETING_STATE_CANCELLED : MEETING_STATE_SCHEDULED);
			assert_string_equal(meeting->title,
				known->confidential ? "" : arena_printf(fixture->arena, "Visit %d", known->title));
		}
		in.page_token = list->next_page_token;
	} while (in.page_token[0] != '\0');
	assert_int_equal(listed, there);
	assert_int_equal(fixture_events(fixture, "meeting.", "people/noor"), world->events);
}

static void random_imports_leave_what_the_calendar_said_last(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= SEEDS; seed++) {
		struct world world = { .random = seed };
		void *made;

		fixture_open(&made);
		world.fixture = made;
		for (int step = 0; step < STEPS; step++) {
			import(&world);
			if (step % 10 == 9)
				compare(&world);
			world.fixture->now += CLOCK_SECOND;
		}
		fixture_close(&made);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_imports_leave_what_the_calendar_said_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
