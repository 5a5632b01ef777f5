/* plugins/calendar/sources: see subscription.h. */
#include "subscription.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TIMER_PREFIX "read/"

static const int64_t MINUTE = INT64_C(60) * 1000000;
static const int64_t USUAL_MINUTES = 15, FAILED_MINUTES_MAX = 6 * 60, RETRY_MINUTES_MAX = 24 * 60;
enum { REFUSALS_LOGGED = 10 };

struct calendar_waiter {
	struct calendar_waiter *next;
	void (*done)(void *arg, const struct calendar_outcome *outcome);
	void *arg;
};

struct calendar_subscriptions {
	const struct sdk *sdk;
	struct calendar_subscription *list; /* one for each section; those of others have no supplier */
	size_t count;
	bool stopping;
	size_t running; /* while stopping, and one for the loop that stops them */
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static char *copy(const char *text)
{
	char *fresh = strdup(text);

	if (!fresh)
		abort();
	return fresh;
}

const char *calendar_subscription_setting(const struct calendar_subscription *subscription, const char *key)
{
	return sdk_part_config(subscription->sdk, subscription->name, key, NULL);
}

/* ---- when ---- */

/* A number of the name, the same on every machine (FNV-1a). */
static uint32_t hash(const char *text)
{
	uint32_t number = 2166136261u;

	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * 16777619u;
	return number;
}

/* How long until it is read again; 0: until something changes. */
static int64_t pause_after(const struct calendar_subscription *subscription, const struct calendar_outcome *outcome)
{
	int64_t pause = subscription->interval_us, most = FAILED_MINUTES_MAX * MINUTE;

	if (subscription->failures > 0) {
		int64_t retry =
			outcome->retry_us < RETRY_MINUTES_MAX * MINUTE ? outcome->retry_us : RETRY_MINUTES_MAX * MINUTE;

		pause = pause ? pause : USUAL_MINUTES * MINUTE;
		for (int i = 1; i < subscription->failures && pause < most; i++)
			pause = pause * 2 < most ? pause * 2 : most;
		pause = pause > retry ? pause : retry;
	}
	return pause + (int64_t)(hash(subscription->name) % 1000) * (pause / 10000);
}

/* ---- a read ---- */

static void read_failed(struct calendar_subscription *subscription, int status, const struct calendar_reason *why)
{
	calendar_subscription_tell_trouble(subscription, subscription->name, status, "", why);
	calendar_subscription_ended(subscription, &(struct calendar_outcome){ .status = status, .why = why });
}

static bool is_begun(struct calendar_subscription *subscription, const struct calendar_reason **ret_why)
{
	if (!subscription->self)
		subscription->self = subscription->supplier->start(subscription, ret_why);
	return subscription->self;
}

/* Who writes the section makes the mistake, so that it is told as one of the section. */
static struct calendar_reason why_no_person(
	const struct calendar_subscription *subscription, const struct ridealong_reply *end)
{
	if (end->status == STATUS_NOT_FOUND)
		return (struct calendar_reason){
			.why = CALENDAR_WHY_OWNER_UNKNOWN, .name = "", .text = subscription->owner + strlen("people/")
		};
	return (struct calendar_reason){ .told = end->message };
}

SDK_REPLY(on_person, struct calendar_subscription, subscription, Person, person)
{
	const struct calendar_reason nobody = why_no_person(subscription, end), *why;
	const struct calendar_reason twice = {
		.why = CALENDAR_WHY_SECTION_TWICE, .name = "", .text = subscription->twin
	};
	char *accept = subscription->accept;

	subscription->accept = NULL;
	free(subscription->person);
	subscription->person = person ? copy(person->name) : NULL;
	subscription->read_us = sdk_now(subscription->sdk);
	if (end->status != STATUS_OK)
		read_failed(subscription, end->status, &nobody);
	else if (subscription->twin)
		read_failed(subscription, STATUS_FAILED_PRECONDITION, &twice);
	else if (!is_begun(subscription, &why))
		read_failed(subscription, STATUS_FAILED_PRECONDITION, why);
	else
		subscription->supplier->read(subscription->self, accept);
	free(accept);
}

static void read_begin(struct calendar_subscription *subscription)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	subscription->reading = true;
	subscription->again = false;
	subscription->tally = (struct calendar_tally){ 0 };
	request.name = subscription->owner;
	sdk_call(subscription->sdk, NULL, &people__descriptor, "GetPerson", NULL, &request.base, on_person,
		subscription);
}

