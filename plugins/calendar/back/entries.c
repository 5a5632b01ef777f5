/* plugins/calendar/back: see entries.h. */
#include "back/entries.h"
#include "back/words.h"

#include <string.h>

enum { REFRESH_MINUTES = 60 };

/* A session and what is said of it to this person. */
struct telling {
	struct calendar_entries *entries;
	const Session *session;
	const char *language;
	bool coach;                    /* the person is the one who goes along */
	struct icalendar_event common; /* what all its entries share */
	bool good;
};

static const char *id_of(const char *name)
{
	const char *slash = strchr(name, '/');

	return slash ? slash + 1 : name;
}

static int64_t length_us(const Duration *length)
{
	return length ? length->seconds * 1000000 + length->nanos / 1000 : 0;
}

bool calendar_entries_hidden(const Session *session)
{
	return session->unannounced && !session->reveal_time;
}

/* Also one that was begun and never talked through took place. */
static bool takes_place(const Session *session)
{
	if (session->state == SESSION_STATE_LAPSED)
		return session->actual_start_time != NULL;
	return session->state != SESSION_STATE_SKIPPED && session->state != SESSION_STATE_CANCELLED;
}

static bool add(struct calendar_entries *entries, const struct icalendar_event *event)
{
	struct icalendar_event *list =
		calendar_arena_grow(&entries->arena, entries->list, entries->count, &entries->room, sizeof(*list));

	if (!list)
		return false;
	entries->list = list;
	list[entries->count++] = *event;
	return true;
}

/* "Mee met Sam: Bakker"; of a confidential session what is given for that, and no name. */
static const char *title(const struct telling *telling, const char *what)
{
	const Session *session = telling->session;
	const char *who = *session->customer ? session->customer : session->meeting_title;

	if (session->confidential || !*who)
		return what;
	return calendar_arena_print(&telling->entries->arena, "%s: %s", what, who);
}

static void tell(struct telling *telling, const char *kind, const char *summary, int64_t start, int64_t end)
{
	struct icalendar_event event = telling->common;

	event.uid =
		calendar_arena_print(&telling->entries->arena, "%s-%s@ridealong", kind, id_of(telling->session->name));
	event.summary = summary;
	event.start = start;
	event.end = end;
	telling->good = add(telling->entries, &event) && telling->good;
}

