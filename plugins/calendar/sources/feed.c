/* plugins/calendar/sources: an .ics file on the web, read when it has changed (RFC 9110 13.1): the calendar of the
 * section's name (subscription.h).
 *
 * What the server calls its present state (ETag, Last-Modified) is kept on the shelf once the meetings are in line with
 * it, so that a calendar that is held or refused comes again. One that has not changed is worked out anew from the
 * shelf, should the daemon know less than that. A web page in place of a calendar, which is what many a server gives to
 * whoever has to log in first, changes nothing. The feed's address may be a secret: only its host is ever told. */
#include "login.h"
#include "subscription.h"

#include "proto/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BEGINNING = 512, HEADER = 1024 };

/* Keys of state. */
#define STATE_PLACE    "place"
#define STATE_ETAG     "etag"
#define STATE_MODIFIED "modified"

struct feed {
	struct calendar_subscription *subscription;
	struct calendar_http *http;
	char *address;
	/* of the read under way */
	bool accepted, asked; /* asked: whether it has changed */
	struct calendar_spool *spool;
	char beginning[BEGINNING + 1];
	size_t begun;
	char etag[HEADER], modified[HEADER]; /* of what came */
	bool moved;                          /* told already */
};

static void *allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

/* ---- what is known ---- */

/* The address as the shelf has it: to be told from another, and not to be read. */
static void place_make(const struct feed *feed, char ret[24])
{
	uint64_t number = UINT64_C(14695981039346656037); /* FNV-1a */

	for (const char *at = feed->address; *at; at++)
		number = (number ^ (unsigned char)*at) * UINT64_C(1099511628211);
	snprintf(ret, 24, "%016" PRIx64, number);
}

static int64_t shelved(const struct feed *feed)
{
	const struct calendar_subscription *subscription = feed->subscription;

	return calendar_shelf_find(calendar_desk_shelf(subscription->desk), subscription->person, subscription->name);
}

static void header_make(const struct feed *feed, int64_t calendar, const char *key, const char *name, char ret[HEADER])
{
	struct calendar_shelf *shelf = calendar_desk_shelf(feed->subscription->desk);
	struct calendar_arena arena = { 0 };
	const char *value = calendar_shelf_state(shelf, calendar, key, &arena);

	*ret = '\0';
	if (*value && strlen(value) < HEADER - 32)
		snprintf(ret, HEADER, "%s: %s", name, value);
	calendar_arena_free(&arena);
}

/* Headers that ask for it only if it has changed, as far as something is known of it. */
static void questions_make(const struct feed *feed, char etag[HEADER], char modified[HEADER])
{
	struct calendar_shelf *shelf = calendar_desk_shelf(feed->subscription->desk);
	struct calendar_arena arena = { 0 };
	int64_t calendar = shelved(feed);
	char place[24];

	*etag = *modified = '\0';
	place_make(feed, place);
	if (calendar && strcmp(calendar_shelf_state(shelf, calendar, STATE_PLACE, &arena), place) == 0) {
		header_make(feed, calendar, STATE_ETAG, "If-None-Match", etag);
		header_make(feed, calendar, STATE_MODIFIED, "If-Modified-Since", modified);
	}
	calendar_arena_free(&arena);
}

static void state_keep(const struct feed *feed)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(feed->subscription->desk);
	int64_t calendar = shelved(feed);
	char place[24];

	place_make(feed, place);
	if (calendar && !(calendar_shelf_state_set(shelf, calendar, STATE_PLACE, place) &&
				calendar_shelf_state_set(shelf, calendar, STATE_ETAG, feed->etag) &&
				calendar_shelf_state_set(shelf, calendar, STATE_MODIFIED, feed->modified)))
		sdk_log(feed->subscription->sdk, RIDEALONG_WARNING, "%s", calendar_shelf_trouble(shelf));
}

/* ---- a read ---- */

static void read_end(struct feed *feed, int status, const struct calendar_reason *why, int64_t retry_us)
{
	calendar_spool_destroy(feed->spool);
	feed->spool = NULL;
	calendar_subscription_ended(
		feed->subscription, &(struct calendar_outcome){ .status = status, .why = why, .retry_us = retry_us });
}