static void waiter_add(struct calendar_subscription *subscription,
	void (*done)(void *arg, const struct calendar_outcome *outcome), void *arg)
{
	struct calendar_waiter *waiter = allocate(sizeof(*waiter)), **end = &subscription->waiters;

	*waiter = (struct calendar_waiter){ .done = done, .arg = arg };
	while (*end)
		end = &(*end)->next;
	*end = waiter;
}

void calendar_subscription_read(struct calendar_subscription *subscription, const char *accept,
	void (*done)(void *arg, const struct calendar_outcome *outcome), void *arg)
{
	if (done)
		waiter_add(subscription, done, arg);
	if (accept) {
		free(subscription->accept);
		subscription->accept = copy(accept);
	}
	if (subscription->reading)
		subscription->again = true;
	else
		read_begin(subscription);
}

/* Whoever waits may ask for the next read at once. */
static void waiters_tell(struct calendar_subscription *subscription, const struct calendar_outcome *outcome)
{
	struct calendar_waiter *waiter = subscription->waiters;

	subscription->reading = false;
	subscription->waiters = NULL;
	while (waiter) {
		struct calendar_waiter *next = waiter->next;

		waiter->done(waiter->arg, outcome);
		free(waiter);
		waiter = next;
	}
}

/* A read that has ended, until its successor is set. */
struct ending {
	struct calendar_subscription *subscription;
	struct calendar_outcome outcome;
	struct calendar_reason why; /* outlives the read, as a sentence */
	char told[CALENDAR_REASON_TEXT];
};

static void reason_keep(struct ending *ending, const struct calendar_reason *why)
{
	calendar_reason_say(why, false, ending->told);
	ending->why = (struct calendar_reason){ .told = ending->told };
	ending->outcome.why = &ending->why;
}

static void ending_end(struct ending *ending)
{
	struct calendar_subscription *subscription = ending->subscription;

	if (subscription->again && !subscription->all->stopping)
		read_begin(subscription);
	else
		waiters_tell(subscription, &ending->outcome);
	free(ending);
}

static void on_timer_set(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct ending *ending = arg;

	(void)reply;
	if (end->status != STATUS_OK) {
		sdk_log(ending->subscription->sdk, RIDEALONG_WARNING, "%s: its next time cannot be set: %s",
			ending->subscription->name, end->message);
		ending->outcome.status = end->status;
		reason_keep(ending, &(struct calendar_reason){ .told = end->message });
	}
	ending_end(ending);
}

static void next_set(struct calendar_subscription *subscription, sdk_reply_cb done, void *arg)
{
	char key[64];

	snprintf(key, sizeof(key), TIMER_PREFIX "%s", subscription->name);
	sdk_timer_set(subscription->sdk, NULL, key, subscription->next_us, NULL, 0, done, arg);
}

void calendar_subscription_ended(struct calendar_subscription *subscription, const struct calendar_outcome *outcome)
{
	struct ending *ending;
	int64_t pause;

	if (outcome->status == STATUS_CANCELLED || subscription->all->stopping) { /* the host ends */
		waiters_tell(subscription, outcome);
		return;
	}
	subscription->failures = outcome->status == STATUS_OK ? 0 : subscription->failures + 1;
	ending = allocate(sizeof(*ending));
	*ending = (struct ending){ .subscription = subscription, .outcome = *outcome };
	if (outcome->why)
		reason_keep(ending, outcome->why);
	pause = pause_after(subscription, outcome);
	subscription->next_us = pause ? sdk_now(subscription->sdk) + pause : 0;
	if (pause)
		next_set(subscription, on_timer_set, ending);
	else
		ending_end(ending);
}

