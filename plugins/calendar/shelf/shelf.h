/* plugins/calendar/shelf: what the plugin keeps of each calendar, in a small SQLite database of its own.
 *
 * A calendar belongs to one person and holds objects: of a file or a feed a single one without a name (href ""), of a
 * CalDAV collection one for each resource, with its etag. Of an object the shelf keeps its VEVENTs as reduced
 * iCalendar: only what is read (keep.h), of a private one its times. Beside them lie a few texts of state: what a
 * server said, and how the last sync went.
 *
 * One thing is done after the other: who changes calendars, or walks one in several steps, does it in a turn
 * (calendar_shelf_turn()), within which a transaction may stay open. Calls of one step need no turn, but while
 * another's transaction is open they see, and join, what it has written so far. Host's thread. A function that answers
 * bool says false when the database failed; calendar_shelf_trouble() then has the sentence.
 */
#ifndef CALENDAR_SHELF_H
#define CALENDAR_SHELF_H

#include "ical/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_shelf;

/** Opens the database in that folder (0600), and makes it when there is none. One that is damaged is made anew: what is
 *  in it comes again from the sources. NULL with a sentence in *ret_error (static storage) when that cannot be done. */
struct calendar_shelf *calendar_shelf_open(const char *folder, const char **ret_error);
/** NULL is fine. Turns that were not had yet are dropped. */
void calendar_shelf_close(struct calendar_shelf *shelf);
/** The folder it was opened in. */
const char *calendar_shelf_folder(const struct calendar_shelf *shelf);
/** What went wrong last; ids and codes only. */
const char *calendar_shelf_trouble(const struct calendar_shelf *shelf);

/** One who wants the shelf for itself. Lives with its owner until the turn has ended. */
struct calendar_turn {
	void (*have)(void *arg);
	void *arg;
	struct calendar_turn *next;
};

/** have() comes when the turn is there: at once, from within, when nobody has it. */
void calendar_shelf_turn(struct calendar_shelf *shelf, struct calendar_turn *turn);
/** Ends the turn, or takes back one that was only waited for. A transaction that is open is rolled back. */
void calendar_shelf_turn_end(struct calendar_shelf *shelf, struct calendar_turn *turn);

/** All or nothing, within a turn. */
bool calendar_shelf_begin(struct calendar_shelf *shelf);
bool calendar_shelf_commit(struct calendar_shelf *shelf);
/** Moves what was committed from the log into its place, when it has become much: where nobody waits for it, and no
 * walk is under way. At the end of a turn it is done at the latest. */
void calendar_shelf_settle(struct calendar_shelf *shelf);
void calendar_shelf_rollback(struct calendar_shelf *shelf);

/** The calendar of that owner ("people/ID") and name, which is made when there is none. kind is what it comes from
 *  ("file", "folder", "feed", "caldav"; "messages": see message.h); one that is there takes it on. 0 when the database
 * failed. */
int64_t calendar_shelf_calendar(struct calendar_shelf *shelf, const char *owner, const char *name, const char *kind);
/** The same, when it is there; else 0. */
int64_t calendar_shelf_find(struct calendar_shelf *shelf, const char *owner, const char *name);

/** Calls it otherwise; false, too, when the owner has one of that name. */
bool calendar_shelf_rename(struct calendar_shelf *shelf, int64_t calendar, const char *name);

struct calendar_shelved {
	int64_t calendar;
	const char *owner, *name, *kind;
};

/** The calendars of an owner, or of all when it is NULL, by owner and name; in the arena. */
bool calendar_shelf_list(struct calendar_shelf *shelf, const char *owner, struct calendar_arena *arena,
	struct calendar_shelved **ret, size_t *ret_count);

/** Those of an owner that hold an event of that UID, likewise. */
bool calendar_shelf_holding(struct calendar_shelf *shelf, const char *owner, const char *uid,
	struct calendar_arena *arena, struct calendar_shelved **ret, size_t *ret_count);

/** Nothing stays of the calendar; the file is scoured. */
bool calendar_shelf_forget(struct calendar_shelf *shelf, int64_t calendar);
/** Nothing stays of a person who is being erased: their calendars go, and where calendars of others say one of the
 * words (addresses, names; whatever the case of ASCII letters) `instead` stands from now on. Within a turn. */
bool calendar_shelf_erase(
	struct calendar_shelf *shelf, const char *owner, const char *const *words, size_t count, const char *instead);

/* Keys of state that the sync writes; sources have their own ("etag", "sync_token", …). Times are µs in decimal. */
#define CALENDAR_STATE_CONTENT "content" /* by what its objects are known; changes with each of them */
#define CALENDAR_STATE_FILE    "file"    /* the digest of the file that was taken in last; content is another when */
					 /* messages have been applied since */
