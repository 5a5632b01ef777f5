/* plugins/calendar/meetings: see explain.h. */
#include "explain.h"

#include "ical/civil.h"
#include "ical/meaning.h"
#include "ical/rrule.h"

#include <string.h>
#include <strings.h>

enum { EVENTS_TOLD = 50, PEOPLE_TOLD = 20, RULES_TOLD = 5 };

struct explain {
	struct calendar_explanation *explanation;
	struct calendar_arena *arena;
	const struct calendar_owner *owner;
	const struct calendar_partners *partners;
	struct calendar_event *const *events;
	size_t count;
	const struct calendar_event *told; /* whose words count: the series', else the first one's */
};

static void fact_add(struct explain *explain, struct calendar_reason fact)
{
	struct calendar_explanation *explanation = explain->explanation;
	const struct calendar_reason **list = calendar_arena_grow(explain->arena, explanation->facts,
		explanation->count, &explanation->room, sizeof(struct calendar_reason *));

	if (!list)
		return;
	explanation->facts = list;
	list[explanation->count++] = calendar_reason_keep(explain->arena, fact);
}

static void tell(struct explain *explain, enum calendar_why why)
{
	fact_add(explain, (struct calendar_reason){ .why = why });
}

static void tell_text(struct explain *explain, enum calendar_why why, const char *text)
{
	fact_add(explain, (struct calendar_reason){ .why = why, .text = text });
}

static void tell_count(struct explain *explain, enum calendar_why why, uint64_t count)
{
	if (count > 0)
		fact_add(explain, (struct calendar_reason){ .why = why, .count = count });
}

/* ---- what stands there ---- */

/* As people write it: "2026-03-02 09:00 UTC". */
static const char *moment_text(struct explain *explain, const struct calendar_moment *moment)
{
	char text[CALENDAR_CIVIL_TEXT_MAX];

	if (moment->kind == CALENDAR_DATE) {
		calendar_civil_write_date(calendar_civil_wall_day(moment->wall), text);
	} else {
		calendar_civil_write_time(moment->wall, text);
		text[10] = ' '; /* 2026-03-02T09:00:00 */
		if (strcmp(text + 16, ":00") == 0)
			text[16] = '\0';
	}
	return calendar_arena_print(explain->arena, "%s%s", text, moment->kind == CALENDAR_UTC ? " UTC" : "");
}

static const char *stamp_text(struct explain *explain, const struct calendar_event *event)
{
	const struct calendar_moment stamp = { .wall = event->stamp, .kind = CALENDAR_UTC };

	return event->stamp ? moment_text(explain, &stamp) : "-";
}

static bool is_same_thing(const struct calendar_event *left, const struct calendar_event *right)
{
	const struct calendar_moment *a = &left->recurrence, *b = &right->recurrence;

	return a->kind == b->kind && (a->kind == CALENDAR_NOTHING || (a->wall == b->wall && a->zone == b->zone));
}

/* The version that counts in its place, or NULL when it counts itself. */
static const struct calendar_event *winner_over(const struct explain *explain, const struct calendar_event *event)
{
	const struct calendar_event *winner = NULL;

	for (size_t i = 0; i < explain->count; i++) {
		const struct calendar_event *other = explain->events[i];

		if (other != event && is_same_thing(other, event) &&
			calendar_event_compare(other, winner ? winner : event) > 0)
			winner = other;
	}
	return winner;
}

/* Why it does not count, when another does in its place. */
static void winner_tell(struct explain *explain, const struct calendar_event *event)
{
	const struct calendar_event *winner = winner_over(explain, event);
	enum calendar_why why = CALENDAR_WHY_EXPLAIN_OLDER_PLACE;

	if (!winner)
		return;
	if (winner->sequence != event->sequence)
		why = CALENDAR_WHY_EXPLAIN_OLDER_SEQUENCE;
	else if (winner->stamp != event->stamp)
		why = CALENDAR_WHY_EXPLAIN_OLDER_STAMP;
	fact_add(explain, (struct calendar_reason){ .why = why, .line = winner->line });
}