/* ---- what became of a calendar ---- */

static struct calendar_trouble **trouble_find(struct calendar_subscription *subscription, const char *calendar)
{
	struct calendar_trouble **at = &subscription->troubles;

	while (*at && strcmp((*at)->calendar, calendar) != 0)
		at = &(*at)->next;
	return at;
}

const struct calendar_trouble *calendar_subscription_trouble(
	const struct calendar_subscription *subscription, const char *calendar)
{
	return *trouble_find((struct calendar_subscription *)subscription, calendar);
}

void calendar_subscription_forget(struct calendar_subscription *subscription, const char *calendar)
{
	struct calendar_trouble **at = trouble_find(subscription, calendar), *trouble = *at;

	if (!trouble)
		return;
	*at = trouble->next;
	free(trouble->calendar);
	free(trouble->told[0]);
	free(trouble->told[1]);
	free(trouble);
}

void calendar_subscription_tell_good(struct calendar_subscription *subscription, const char *calendar)
{
	if (calendar_subscription_trouble(subscription, calendar))
		sdk_log(subscription->sdk, RIDEALONG_INFO, "%s: it is well again", calendar);
	calendar_subscription_forget(subscription, calendar);
}

/* The same once more is no news for the log. */
void calendar_subscription_tell_trouble(struct calendar_subscription *subscription, const char *calendar, int status,
	const char *code, const struct calendar_reason *why)
{
	struct calendar_trouble *trouble = *trouble_find(subscription, calendar);
	char told[2][CALENDAR_REASON_TEXT];

	if (status == STATUS_CANCELLED) /* the host ends */
		return;
	if (!trouble) {
		trouble = allocate(sizeof(*trouble));
		*trouble = (struct calendar_trouble){
			.next = subscription->troubles, .calendar = copy(calendar), .told = { copy(""), copy("") }
		};
		subscription->troubles = trouble;
	}
	if (trouble->since_us == 0) /* before the daemon has answered, it is not known what time it is */
		trouble->since_us = sdk_now(subscription->sdk);
	trouble->status = status;
	snprintf(
		trouble->code, sizeof(trouble->code), "%s", *code || why->told ? code : calendar_reason_name(why->why));
	calendar_reason_say(why, false, told[0]);
	calendar_reason_say(why, true, told[1]);
	if (strcmp(trouble->told[0], told[0]) != 0)
		sdk_log(subscription->sdk, RIDEALONG_WARNING, "%s: %s", calendar, told[0]);
	for (int i = 0; i < 2; i++) {
		free(trouble->told[i]);
		trouble->told[i] = copy(told[i]);
	}
}

static void result_log(
	struct calendar_subscription *subscription, const char *calendar, const struct calendar_sync_result *result)
{
	char reason[CALENDAR_REASON_TEXT];

	if (result->created + result->updated + result->moved + result->cancelled == 0)
		return;
	sdk_log(subscription->sdk, RIDEALONG_INFO,
		"%s: %d created, %d updated, %d moved, %d cancelled, %d unchanged, %d outside of the window, %d "
		"refused",
		calendar, result->created, result->updated, result->moved, result->cancelled, result->unchanged,
		result->outside, result->refused);
	for (size_t i = 0; i < result->refusals->count && i < REFUSALS_LOGGED; i++)
		sdk_log(subscription->sdk, RIDEALONG_WARNING, "%s: the event on line %u is refused: %s", calendar,
			result->refusals->list[i].line,
			calendar_reason_say(result->refusals->list[i].reason, false, reason));
}