#define CALENDAR_STATE_METHOD "method"   /* of that file */
#define CALENDAR_STATE_CUT    "cut"      /* set: the file was cut short, so that what is absent is not gone */
#define CALENDAR_STATE_EVENTS "events"   /* how many VEVENTs were read */
#define CALENDAR_STATE_SYNCED "synced"   /* when the meetings were last in line with it */
#define CALENDAR_STATE_MARK   "mark"     /* by what the daemon knew it then */
#define CALENDAR_STATE_RESULT "result"   /* the counts of then: "meetings outside refused" */
#define CALENDAR_STATE_HELD   "held"     /* set: the brake; "vanished coming since", such as "14 20 …" */

/** A text of state, in the arena; "" when there is none, or the database failed. */
const char *calendar_shelf_state(
	struct calendar_shelf *shelf, int64_t calendar, const char *key, struct calendar_arena *arena);
/** NULL or "" takes it away. */
bool calendar_shelf_state_set(struct calendar_shelf *shelf, int64_t calendar, const char *key, const char *value);

/** Files that were scheduling messages (message.h) and have been read, by the digest of their bytes, so that they are
 * not read again while they lie there. NULL forgets one. */
bool calendar_shelf_message_set(struct calendar_shelf *shelf, const char *owner, const char *file, const char *digest);
/** Each of an owner's; the texts are valid within the callback, which must not change them. */
bool calendar_shelf_messages(struct calendar_shelf *shelf, const char *owner,
	void (*each)(void *arg, const char *file, const char *digest), void *arg);

/** What was refused in the last sync that went well, with all texts; in the arena. */
bool calendar_shelf_refusals(
	struct calendar_shelf *shelf, int64_t calendar, struct calendar_arena *arena, struct calendar_refusals *ret);
bool calendar_shelf_refusals_set(
	struct calendar_shelf *shelf, int64_t calendar, const struct calendar_refusals *refusals);

/** Each object with its etag; the texts are valid within the callback, which must not change the calendar. */
bool calendar_shelf_objects(struct calendar_shelf *shelf, int64_t calendar,
	void (*each)(void *arg, const char *href, const char *etag), void *arg);
/** Each UID of its events once; likewise. */
bool calendar_shelf_uids(
	struct calendar_shelf *shelf, int64_t calendar, void (*each)(void *arg, const char *uid), void *arg);
/** Each UID of a calendar that another one has as well; likewise. The first should be the smaller one. */
bool calendar_shelf_shared(struct calendar_shelf *shelf, int64_t calendar, int64_t other,
	void (*each)(void *arg, const char *uid), void *arg);
/** Forgets an object; one that is not there is no error. (To put one: intake.h.) */
bool calendar_shelf_remove(struct calendar_shelf *shelf, int64_t calendar, const char *href);
/** After objects were put or removed: forgets the zones that no event needs any more. */
bool calendar_shelf_tidy(struct calendar_shelf *shelf, int64_t calendar);
/** Forgets all objects. */
bool calendar_shelf_clear(struct calendar_shelf *shelf, int64_t calendar);

/** A VEVENT as it is kept. */
struct calendar_kept {
	int64_t id;
	const char *uid;       /* "" for one that has none */
	size_t number;         /* among all VEVENTs of its object, from 0 */
	unsigned line;         /* of its BEGIN there; 0 for what came by messages */
	int refused;           /* enum calendar_why: it is not to be read, for this reason; CALENDAR_WHYS: it is */
	uint64_t refused_most; /* the reason's count */
	int64_t scope;         /* its VCALENDAR's properties and zones */
	const char *text;      /* from its BEGIN to its END; lines left out are empty, so that numbers stay right */
	size_t length;
};

/** The VEVENTs of a calendar, UID by UID in the order in which each first came, those of one UID together. The walk
 * stays good when the transaction is committed, and must end before it is rolled back. One walk at a time. */
bool calendar_shelf_walk(struct calendar_shelf *shelf, int64_t calendar);
/** The next one, valid until the next call; false at the end, or when the database failed. */
bool calendar_shelf_walk_next(struct calendar_shelf *shelf, struct calendar_kept *ret);
/** Whether the last walk ended because the database failed. */
bool calendar_shelf_walk_failed(const struct calendar_shelf *shelf);
void calendar_shelf_walk_end(struct calendar_shelf *shelf);
/** The VEVENTs of one UID, likewise. */
bool calendar_shelf_walk_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid);
/** One VEVENT alone, by its id. */
bool calendar_shelf_walk_event(struct calendar_shelf *shelf, int64_t calendar, int64_t event);

/** A scope's text: BEGIN:VCALENDAR, its properties and zones; in the arena, NULL when the database failed. scope 0: the
 *  first of the calendar, "" when it has none. */
const char *calendar_shelf_scope(
	struct calendar_shelf *shelf, int64_t calendar, int64_t scope, struct calendar_arena *arena);

#endif