static void event_tell(struct explain *explain, const struct calendar_event *event)
{
	static const enum calendar_why whys[][2] = {
		{ CALENDAR_WHY_EXPLAIN_EVENT_TOLD, CALENDAR_WHY_EXPLAIN_EVENT },
		{ CALENDAR_WHY_EXPLAIN_CHANGE_TOLD, CALENDAR_WHY_EXPLAIN_CHANGE },
		{ CALENDAR_WHY_EXPLAIN_CHANGE_ON_TOLD, CALENDAR_WHY_EXPLAIN_CHANGE_ON },
	};
	bool is_change = event->recurrence.kind != CALENDAR_NOTHING;

	fact_add(explain, (struct calendar_reason){
				  .why = whys[is_change + (is_change && event->this_and_future)][event->line > 0],
				  .line = event->line,
				  .count = (uint64_t)event->sequence,
				  .name = is_change ? moment_text(explain, &event->recurrence) : "",
				  .text = stamp_text(explain, event) });
	winner_tell(explain, event);
}

static void events_tell(struct explain *explain)
{
	size_t most = explain->count < EVENTS_TOLD ? explain->count : EVENTS_TOLD;

	if (*explain->told->summary && explain->told->class != CALENDAR_PRIVATE)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_SUBJECT, explain->told->summary);
	for (size_t i = 0; i < most; i++)
		event_tell(explain, explain->events[i]);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_MORE_EVENTS, explain->count - most);
}

static const struct calendar_event *told_find(const struct explain *explain)
{
	for (size_t i = 0; i < explain->count; i++) {
		const struct calendar_event *event = explain->events[i];

		if (event->recurrence.kind == CALENDAR_NOTHING && !winner_over(explain, event))
			return event;
	}
	return explain->events[0];
}

/* ---- when ---- */

static void zone_tell(struct explain *explain, const struct calendar_occurrence *occurrence)
{
	const char *name = occurrence->floats_in ? calendar_zone_database_name(occurrence->floats_in) : NULL;
	const char *owner = *explain->owner->zone_name ? explain->owner->zone_name : "UTC";

	if (occurrence->kind == CALENDAR_DATE)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_DAYS, owner);
	else if (occurrence->kind == CALENDAR_UTC)
		tell(explain, CALENDAR_WHY_EXPLAIN_UTC);
	else if (occurrence->kind == CALENDAR_FLOATING && occurrence->floats_in)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_FLOATS, name ? name : "");
	else if (occurrence->kind == CALENDAR_FLOATING)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_OWNERS_ZONE, owner);
	else if (*occurrence->zone)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_ZONE, occurrence->zone);
	else
		tell(explain, CALENDAR_WHY_EXPLAIN_ZONE_FILE);
}

/* The days of a BYDAY that names them alone; false when it says more. */
static bool days_tell(struct explain *explain, const char *text, size_t length)
{
	static const struct {
		const char *name;
		enum calendar_why why;
	} days[] = { { "MO", CALENDAR_WHY_EXPLAIN_MONDAY }, { "TU", CALENDAR_WHY_EXPLAIN_TUESDAY },
		{ "WE", CALENDAR_WHY_EXPLAIN_WEDNESDAY }, { "TH", CALENDAR_WHY_EXPLAIN_THURSDAY },
		{ "FR", CALENDAR_WHY_EXPLAIN_FRIDAY }, { "SA", CALENDAR_WHY_EXPLAIN_SATURDAY },
		{ "SU", CALENDAR_WHY_EXPLAIN_SUNDAY } };
	bool named[7] = { false };

	if (length < strlen("BYDAY=MO") || strncasecmp(text, "BYDAY=", 6) != 0)
		return false;
	for (size_t at = 6; at < length; at += 3) {
		size_t day = 0;

		while (day < 7 && strncasecmp(text + at, days[day].name, 2) != 0)
			day++;
		if (day == 7 || at + 2 > length || (at + 2 < length && text[at + 2] != ','))
			return false;
		named[day] = true;
	}
	for (size_t day = 0; day < 7; day++) {
		if (named[day])
			tell(explain, days[day].why);
	}
	return true;
}

/* What limits a rule; what has no words here, as it is written: "BYDAY=1MO". */
static void limits_tell(struct explain *explain, const char *text)
{
	static const char *const told[] = { "FREQ=", "INTERVAL=", "COUNT=", "UNTIL=", "WKST=" };
	const char *limits = "";

	while (*text) {
		size_t length = strcspn(text, ";");
		bool is_told = length == 0;

		for (size_t i = 0; i < sizeof(told) / sizeof(*told); i++)
			is_told |= strncasecmp(text, told[i], strlen(told[i])) == 0;
		if (!is_told && !days_tell(explain, text, length))
			limits = calendar_arena_print(
				explain->arena, "%s%s%.*s", limits, *limits ? ", " : "", (int)length, text);
		text += length + (text[length] == ';');
	}
	if (*limits)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_ONLY, limits);
}