static void tally_add(struct calendar_tally *tally, const struct calendar_sync_result *result)
{
	tally->calendars++;
	tally->created += result->created;
	tally->updated += result->updated;
	tally->moved += result->moved;
	tally->unchanged += result->unchanged;
	tally->cancelled += result->cancelled;
	tally->outside += result->outside;
}

/* It is as it was before the brake held it, or somebody has let it through. */
static void held_forget(const struct calendar_subscription *subscription, const char *calendar)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(subscription->desk);

	calendar_shelf_state_set(
		shelf, calendar_shelf_find(shelf, subscription->person, calendar), CALENDAR_STATE_HELD, NULL);
}

/* What somebody who sends a file can say at once, nobody is there to say here. */
static void failure_tell(
	struct calendar_subscription *subscription, const char *calendar, const struct calendar_sync_result *result)
{
	struct calendar_reason why = *result->why;

	if (why.why == CALENDAR_WHY_CANCELS_MOST && !why.told)
		why.why = CALENDAR_WHY_CANCELS_MOST_HELD;
	calendar_subscription_tell_trouble(subscription, calendar, result->status, result->code, &why);
}

void calendar_subscription_tell(
	struct calendar_subscription *subscription, const char *calendar, const struct calendar_sync_result *result)
{
	if (result->status != STATUS_OK) {
		failure_tell(subscription, calendar, result);
		return;
	}
	tally_add(&subscription->tally, result);
	held_forget(subscription, calendar);
	result_log(subscription, calendar, result);
	calendar_subscription_tell_good(subscription, calendar);
}

bool calendar_outcome_stays(const struct calendar_sync_result *result)
{
	return strcmp(result->code, "FILE_REFUSED") == 0 || strcmp(result->code, "CANCELS_MOST") == 0;
}

/* ---- timers, and whoever waits for everything ---- */

struct timed {
	const struct sdk *sdk;
	struct ridealong_work *work;
};

/* A read that failed is tried again by a timer of its own. */
static void on_timed(void *arg, const struct calendar_outcome *outcome)
{
	struct timed *timed = arg;

	(void)outcome;
	sdk_finish(timed->sdk, timed->work, NULL);
	free(timed);
}

bool calendar_subscriptions_own(const struct ridealong_timer *timer)
{
	return strncmp(timer->key, TIMER_PREFIX, strlen(TIMER_PREFIX)) == 0;
}

void calendar_subscriptions_timer(
	struct calendar_subscriptions *all, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	for (size_t i = 0; i < all->count; i++) {
		struct timed *timed;

		if (!all->list[i].supplier || strcmp(timer->key + strlen(TIMER_PREFIX), all->list[i].name) != 0)
			continue;
		timed = allocate(sizeof(*timed));
		*timed = (struct timed){ all->sdk, work };
		calendar_subscription_read(&all->list[i], NULL, on_timed, timed);
		return;
	}
	sdk_finish(all->sdk, work, NULL); /* its section is gone */
}

struct settling {
	const struct sdk *sdk;
	struct ridealong_work *work;
	size_t open; /* reads, and one until all are asked */
	int status;
	char message[CALENDAR_REASON_TEXT];
};

static void settling_one(struct settling *settling)
{
	if (--settling->open > 0)
		return;
	if (settling->status == STATUS_OK)
		sdk_finish(settling->sdk, settling->work, NULL);
	else
		sdk_fail(settling->sdk, settling->work, settling->status, NULL, "%s", settling->message);
	free(settling);
}

/* What trying again at once cannot mend (an owner who is not known yet) holds nobody up. */
static bool holds_up(int status)
{
	return status == STATUS_UNAVAILABLE || status == STATUS_DEADLINE_EXCEEDED || status == STATUS_ABORTED ||
	       status == STATUS_RESOURCE_EXHAUSTED;
}

static void on_settled(void *arg, const struct calendar_outcome *outcome)
{
	struct settling *settling = arg;

	if (settling->status == STATUS_OK && holds_up(outcome->status)) {
		settling->status = outcome->status;
		calendar_reason_say(outcome->why, false, settling->message);
	}
	settling_one(settling);
}

