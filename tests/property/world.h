/* tests — a random history of the method: what the world looks like to whoever plays it, and the small model of what
 * must be true of it. Ruud coaches Noor and Sam (fixture.h); the meetings come from
 * their calendars. */
#ifndef RIDEALONG_TESTS_PROPERTY_WORLD_H
#define RIDEALONG_TESTS_PROPERTY_WORLD_H

#include "tests/daemon/service/story.h"

#define WORLD_MEETINGS 64   /* of a history */
#define WORLD_MOST     4096 /* points, marks and sessions of a history */

/** What the calendar says of a meeting. */
struct world_meeting {
	const char *name, *uid, *owner;
	int64_t start;
	bool cancelled;
};

/** An action point as the model knows it. */
struct world_point {
	const char *name; /* NULL until the store said it */
	const char *text, *owner;
	ActionPointState state;
};

/** Words that somebody wrote, each of them unlike all others. */
struct world_mark {
	const char *text;
	const char *session;
};

/** A session, and where its events have brought it. */
struct world_session {
	const char *name;
	const char *meeting;
	const char *state;  /* name in the contract */
	const char *closed; /* the debrief as it was closed, packed and in hex; NULL before */
	bool coachee_spoke; /* the coachee's experience is in */
};

struct world {
	struct fixture *fixture;
	uint32_t seed, random;
	int marks_made;
	struct world_meeting meetings[WORLD_MEETINGS];
	int n_meetings;
	struct world_point points[WORLD_MOST];
	size_t n_points;
	struct world_mark marks[WORLD_MOST];
	size_t n_marks;
	struct world_mark blind[WORLD_MOST]; /* the coach's words, in sessions where the coachee has not spoken */
	size_t n_blind;
	struct world_session sessions[WORLD_MOST];
	size_t n_sessions;
	int64_t event;     /* sequence number of the last one looked at */
	const char *move;  /* the move under way, for whoever reads a failure */
	int done, refused; /* moves that had an effect, and those that were refused */
	int transitions;   /* states that changed */
};

void world_open(struct world *world, uint32_t seed);
void world_close(struct world *world);

/** A new appointment in somebody's calendar, in the days to come; none when there are enough. */
void world_appointment(struct world *world);
/** Imports what world->meetings[i] says: a new meeting, one that moved, that was cancelled, or that came back. */
void world_calendar(struct world *world, int i);

/** A number from 0 up to below; the same for the same seed. */
int world_any(struct world *world, int below);
/** One chance in so many. */
bool world_chance(struct world *world, int in);
/** "NAME-17": words that nobody else wrote. */
char *world_mark(struct world *world, const char *name);

/** A meeting of the history, rather a late one. */
struct world_meeting *world_meeting(struct world *world);
/** A session of the history, rather a late one; NULL before the first. */
struct world_session *world_session(struct world *world);
struct world_session *world_find(struct world *world, const char *name);
const struct world_meeting *world_meeting_of(const struct world *world, const char *name);
/** Whose meeting it is. */
const struct actor *world_owner(struct world *world, const struct world_meeting *meeting);

/** Fails with seed, move and the sentence. */
#define world_fail(world, ...)                                                                                         \
	fail_msg("seed %u, after %d moves, %s: %s", (world)->seed, (world)->done + (world)->refused, (world)->move,    \
		arena_printf((world)->fixture->arena, __VA_ARGS__))

#endif