static void rule_tell(struct explain *explain, const char *text)
{
	static const struct {
		enum calendar_why each, every;
	} words[] = {
		[CALENDAR_SECONDLY] = { CALENDAR_WHY_EXPLAIN_SECOND, CALENDAR_WHY_EXPLAIN_SECONDS },
		[CALENDAR_MINUTELY] = { CALENDAR_WHY_EXPLAIN_MINUTE, CALENDAR_WHY_EXPLAIN_MINUTES },
		[CALENDAR_HOURLY] = { CALENDAR_WHY_EXPLAIN_HOUR, CALENDAR_WHY_EXPLAIN_HOURS },
		[CALENDAR_DAILY] = { CALENDAR_WHY_EXPLAIN_DAY, CALENDAR_WHY_EXPLAIN_EVERY_DAYS },
		[CALENDAR_WEEKLY] = { CALENDAR_WHY_EXPLAIN_WEEK, CALENDAR_WHY_EXPLAIN_WEEKS },
		[CALENDAR_MONTHLY] = { CALENDAR_WHY_EXPLAIN_MONTH, CALENDAR_WHY_EXPLAIN_MONTHS },
		[CALENDAR_YEARLY] = { CALENDAR_WHY_EXPLAIN_YEAR, CALENDAR_WHY_EXPLAIN_YEARS },
	};
	struct calendar_moment until = { .kind = CALENDAR_FLOATING };
	struct calendar_rrule rule;

	if (calendar_rrule_read(text, &rule))
		return; /* the refusal says so */
	if (rule.interval == 1)
		tell(explain, words[rule.freq].each);
	else
		tell_count(explain, words[rule.freq].every, (uint64_t)rule.interval);
	limits_tell(explain, text);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_TIMES, (uint64_t)rule.count);
	until.wall = rule.until;
	if (rule.until_kind == CALENDAR_UNTIL_DATE)
		until.kind = CALENDAR_DATE;
	else if (rule.until_kind == CALENDAR_UNTIL_UTC)
		until.kind = CALENDAR_UTC;
	if (rule.until_kind != CALENDAR_UNTIL_NONE)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_UNTIL, moment_text(explain, &until));
}

static void times_tell(struct explain *explain)
{
	const struct calendar_event *event = explain->told;

	if (event->start.kind != CALENDAR_NOTHING)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_BEGINS, moment_text(explain, &event->start));
	if (explain->explanation->occurrence_count > 0)
		zone_tell(explain, explain->explanation->occurrences[0]);
	for (size_t i = 0; i < event->rule_count && i < RULES_TOLD; i++)
		rule_tell(explain, event->rules[i]);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_ADDED, event->extra_count);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_EXCEPTED, event->excepted_count);
}

/* ---- who and where ---- */

static const struct calendar_partner *partner_find(const struct explain *explain, const char *address)
{
	for (size_t i = 0; i < explain->partners->count; i++) {
		const struct calendar_partner *partner = &explain->partners->list[i];

		for (size_t k = 0; k < partner->address_count; k++) {
			if (strcasecmp(partner->addresses[k], address) == 0)
				return partner;
		}
	}
	return NULL;
}

static void person_tell(struct explain *explain, const struct calendar_person *person)
{
	const struct calendar_partner *partner = partner_find(explain, person->email);
	struct calendar_reason fact = { .why = CALENDAR_WHY_EXPLAIN_PERSON, .text = person->email };

	if (person->organizer)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_ORGANIZER, person->email);
	if (person->is_thing) {
		fact.why = CALENDAR_WHY_EXPLAIN_THING;
	} else if (calendar_owner_is(explain->owner, person->email)) {
		fact.why = CALENDAR_WHY_EXPLAIN_OWNER;
	} else if (partner) {
		fact.why = partner->is_coach ? CALENDAR_WHY_EXPLAIN_COACH : CALENDAR_WHY_EXPLAIN_COACHEE;
		fact.name = partner->name;
	}
	if (!person->organizer || fact.why != CALENDAR_WHY_EXPLAIN_PERSON)
		fact_add(explain, fact);
}

