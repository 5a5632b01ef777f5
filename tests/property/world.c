/* tests — a random history of the method. */
#include "world.h"

extern Meetings_Service service_meetings;

void world_calendar(struct world *world, int i)
{
	struct world_meeting *known = &world->meetings[i];
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *out = NULL;
	Meeting meeting = MEETING__INIT, *meetings[] = { &meeting };
	struct arena *arena = world->fixture->arena;

	meeting.uid = (char *)known->uid;
	meeting.title = "Offer";
	meeting.customer = "Dovecote BV";
	meeting.start_time = instant_new(arena, known->start);
	meeting.end_time = instant_new(arena, known->start + CLOCK_HOUR);
	meeting.state = known->cancelled ? MEETING_STATE_CANCELLED : MEETING_STATE_SCHEDULED;
	in.owner = (char *)known->owner;
	in.calendar = "work.ics";
	in.n_meetings = 1;
	in.meetings = meetings;
	assert_ok(world->fixture, fixture_call(world->fixture, &world->fixture->plugin, &service_meetings,
					  "BatchUpsertMeetings", &in, &out));
	/* one that goes on in another answers with that one's name */
	if (known->name == NULL)
		known->name = out->results[0]->meeting;
}

void world_appointment(struct world *world)
{
	int i = world->n_meetings;

	if (i == WORLD_MEETINGS)
		return;
	world->meetings[i] = (struct world_meeting){ .uid = arena_printf(world->fixture->arena, "uid-%d", i),
		.owner = world_chance(world, 3) ? "people/sam" : "people/noor",
		.start = world->fixture->now + (1 + world_any(world, 12)) * 5 * CLOCK_HOUR };
	world->n_meetings++;
	world_calendar(world, i);
}

void world_open(struct world *world, uint32_t seed)
{
	void *made;

	*world = (struct world){ .seed = seed, .random = seed * 2654435761u + 1, .move = "at the beginning" };
	fixture_open(&made);
	world->fixture = made;
	story_tell_team(world->fixture);
	for (int i = 0; i < 4; i++)
		world_appointment(world);
}

void world_close(struct world *world)
{
	void *made = world->fixture;

	fixture_close(&made);
}

int world_any(struct world *world, int below)
{
	world->random = world->random * 1664525 + 1013904223;
	return (int)((world->random >> 8) % (uint32_t)below);
}

bool world_chance(struct world *world, int in)
{
	return world_any(world, in) == 0;
}

char *world_mark(struct world *world, const char *name)
{
	return arena_printf(world->fixture->arena, "%s-%d-", name, ++world->marks_made);
}

/* The later of two, as people are mostly busy with what is new. */
static int late(struct world *world, int count)
{
	int one = world_any(world, count), other = world_any(world, count);

	return one > other ? one : other;
}

struct world_meeting *world_meeting(struct world *world)
{
	return &world->meetings[late(world, world->n_meetings)];
}

struct world_session *world_session(struct world *world)
{
	return world->n_sessions == 0 ? NULL : &world->sessions[late(world, (int)world->n_sessions)];
}

struct world_session *world_find(struct world *world, const char *name)
{
	for (size_t i = 0; i < world->n_sessions; i++)
		if (strcmp(world->sessions[i].name, name) == 0)
			return &world->sessions[i];
	return NULL;
}

const struct world_meeting *world_meeting_of(const struct world *world, const char *name)
{
	for (size_t i = 0; i < (size_t)world->n_meetings; i++)
		if (strcmp(world->meetings[i].name, name) == 0)
			return &world->meetings[i];
	return NULL;
}

const struct actor *world_owner(struct world *world, const struct world_meeting *meeting)
{
	return strcmp(meeting->owner, "people/noor") == 0 ? &world->fixture->noor : &world->fixture->sam;
}