static void read_failed(struct feed *feed, int status, const struct calendar_reason *why, int64_t retry_us)
{
	calendar_subscription_tell_trouble(feed->subscription, feed->subscription->name, status, "", why);
	read_end(feed, status, why, retry_us);
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	struct feed *feed = arg;

	calendar_subscription_tell(feed->subscription, feed->subscription->name, result);
	if (result->status == STATUS_OK)
		state_keep(feed);
	if (result->status == STATUS_OK || calendar_outcome_stays(result))
		read_end(feed, STATUS_OK, NULL, 0);
	else
		read_end(feed, result->status, result->why, 0);
}

/* With what came, or, unchanged, without. */
static void sync_begin(struct feed *feed, struct calendar_spool *spool)
{
	const struct calendar_subscription *subscription = feed->subscription;

	calendar_sync_start(subscription->desk, &(struct calendar_sync_job){ .owner = subscription->person,
							.calendar = subscription->name,
							.kind = calendar_supplier_feed.name,
							.spool = spool,
							.file = subscription->name,
							.accept_cancellations = feed->accepted,
							.done = on_synced,
							.arg = feed });
}

static bool is_page(const struct feed *feed, const struct calendar_http_answer *answer)
{
	const char *type = calendar_http_header(answer, "Content-Type"), *text = feed->beginning;

	if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	text += strspn(text, " \t\r\n");
	return *text == '<' || (type && strncasecmp(type, "text/html", 9) == 0 && !strstr(text, "BEGIN:VCALENDAR"));
}

static enum calendar_why why_not(int http)
{
	if (http == 401)
		return CALENDAR_WHY_FEED_LOGIN;
	if (http == 403)
		return CALENDAR_WHY_FEED_FORBIDDEN;
	if (http == 404)
		return CALENDAR_WHY_FEED_MISSING;
	if (http == 410)
		return CALENDAR_WHY_FEED_GONE;
	return http == 429 || http >= 500 ? CALENDAR_WHY_FEED_BUSY : CALENDAR_WHY_FEED_STATUS;
}

static void refuse(struct feed *feed, const struct calendar_http_answer *answer, enum calendar_why why)
{
	const struct calendar_reason reason = {
		.why = why, .name = "", .text = answer->host, .count = (uint64_t)answer->status
	};

	read_failed(feed, why == CALENDAR_WHY_FEED_BUSY ? STATUS_UNAVAILABLE : STATUS_FAILED_PRECONDITION, &reason,
		calendar_http_retry_us(answer));
}

static void moved_tell(struct feed *feed, const struct calendar_http_answer *answer)
{
	if (answer->moved && !feed->moved)
		sdk_log(feed->subscription->sdk, RIDEALONG_WARNING,
			"%s: the feed has moved for good, to %s; write its new address into the configuration",
			feed->subscription->name, answer->host);
	feed->moved = answer->moved;
}

static void header_keep(const struct calendar_http_answer *answer, const char *name, char ret[HEADER])
{
	const char *value = calendar_http_header(answer, name);

	snprintf(ret, HEADER, "%s", value && strlen(value) < HEADER - 32 ? value : "");
}

static void take(struct feed *feed, const struct calendar_http_answer *answer)
{
	struct calendar_spool *spool = feed->spool;

	header_keep(answer, "ETag", feed->etag);
	header_keep(answer, "Last-Modified", feed->modified);
	feed->spool = NULL; /* the sync's */
	sync_begin(feed, spool);
}

static void on_answer(void *arg, const struct calendar_http_answer *answer)
{
	struct feed *feed = arg;

	if (answer->why)
		read_failed(feed, answer->why->why == CALENDAR_WHY_NET_STOPPED ? STATUS_CANCELLED : STATUS_UNAVAILABLE,
			answer->why, calendar_http_retry_us(answer));
	else if (answer->status != 200 && !(answer->status == 304 && feed->asked))
		refuse(feed, answer, why_not(answer->status));
	else if (answer->status == 200 && is_page(feed, answer))
		refuse(feed, answer, CALENDAR_WHY_FEED_PAGE);
	else if (answer->status == 200)
		take(feed, answer);
	else
		sync_begin(feed, NULL);
	if (!answer->why)
		moved_tell(feed, answer);
}

/* What is beyond the limit of a calendar only counts. */
static bool on_piece(void *arg, const void *bytes, size_t length)
{
	struct feed *feed = arg;
	size_t room = BEGINNING - feed->begun, part = length < room ? length : room;

	memcpy(feed->beginning + feed->begun, bytes, part);
	feed->begun += part;
	calendar_spool_add(feed->spool, bytes, length);
	return !calendar_spool_is_too_large(feed->spool);
}

