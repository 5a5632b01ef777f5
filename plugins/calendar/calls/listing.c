/* plugins/calendar/calls: see listing.h. */
#include "listing.h"

#include "shelf/message.h"
#include "sources/subscription.h"

#include "proto/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listing {
	struct calendar_plugin *plugin;
	const Person *person; /* NULL: everybody */
	struct calendar_arena *arena;
	struct calendar_listed *list;
	size_t count, room;
};

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

/* ---- which there are ---- */

static struct calendar_listed *add(struct listing *listing, const char *owner, const char *name, const char *kind)
{
	listing->list = checked(calendar_arena_grow(
		listing->arena, listing->list, listing->count, &listing->room, sizeof(*listing->list)));
	listing->list[listing->count] =
		(struct calendar_listed){ .owner = checked(calendar_arena_print(listing->arena, "%s", owner)),
			.name = checked(calendar_arena_print(listing->arena, "%s", name)),
			.kind = kind };
	return &listing->list[listing->count++];
}

/* Before its first read it is not known who the owner is. */
static bool is_of(const struct calendar_subscription *subscription, const Person *person, const char *owner)
{
	if (person)
		return calendar_subscription_is_of(subscription, person);
	return !subscription->person || strcmp(subscription->person, owner) == 0;
}

static struct calendar_subscription *subscription_of(
	const struct listing *listing, const struct calendar_shelved *shelved)
{
	struct calendar_subscription *subscription;

	for (size_t i = 0; (subscription = calendar_subscriptions_at(listing->plugin->subscriptions, i)); i++)
		if (strcmp(subscription->supplier->name, shelved->kind) == 0 &&
			calendar_subscription_has(subscription, shelved->name) &&
			is_of(subscription, listing->person, shelved->owner))
			return subscription;
	return NULL;
}

static bool shelved_add(struct listing *listing)
{
	struct calendar_shelved *shelved;
	size_t count;

	if (!calendar_shelf_list(listing->plugin->shelf, listing->person ? listing->person->name : NULL, listing->arena,
		    &shelved, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct calendar_listed *listed = add(listing, shelved[i].owner, shelved[i].name, shelved[i].kind);

		listed->shelved = shelved[i].calendar;
		listed->subscription = subscription_of(listing, &shelved[i]);
	}
	return true;
}

static bool is_listed(const struct listing *listing, const struct calendar_subscription *subscription, const char *name,
	size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (listing->list[i].subscription == subscription && strcmp(listing->list[i].name, name) == 0)
			return true;
	return false;
}

/* What is not on the shelf: a folder itself, what could not be read yet, and a file that cannot be. */
static void subscription_add(struct listing *listing, struct calendar_subscription *subscription)
{
	const char *owner = listing->person ? listing->person->name : subscription->person;
	size_t before = listing->count;

	if (listing->person && !calendar_subscription_is_of(subscription, listing->person))
		return;
	owner = owner ? owner : subscription->owner;
	if (!is_listed(listing, subscription, subscription->name, before))
		add(listing, owner, subscription->name, subscription->supplier->name)->subscription = subscription;
	for (const struct calendar_trouble *trouble = subscription->troubles; trouble; trouble = trouble->next)
		if (strcmp(trouble->calendar, subscription->name) != 0 &&
			!is_listed(listing, subscription, trouble->calendar, before))
			add(listing, owner, trouble->calendar, subscription->supplier->name)->subscription =
				subscription;
}

static int listed_compare(const void *left, const void *right)
{
	const struct calendar_listed *a = left, *b = right;
	int order = strcmp(a->owner, b->owner);

	return order != 0 ? order : strcmp(a->name, b->name);
}

bool calendar_listing_make(struct calendar_plugin *plugin, const Person *person, struct calendar_arena *arena,
	struct calendar_listed **ret, size_t *ret_count)
{
	struct listing listing = { .plugin = plugin, .person = person, .arena = arena };
	struct calendar_subscription *subscription;

	if (!shelved_add(&listing))
		return false;
	for (size_t i = 0; (subscription = calendar_subscriptions_at(plugin->subscriptions, i)); i++)
		subscription_add(&listing, subscription);
	if (listing.count > 0)
		qsort(listing.list, listing.count, sizeof(*listing.list), listed_compare);
	*ret = listing.list;
	*ret_count = listing.count;
	return true;
}

const struct calendar_listed *calendar_listing_find(const struct calendar_listed *list, size_t count, const char *name)
{
	const struct calendar_listed *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, name) == 0 && (!found || list[i].subscription))
			found = &list[i];
	return found;
}

bool calendar_listing_pick(const struct calendar_caller *caller, const Person *person, const char *name,
	struct calendar_arena *arena, struct calendar_listed *ret)
{
	struct calendar_reason none = { .why = CALENDAR_WHY_CALL_NO_CALENDAR_THERE, .name = "", .text = name };
	const struct calendar_listed *found;
	struct calendar_listed *list;
	size_t count;

	if (!calendar_listing_make(caller->plugin, person, arena, &list, &count)) {
		none.why = CALENDAR_WHY_SHELF;
		calendar_caller_refuse(caller, STATUS_UNAVAILABLE, NULL, none);
		return false;
	}
	found = calendar_listing_find(list, count, name);
	if (!found) {
		calendar_caller_refuse(caller, STATUS_NOT_FOUND, "NO_CALENDAR", none);
		return false;
	}
	*ret = *found;
	return true;
}

/* ---- how one is ---- */

static const char *state(struct calendar_plugin *plugin, const struct calendar_listed *listed, const char *key,
	struct calendar_arena *arena)
{
	return listed->shelved ? calendar_shelf_state(plugin->shelf, listed->shelved, key, arena) : "";
}