/* The other side of the network holds nobody up either. */
static void on_quiet(void *arg, const struct calendar_outcome *outcome)
{
	(void)outcome;
	settling_one(arg);
}

void calendar_subscriptions_settle(struct calendar_subscriptions *all, struct ridealong_work *work)
{
	struct settling *settling = allocate(sizeof(*settling));

	*settling = (struct settling){ .sdk = all->sdk, .work = work, .open = 1 };
	for (size_t i = 0; i < all->count; i++) {
		struct calendar_subscription *subscription = &all->list[i];

		if (!subscription->supplier || (!subscription->supplier->at_hand && !subscription->reading))
			continue;
		settling->open++;
		if (subscription->supplier->at_hand)
			calendar_subscription_read(subscription, NULL, on_settled, settling);
		else
			waiter_add(subscription, on_quiet, settling);
	}
	settling_one(settling);
}

/* ---- whose ---- */

bool calendar_subscription_is_of(const struct calendar_subscription *subscription, const Person *person)
{
	const char *owner = subscription->owner + strlen("people/");

	if (strcasecmp(owner, person->email) == 0)
		return true;
	for (size_t i = 0; i < person->n_aliases; i++)
		if (strcasecmp(owner, person->aliases[i]) == 0)
			return true;
	return false;
}

bool calendar_subscription_has(const struct calendar_subscription *subscription, const char *calendar)
{
	size_t length = strlen(subscription->name);

	return strncmp(calendar, subscription->name, length) == 0 &&
	       (calendar[length] == '\0' ||
		       (calendar[length] == '/' && subscription->supplier == &calendar_supplier_folder));
}

void calendar_subscriptions_greet(struct calendar_subscriptions *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct calendar_subscription *subscription = &all->list[i];
		const struct calendar_trouble *trouble =
			calendar_subscription_trouble(subscription, subscription->name);

		if (trouble && strcmp(trouble->code, calendar_reason_name(CALENDAR_WHY_OWNER_UNKNOWN)) == 0)
			calendar_subscription_read(subscription, NULL, NULL, NULL);
	}
}

bool calendar_subscriptions_wipe(struct calendar_subscriptions *all, const Person *person)
{
	bool good = true;

	for (size_t i = 0; i < all->count; i++) {
		struct calendar_subscription *subscription = &all->list[i];

		if (!subscription->supplier || !calendar_subscription_is_of(subscription, person))
			continue;
		if (subscription->self && subscription->supplier->wipe)
			good = subscription->supplier->wipe(subscription->self) && good;
		while (subscription->troubles)
			calendar_subscription_forget(subscription, subscription->troubles->calendar);
	}
	return good;
}

/* ---- all of them ---- */

static char *owner_of(const struct calendar_subscription *subscription)
{
	const char *address = calendar_subscription_setting(subscription, "owner");
	size_t size = strlen(address) + sizeof("people/");
	char *owner = allocate(size);

	snprintf(owner, size, "people/%s", address);
	return owner;
}

static int64_t interval_of(const struct calendar_subscription *subscription)
{
	const char *interval = calendar_subscription_setting(subscription, "interval");

	if (interval)
		return calendar_subscription_duration(interval);
	return subscription->supplier->at_hand ? 0 : USUAL_MINUTES * MINUTE;
}

static void on_started(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct calendar_subscription *subscription = arg;

	(void)reply;
	if (end->status != STATUS_OK)
		sdk_log(subscription->sdk, RIDEALONG_WARNING, "%s: its first time cannot be set: %s",
			subscription->name, end->message);
}