/* The address, of the section, or of the file that it names. */
static bool address_read(const struct calendar_subscription *subscription, char ret[NET_LINE])
{
	const char *feed = calendar_subscription_setting(subscription, "feed");

	if (feed)
		return snprintf(ret, NET_LINE, "%s", feed) < NET_LINE;
	return net_line_read(calendar_subscription_setting(subscription, "feed_file"), ret) &&
	       !calendar_feed_fault(ret);
}

static void address_keep(struct feed *feed, const char *address)
{
	free(feed->address);
	feed->address = allocate(strlen(address) + 1);
	strcpy(feed->address, address);
}

/* What lies in files is read each time, so that whoever mends it starts nothing anew. */
static bool secrets_renew(struct feed *feed, const struct calendar_reason **ret_why)
{
	const struct calendar_subscription *subscription = feed->subscription;
	char address[NET_LINE];

	*ret_why = calendar_reason(CALENDAR_WHY_FEED_ADDRESS);
	if (!address_read(subscription, address))
		return false;
	address_keep(feed, address);
	*ret_why = calendar_login_reason(subscription->name);
	return calendar_login_renew(subscription->sdk, subscription->name, feed->http);
}

static void feed_read(void *self, const char *accept)
{
	struct feed *feed = self;
	char etag[HEADER], modified[HEADER];
	const char *headers[] = { "Accept: text/calendar, */*;q=0.1", etag, modified, NULL };
	const struct calendar_reason *why;

	feed->accepted = accept;
	if (!secrets_renew(feed, &why)) {
		read_failed(feed, STATUS_FAILED_PRECONDITION, why, 0);
		return;
	}
	feed->spool = calendar_desk_spool(feed->subscription->desk);
	if (!feed->spool) {
		read_failed(feed, STATUS_UNAVAILABLE,
			&(struct calendar_reason){
				.why = CALENDAR_WHY_SHELF, .name = "", .text = feed->subscription->name },
			0);
		return;
	}
	memset(feed->beginning, 0, sizeof(feed->beginning));
	feed->begun = 0;
	questions_make(feed, etag, modified);
	feed->asked = *etag || *modified;
	if (!*etag)
		headers[1] = *modified ? modified : NULL;
	if (!*modified || !*etag)
		headers[2] = NULL;
	/* no sooner than the spool ends it */
	calendar_http_send(feed->http, &(struct calendar_http_request){ .method = "GET",
					       .url = feed->address,
					       .headers = headers,
					       .bytes_max = calendar_spool_most(feed->spool) + 1024 * 1024,
					       .on_piece = on_piece,
					       .done = on_answer,
					       .arg = feed });
}

/* ---- from start to stop ---- */

static void *feed_start(struct calendar_subscription *subscription, const struct calendar_reason **ret_why)
{
	char address[NET_LINE], password[NET_LINE];
	struct calendar_http_settings settings;
	struct feed *feed = NULL;

	if (!address_read(subscription, address)) {
		*ret_why = calendar_reason(CALENDAR_WHY_FEED_ADDRESS);
	} else if (!calendar_login_read(subscription->sdk, subscription->name, password, &settings)) {
		*ret_why = calendar_login_reason(subscription->name);
	} else {
		feed = allocate(sizeof(*feed));
		feed->subscription = subscription;
		address_keep(feed, address);
		feed->http = calendar_http_start(&settings);
	}
	explicit_bzero(password, sizeof(password));
	return feed;
}

struct stopping {
	struct feed *feed;
	void (*stopped)(void *arg);
	void *arg;
};

static void on_http_stopped(void *arg)
{
	struct stopping stopping = *(struct stopping *)arg;

	free(arg);
	free(stopping.feed->address);
	free(stopping.feed);
	stopping.stopped(stopping.arg);
}

static void feed_stop(void *self, void (*stopped)(void *arg), void *arg)
{
	struct stopping *stopping = allocate(sizeof(*stopping));
	struct feed *feed = self;

	*stopping = (struct stopping){ feed, stopped, arg };
	calendar_http_stop(feed->http, on_http_stopped, stopping);
}

const struct calendar_supplier calendar_supplier_feed = {
	.key = "feed",
	.name = "feed",
	.start = feed_start,
	.read = feed_read,
	.stop = feed_stop,
};