static Timestamp *time_show(int64_t us, struct calendar_arena *arena)
{
	Timestamp *time;

	if (us == 0)
		return NULL;
	time = checked(calendar_arena_take(arena, sizeof(*time)));
	*time = sdk_time(us);
	return time;
}

static CalendarTrouble *trouble_make(struct calendar_arena *arena, const char *code, const char *text, int64_t since_us)
{
	CalendarTrouble *trouble = checked(calendar_arena_take(arena, sizeof(*trouble)));

	calendar_trouble__init(trouble);
	trouble->code = checked(calendar_arena_print(arena, "%s", code));
	trouble->text = checked(calendar_arena_print(arena, "%s", text));
	trouble->since_time = time_show(since_us, arena);
	return trouble;
}

static CalendarTrouble *trouble_say(
	struct calendar_arena *arena, const char *code, struct calendar_reason reason, bool dutch, int64_t since_us)
{
	char text[CALENDAR_REASON_TEXT];

	return trouble_make(arena, code, calendar_reason_say(&reason, dutch, text), since_us);
}

/* The last word counts; where the service began anew, or no section reads it, what the shelf knows. */
static CalendarTrouble *trouble_show(struct calendar_plugin *plugin, const struct calendar_listed *listed, bool dutch,
	struct calendar_arena *arena, int *ret_held)
{
	const struct calendar_trouble *told =
		listed->subscription ? calendar_subscription_trouble(listed->subscription, listed->name) : NULL;
	char coming[16] = "";
	int64_t since = 0;

	sscanf(state(plugin, listed, CALENDAR_STATE_HELD, arena), "%d %15s %" SCNd64, ret_held, coming, &since);
	if (told)
		return trouble_make(arena, told->code, told->told[dutch], told->since_us);
	if (*ret_held > 0)
		return trouble_say(arena, "CANCELS_MOST",
			(struct calendar_reason){
				.why = CALENDAR_WHY_CANCELS_MOST_HELD, .count = (uint64_t)*ret_held, .name = coming },
			dutch, since);
	if (!listed->subscription && strcmp(listed->kind, "file") != 0 && strcmp(listed->kind, CALENDAR_MESSAGES) != 0)
		return trouble_say(
			arena, "SECTION_GONE", (struct calendar_reason){ .why = CALENDAR_WHY_SECTION_GONE }, dutch, 0);
	return NULL;
}

static CalendarKind kind_of(const char *kind)
{
	static const struct {
		const char *name;
		CalendarKind kind;
	} kinds[] = { { "file", CALENDAR_KIND_FILE }, { "folder", CALENDAR_KIND_FOLDER },
		{ "feed", CALENDAR_KIND_FEED }, { "caldav", CALENDAR_KIND_CALDAV },
		{ CALENDAR_MESSAGES, CALENDAR_KIND_MESSAGES } };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, kind) == 0)
			return kinds[i].kind;
	return CALENDAR_KIND_UNSPECIFIED;
}

static void counts_add(
	struct calendar_plugin *plugin, int64_t shelved, struct calendar_arena *arena, Calendar *calendar)
{
	int meetings = 0, outside = 0, refused = 0;

	calendar->events += (int32_t)atoll(calendar_shelf_state(plugin->shelf, shelved, CALENDAR_STATE_EVENTS, arena));
	sscanf(calendar_shelf_state(plugin->shelf, shelved, CALENDAR_STATE_RESULT, arena), "%d %d %d", &meetings,
		&outside, &refused);
	calendar->meetings += meetings;
	calendar->refused += refused;
}

/* A folder holds what its files hold. */
static void counts_show(struct calendar_plugin *plugin, const struct calendar_listed *listed,
	struct calendar_arena *arena, Calendar *calendar)
{
	struct calendar_shelved *shelved;
	size_t count = 0;

	if (listed->shelved)
		counts_add(plugin, listed->shelved, arena, calendar);
	else if (listed->subscription && strcmp(listed->name, listed->subscription->name) == 0 &&
		 !calendar_shelf_list(plugin->shelf, listed->owner, arena, &shelved, &count))
		count = 0;
	for (size_t i = 0; i < count; i++)
		if (strcmp(shelved[i].kind, listed->kind) == 0 &&
			calendar_subscription_has(listed->subscription, shelved[i].name))
			counts_add(plugin, shelved[i].calendar, arena, calendar);
}

Calendar *calendar_listed_show(
	struct calendar_plugin *plugin, const struct calendar_listed *listed, bool dutch, struct calendar_arena *arena)
{
	const struct calendar_subscription *subscription = listed->subscription;
	Calendar *calendar = checked(calendar_arena_take(arena, sizeof(*calendar)));
	int held = 0;

	calendar__init(calendar);
	calendar->name = checked(calendar_arena_print(arena, "%s/calendars/%s", listed->owner, listed->name));
	calendar->owner = (char *)listed->owner;
	calendar->calendar = (char *)listed->name;
	calendar->kind = kind_of(listed->kind);
	counts_show(plugin, listed, arena, calendar);
	calendar->sync_time = time_show(atoll(state(plugin, listed, CALENDAR_STATE_SYNCED, arena)), arena);
	calendar->read_time = time_show(subscription ? subscription->read_us : 0, arena);
	calendar->next_read_time = time_show(subscription ? subscription->next_us : 0, arena);
	calendar->trouble = trouble_show(plugin, listed, dutch, arena, &held);
	calendar->held_cancellations = held;
	return calendar;
}