static const char *word(const struct telling *telling, enum back_word which)
{
	return calendar_back_word(which, telling->language);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the formats are words.c's own */

static const char *say(const struct telling *telling, enum back_word which, const char *first, const char *second)
{
	return calendar_arena_print(&telling->entries->arena, word(telling, which), first, second);
}

#pragma GCC diagnostic pop

/* Who comes along with whom, as this person says it. */
static const char *session_what(const struct telling *telling)
{
	const Session *session = telling->session;
	const char *other = telling->coach ? session->coachee_display_name : session->coach_display_name;
	const bool asked = session->invite_state == INVITE_STATE_OPEN;

	if (session->confidential)
		return word(telling, BACK_WORD_SESSION);
	if (telling->coach)
		return say(telling, asked ? BACK_WORD_ASKED_BY : BACK_WORD_ALONG, other, "");
	return say(telling, asked ? BACK_WORD_ASKED : BACK_WORD_COMES, other, "");
}

static const char *line_after(const struct telling *telling, const char *text, const char *line)
{
	return calendar_arena_print(&telling->entries->arena, "%s\n%s", text, line);
}

static const char *session_description(const struct telling *telling)
{
	const Session *session = telling->session;
	const char *text = say(telling, BACK_WORD_STATE, calendar_back_state(session->state, telling->language), "");

	if (calendar_entries_hidden(session))
		text = line_after(telling, text, word(telling, BACK_WORD_NOT_ANNOUNCED));
	if (session->confidential)
		return text;
	if (*session->coach_focus)
		text = line_after(telling, text,
			say(telling, BACK_WORD_COACH_FOCUS, session->coach_display_name, session->coach_focus));
	if (*session->coachee_focus)
		text = line_after(telling, text,
			say(telling, BACK_WORD_COACHEE_FOCUS, session->coachee_display_name, session->coachee_focus));
	return text;
}

static void tell_session(struct telling *telling)
{
	const struct icalendar_event common = telling->common;

	telling->common.description = session_description(telling);
	if (!telling->session->confidential)
		telling->common.location = telling->session->place;
	tell(telling, "session", title(telling, session_what(telling)), sdk_time_us(telling->session->start_time),
		sdk_time_us(telling->session->end_time));
	telling->common = common;
}

/* The way there is the coach's, and the coachee's when they travel together; a way back is known only then. */
static void tell_ways(struct telling *telling)
{
	const Session *session = telling->session;
	const bool both = session->travel_together == TRAVEL_TOGETHER_BOTH;
	const bool there = both || session->travel_together == TRAVEL_TOGETHER_THERE;
	const bool back = both || session->travel_together == TRAVEL_TOGETHER_BACK;
	const int64_t start = sdk_time_us(session->start_time);
	int64_t begin;

	if ((telling->coach || there) && length_us(session->travel) > 0)
		tell(telling, "there",
			title(telling, word(telling, there ? BACK_WORD_THERE_TOGETHER : BACK_WORD_ON_THE_WAY)),
			start - length_us(session->travel), start);
	if (back && length_us(session->travel_back) > 0) {
		begin = sdk_time_us(session->debrief_after_travel ? session->end_time : session->debrief_end_time);
		tell(telling, "back", title(telling, word(telling, BACK_WORD_BACK_TOGETHER)), begin,
			begin + length_us(session->travel_back));
	}
}

static void tell_debrief(struct telling *telling)
{
	const Session *session = telling->session;

	if (session->debrief_start_time && session->debrief_end_time)
		tell(telling, "debrief", title(telling, word(telling, BACK_WORD_DEBRIEF)),
			sdk_time_us(session->debrief_start_time), sdk_time_us(session->debrief_end_time));
}

static enum icalendar_status status_of(const Session *session)
{
	return session->invite_state == INVITE_STATE_OPEN || session->state == SESSION_STATE_PLANNED ||
			       session->state == SESSION_STATE_PREPARED
		       ? ICALENDAR_TENTATIVE
		       : ICALENDAR_CONFIRMED;
}

static bool add_session(struct calendar_entries *entries, const Session *session, const Person *person)
{
	struct telling telling = { .entries = entries,
		.session = session,
		.language = person->language,
		.coach = strcmp(session->coach, person->name) == 0,
		.common = { .created = sdk_time_us(session->create_time),
			.changed = sdk_time_us(session->update_time),
			.status = status_of(session),
			.access = session->confidential ? ICALENDAR_CONFIDENTIAL : ICALENDAR_PUBLIC },
		.good = true };

	if (calendar_entries_hidden(session))
		telling.common.access = ICALENDAR_PRIVATE;
	tell_session(&telling);
	tell_debrief(&telling);
	tell_ways(&telling);
	return telling.good;
}

static bool add_point(struct calendar_entries *entries, const ActionPoint *point, const Person *person)
{
	struct icalendar_event event = { .date = point->due_date,
		.created = sdk_time_us(point->agree_time),
		.changed = sdk_time_us(point->update_time),
		.free = true };

	event.uid = calendar_arena_print(&entries->arena, "action-%s@ridealong", id_of(point->name));
	event.summary = calendar_back_word(BACK_WORD_ACTION_POINT, person->language);
	return add(entries, &event);
}

bool calendar_entries_make(struct calendar_entries *entries, const struct calendar_view *view)
{
	bool good = true;

	*entries = (struct calendar_entries){ 0 };
	for (size_t i = 0; i < view->session_count && good; i++)
		if (takes_place(view->sessions[i]))
			good = add_session(entries, view->sessions[i], view->person);
	for (size_t i = 0; i < view->point_count && good; i++)
		good = add_point(entries, view->points[i], view->person);
	return good;
}

bool calendar_entries_make_coach(struct calendar_entries *entries, const struct calendar_view *view)
{
	bool good = true;

	*entries = (struct calendar_entries){ 0 };
	for (size_t i = 0; i < view->session_count && good; i++) {
		const Session *session = view->sessions[i];

		if (takes_place(session) && !calendar_entries_hidden(session) &&
			strcmp(session->coach, view->person->name) == 0)
			good = add_session(entries, session, view->person);
	}
	return good;
}

void calendar_entries_free(struct calendar_entries *entries)
{
	calendar_arena_free(&entries->arena);
	*entries = (struct calendar_entries){ 0 };
}

struct icalendar calendar_entries_feed(const struct calendar_entries *entries, const Person *person)
{
	struct calendar_arena arena = { 0 };
	struct icalendar feed = { 0 };

	icalendar_begin(&feed,
		&(struct icalendar_head){ .name = calendar_arena_print(&arena, "Ridealong: %s", person->display_name),
			.refresh_minutes = REFRESH_MINUTES });
	for (size_t i = 0; i < entries->count; i++)
		icalendar_event(&feed, &entries->list[i]);
	icalendar_end(&feed);
	calendar_arena_free(&arena);
	return feed;
}