static void customer_tell(struct explain *explain)
{
	static const enum calendar_why whys[] = {
		[CALENDAR_CUSTOMER_NONE] = CALENDAR_WHY_EXPLAIN_NO_CUSTOMER,
		[CALENDAR_CUSTOMER_DESCRIBED] = CALENDAR_WHY_EXPLAIN_CUSTOMER_DESCRIBED,
		[CALENDAR_CUSTOMER_SUMMARY] = CALENDAR_WHY_EXPLAIN_CUSTOMER_SUMMARY,
		[CALENDAR_CUSTOMER_INVITED] = CALENDAR_WHY_EXPLAIN_CUSTOMER_INVITED,
	};
	enum calendar_customer from;
	const char *customer = calendar_meaning_customer(explain->told, explain->owner->email, explain->arena, &from);

	tell_text(explain, whys[from], customer);
}

static void words_tell(struct explain *explain)
{
	const struct calendar_event *event = explain->told;
	const char *online = event->online ? event->online : calendar_meaning_online(event->location, explain->arena);

	if (event->class == CALENDAR_PRIVATE) {
		tell(explain, CALENDAR_WHY_EXPLAIN_PRIVATE);
		return;
	}
	for (size_t i = 0; i < event->people_count && i < PEOPLE_TOLD; i++)
		person_tell(explain, &event->people[i]);
	if (event->people_count > PEOPLE_TOLD)
		tell_count(explain, CALENDAR_WHY_EXPLAIN_MORE_PEOPLE, event->people_count - PEOPLE_TOLD);
	customer_tell(explain);
	if (*event->location)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_PLACE, event->location);
	if (online)
		tell_text(explain, CALENDAR_WHY_EXPLAIN_ONLINE, online);
	if (event->leaves_free)
		tell(explain, CALENDAR_WHY_EXPLAIN_FREE);
}

/* ---- what follows ---- */

static void verdict_tell(struct explain *explain)
{
	struct calendar_explanation *explanation = explain->explanation;
	uint64_t off = 0, declined = 0, lasts_nothing = 0, meetings = 0;

	for (size_t i = 0; i < explanation->occurrence_count; i++) {
		const struct calendar_occurrence *occurrence = explanation->occurrences[i];

		if (occurrence->cancelled)
			off++;
		else if (calendar_meeting_is_off(occurrence, explain->owner))
			declined++;
		else if (occurrence->end <= occurrence->start)
			lasts_nothing++;
		else
			meetings++;
	}
	if (explanation->occurrence_count == 0)
		tell(explain, CALENDAR_WHY_EXPLAIN_OUTSIDE);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_OFF, off);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_DECLINED, declined);
	if (lasts_nothing > 0)
		tell(explain, CALENDAR_WHY_LASTS_NOTHING);
	tell_count(explain, CALENDAR_WHY_EXPLAIN_MEETINGS, meetings);
	explanation->is_meeting = meetings > 0;
}

/* Its occurrences; the reason when it is refused. */
static const struct calendar_reason *occurrences_find(struct explain *explain, const char *uid,
	const struct calendar_occurrences *all, const struct calendar_refusals *refusals)
{
	struct calendar_explanation *explanation = explain->explanation;

	for (size_t i = 0; i < refusals->count; i++) {
		if (strcmp(refusals->list[i].uid, uid) == 0)
			return refusals->list[i].reason;
	}
	explanation->occurrences =
		calendar_arena_take(explain->arena, (all->count + 1) * sizeof(struct calendar_occurrence *));
	for (size_t i = 0; explanation->occurrences && i < all->count; i++) {
		if (strcmp(all->list[i].event->uid, uid) == 0)
			explanation->occurrences[explanation->occurrence_count++] = &all->list[i];
	}
	return explanation->occurrences ? NULL : calendar_reason(CALENDAR_WHY_NO_MEMORY);
}

bool calendar_explain(struct calendar_source *source, const char *uid, struct calendar_window window,
	const struct calendar_owner *owner, const struct calendar_partners *partners, struct calendar_arena *arena,
	struct calendar_explanation *ret)
{
	struct explain explain = { .explanation = ret, .arena = arena, .owner = owner, .partners = partners };
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	const struct calendar_reason *refused;

	*ret = (struct calendar_explanation){ 0 };
	calendar_source_expand(source, window, &occurrences, &refusals);
	explain.events = calendar_source_series(source, uid, &explain.count);
	if (explain.count == 0)
		return false;
	explain.told = told_find(&explain);
	refused = occurrences_find(&explain, uid, occurrences, refusals);
	if (refused) {
		tell(&explain, CALENDAR_WHY_EXPLAIN_REFUSED);
		fact_add(&explain, *refused);
		events_tell(&explain);
		return true;
	}
	verdict_tell(&explain);
	events_tell(&explain);
	times_tell(&explain);
	words_tell(&explain);
	return true;
}