static const struct calendar_supplier *supplier_of(const struct calendar_subscription *subscription)
{
	static const struct calendar_supplier *const suppliers[] = { &calendar_supplier_folder, &calendar_supplier_feed,
		&calendar_supplier_caldav };

	for (size_t i = 0; i < sizeof(suppliers) / sizeof(suppliers[0]); i++)
		if (calendar_subscription_setting(subscription, suppliers[i]->key))
			return suppliers[i];
	return calendar_subscription_setting(subscription, "feed_file") ? &calendar_supplier_feed : NULL;
}

static bool is_same(const struct calendar_subscription *one, const struct calendar_subscription *other, const char *key)
{
	const char *a = calendar_subscription_setting(one, key), *b = calendar_subscription_setting(other, key);

	return a == b || (a && b && strcmp(a, b) == 0);
}

/* An earlier section that reads the same: each meeting would be there twice. */
static const char *twin_of(const struct calendar_subscription *subscription)
{
	for (const struct calendar_subscription *other = subscription->all->list; other < subscription; other++)
		if (other->supplier == subscription->supplier && strcasecmp(other->owner, subscription->owner) == 0 &&
			is_same(other, subscription, "folder") && is_same(other, subscription, "feed") &&
			is_same(other, subscription, "feed_file") && is_same(other, subscription, "caldav") &&
			is_same(other, subscription, "calendar"))
			return other->name;
	return NULL;
}

static void subscription_start(struct calendar_subscription *subscription)
{
	const struct calendar_reason *why;

	subscription->supplier = supplier_of(subscription);
	if (!subscription->supplier)
		return;
	subscription->owner = owner_of(subscription);
	subscription->interval_us = interval_of(subscription);
	subscription->twin = twin_of(subscription);
	if (!subscription->twin && !is_begun(subscription, &why))
		calendar_subscription_tell_trouble(
			subscription, subscription->name, STATUS_FAILED_PRECONDITION, "", why);
	subscription->next_us = sdk_now(subscription->sdk);
	next_set(subscription, on_started, subscription);
}

struct calendar_subscriptions *calendar_subscriptions_start(const struct sdk *sdk, struct calendar_desk *desk)
{
	struct calendar_subscriptions *all = allocate(sizeof(*all));

	all->sdk = sdk;
	while (sdk_part(sdk, all->count))
		all->count++;
	all->list = allocate((all->count + 1) * sizeof(*all->list));
	for (size_t i = 0; i < all->count; i++) {
		all->list[i] = (struct calendar_subscription){
			.sdk = sdk, .desk = desk, .all = all, .name = sdk_part(sdk, i)
		};
		subscription_start(&all->list[i]);
	}
	return all;
}

struct calendar_subscription *calendar_subscriptions_at(struct calendar_subscriptions *all, size_t index)
{
	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].supplier && index-- == 0)
			return &all->list[i];
	return NULL;
}

static void subscription_finish(struct calendar_subscription *subscription)
{
	while (subscription->troubles)
		calendar_subscription_forget(subscription, subscription->troubles->calendar);
	free(subscription->owner);
	free(subscription->person);
	free(subscription->accept);
}

static void on_stopped(void *arg)
{
	struct calendar_subscriptions *all = arg;

	if (--all->running > 0)
		return;
	for (size_t i = 0; i < all->count; i++)
		subscription_finish(&all->list[i]);
	all->stopped(all->stopped_arg);
	free(all->list);
	free(all);
}

void calendar_subscriptions_stop(struct calendar_subscriptions *all, void (*stopped)(void *arg), void *arg)
{
	static const struct calendar_reason ends = { .told = "the service stops" };
	const struct calendar_outcome ending = { .status = STATUS_CANCELLED, .why = &ends };

	if (!all) {
		stopped(arg);
		return;
	}
	all->stopping = true;
	all->stopped = stopped;
	all->stopped_arg = arg;
	all->running = 1;
	for (size_t i = 0; i < all->count; i++) {
		waiters_tell(&all->list[i], &ending);
		if (!all->list[i].self)
			continue;
		all->running++;
		all->list[i].supplier->stop(all->list[i].self, on_stopped, all);
	}
	on_stopped(all);
}
