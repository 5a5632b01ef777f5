/* plugins/calendar/dav: see multistatus.h. */
#include "multistatus.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32, TEXT_MAX = 4096 };

/* Where in the document one is. What stands anywhere else is NOWHERE, and all below it. */
enum place {
	NOWHERE,
	ROOT,
	MULTISTATUS,
	NEXT_TOKEN,
	RESPONSE,
	HREF,
	STATUS,
	PROPSTAT,
	PROPSTAT_STATUS,
	PROP,
	NAME,
	ETAG,
	CTAG,
	TOKEN,
	DATA,
	TYPE,
	TYPE_CALENDAR,
	COMPONENTS,
	COMPONENT,
	REPORTS,
	REPORT_SUPPORTED,
	REPORT,
	REPORT_SYNC,
	REPORT_GET,
	PRINCIPAL,
	PRINCIPAL_HREF,
	HOMES,
	HOME_HREF,
	PLACES
};

#define DAV    "DAV:\n"
#define CALDAV "urn:ietf:params:xml:ns:caldav\n"
#define SERVER "http://calendarserver.org/ns/\n"

static const struct way {
	enum place from;
	const char *name;
	enum place to;
} ways[] = {
	{ ROOT, DAV "multistatus", MULTISTATUS },
	{ MULTISTATUS, DAV "sync-token", NEXT_TOKEN },
	{ MULTISTATUS, DAV "response", RESPONSE },
	{ RESPONSE, DAV "href", HREF },
	{ RESPONSE, DAV "status", STATUS },
	{ RESPONSE, DAV "propstat", PROPSTAT },
	{ PROPSTAT, DAV "status", PROPSTAT_STATUS },
	{ PROPSTAT, DAV "prop", PROP },
	{ PROP, DAV "displayname", NAME },
	{ PROP, DAV "getetag", ETAG },
	{ PROP, SERVER "getctag", CTAG },
	{ PROP, DAV "sync-token", TOKEN },
	{ PROP, CALDAV "calendar-data", DATA },
	{ PROP, DAV "resourcetype", TYPE },
	{ TYPE, CALDAV "calendar", TYPE_CALENDAR },
	{ PROP, CALDAV "supported-calendar-component-set", COMPONENTS },
	{ COMPONENTS, CALDAV "comp", COMPONENT },
	{ PROP, DAV "supported-report-set", REPORTS },
	{ REPORTS, DAV "supported-report", REPORT_SUPPORTED },
	{ REPORT_SUPPORTED, DAV "report", REPORT },
	{ REPORT, DAV "sync-collection", REPORT_SYNC },
	{ REPORT, CALDAV "calendar-multiget", REPORT_GET },
	{ REPORT_SUPPORTED, DAV "sync-collection", REPORT_SYNC }, /* Xandikos leaves the report out */
	{ REPORT_SUPPORTED, CALDAV "calendar-multiget", REPORT_GET },
	{ PROP, DAV "current-user-principal", PRINCIPAL },
	{ PRINCIPAL, DAV "href", PRINCIPAL_HREF },
	{ PROP, CALDAV "calendar-home-set", HOMES },
	{ HOMES, DAV "href", HOME_HREF },
};

/* Which property a place holds; one more than it, so that 0 is none. */
static const int text_of[PLACES] = {
	[NAME] = 1 + CALENDAR_DAV_NAME,
	[ETAG] = 1 + CALENDAR_DAV_ETAG,
	[CTAG] = 1 + CALENDAR_DAV_CTAG,
	[TOKEN] = 1 + CALENDAR_DAV_TOKEN,
	[DATA] = 1 + CALENDAR_DAV_DATA,
	[PRINCIPAL_HREF] = 1 + CALENDAR_DAV_PRINCIPAL,
	[HOME_HREF] = 1 + CALENDAR_DAV_HOMES,
};

static const int trait_of[PLACES] = {
	[TYPE_CALENDAR] = 1 + CALENDAR_DAV_CALENDAR,
	[COMPONENTS] = 1 + CALENDAR_DAV_PARTICULAR,
	[REPORT_SYNC] = 1 + CALENDAR_DAV_CAN_SYNC,
	[REPORT_GET] = 1 + CALENDAR_DAV_CAN_GET,
};

struct calendar_multistatus {
	void (*on_response)(void *arg, const struct calendar_dav_response *response);
	void *arg;
	XML_Parser parser;
	enum place places[DEPTH_MAX];
	size_t depth; /* of places: those that are open, and the root */
	char *text;   /* of the element that is open, as far as it is wanted */
	size_t length, room;
	struct calendar_arena arena;           /* of the response */
	struct calendar_dav_response response; /* what is sure of it … */
	struct calendar_dav_response found;    /* … and what of a propstat, whose status comes last */
	int found_status;
	char *token;
	bool refused;
	enum calendar_why why;
};

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static void refuse(struct calendar_multistatus *status, enum calendar_why why)
{
	if (status->refused)
		return;
	status->refused = true;
	status->why = why;
	XML_StopParser(status->parser, XML_FALSE);
}

static bool is_text(enum place place)
{
	return text_of[place] || place == NEXT_TOKEN || place == HREF || place == STATUS || place == PROPSTAT_STATUS;
}

static enum place step(enum place from, const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (ways[i].from == from && strcmp(ways[i].name, name) == 0)
			return ways[i].to;
	return NOWHERE;
}

static bool is_for_events(const char **attributes)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "name") == 0)
			return strcmp(attributes[1], "VEVENT") == 0;
	return false;
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	struct calendar_multistatus *status = arg;
	enum place place = step(status->places[status->depth - 1], name);

	if (status->depth == 1 && place != MULTISTATUS) {
		refuse(status, CALENDAR_WHY_DAV_OTHER);
		return;
	}
	if (status->depth == DEPTH_MAX) {
		refuse(status, CALENDAR_WHY_DAV_LARGE);
		return;
	}
	status->places[status->depth++] = place;
	status->length = 0;
	if (trait_of[place])
		status->found.traits[trait_of[place] - 1] = true;
	else if (place == COMPONENT && is_for_events(attributes))
		status->found.traits[CALENDAR_DAV_EVENTS] = true;
}

static void on_text(void *arg, const char *text, int length)
{
	struct calendar_multistatus *status = arg;
	enum place place = status->places[status->depth - 1];
	size_t wanted = status->length + (size_t)length + 1;

	if (!is_text(place))
		return;
	if (place != DATA && wanted > TEXT_MAX) {
		refuse(status, CALENDAR_WHY_DAV_LARGE);
		return;
	}
	if (wanted > status->room) {
		status->room = wanted * 2;
		status->text = checked(realloc(status->text, status->room));
	}
	memcpy(status->text + status->length, text, (size_t)length);
	status->length += (size_t)length;
}

/* The open element's text, in the response's arena; without the white space around it that servers write for looks. */
static const char *text_take(struct calendar_multistatus *status)
{
	const char *start = status->text, *end = start + status->length;

	while (start < end && strchr(" \t\r\n", *start))
		start++;
	while (start < end && strchr(" \t\r\n", end[-1]))
		end--;
	return checked(calendar_arena_text(&status->arena, start < end ? start : "", (size_t)(end - start)));
}

/* The number of "HTTP/1.1 200 OK"; 0 when there is none. */
static int number_of(const char *line)
{
	const char *space = strchr(line, ' ');

	return space ? atoi(space) : 0;
}

static void text_ended(struct calendar_multistatus *status, enum place place)
{
	const char **held = text_of[place] ? &status->found.texts[text_of[place] - 1] : NULL;
	const char *text = text_take(status);

	if (held && place == HOME_HREF && *held)
		*held = calendar_arena_print(&status->arena, "%s\n%s", *held, text);
	else if (held)
		*held = text;
	else if (place == HREF)
		status->response.href = text;
	else if (place == STATUS)
		status->response.status = number_of(text);
	else if (place == PROPSTAT_STATUS)
		status->found_status = number_of(text);
	else
		memcpy(status->token = checked(realloc(status->token, strlen(text) + 1)), text, strlen(text) + 1);
}

/* What it says of some properties counts if it has them. */
static void propstat_ended(struct calendar_multistatus *status)
{
	if (status->found_status / 100 != 2)
		return;
	for (size_t i = 0; i < CALENDAR_DAV_TEXTS; i++)
		if (status->found.texts[i])
			status->response.texts[i] = status->found.texts[i];
	for (size_t i = 0; i < CALENDAR_DAV_TRAITS; i++)
		status->response.traits[i] |= status->found.traits[i];
}

static void found_clear(struct calendar_multistatus *status)
{
	status->found = (struct calendar_dav_response){ 0 };
	status->found_status = 0;
}

static void response_ended(struct calendar_multistatus *status)
{
	if (status->response.href && *status->response.href)
		status->on_response(status->arg, &status->response);
	status->response = (struct calendar_dav_response){ 0 };
	found_clear(status);
	calendar_arena_free(&status->arena);
}

static void on_end(void *arg, const char *name)
{
	struct calendar_multistatus *status = arg;
	enum place place = status->places[status->depth - 1];

	(void)name;
	if (status->refused)
		return;
	if (is_text(place))
		text_ended(status, place);
	else if (place == PROPSTAT)
		propstat_ended(status);
	else if (place == RESPONSE)
		response_ended(status);
	if (place == PROPSTAT)
		found_clear(status);
	status->length = 0;
	status->depth--;
}

static void on_doctype(void *arg, const char *name, const char *system, const char *public, int inside)
{
	(void)name;
	(void)system;
	(void)public;
	(void)inside;
	refuse(arg, CALENDAR_WHY_DAV_DOCTYPE);
}

struct calendar_multistatus *calendar_multistatus_create(
	void (*on_response)(void *arg, const struct calendar_dav_response *response), void *arg)
{
	struct calendar_multistatus *status = checked(calloc(1, sizeof(*status)));

	status->on_response = on_response;
	status->arg = arg;
	status->places[0] = ROOT;
	status->depth = 1;
	status->parser = checked(XML_ParserCreateNS(NULL, '\n')); /* no namespace holds it */
	XML_SetUserData(status->parser, status);
	XML_SetElementHandler(status->parser, on_start, on_end);
	XML_SetCharacterDataHandler(status->parser, on_text);
	XML_SetStartDoctypeDeclHandler(status->parser, on_doctype);
	return status;
}

void calendar_multistatus_destroy(struct calendar_multistatus *status)
{
	if (!status)
		return;
	XML_ParserFree(status->parser);
	calendar_arena_free(&status->arena);
	free(status->token);
	free(status->text);
	free(status);
}

static bool parse(struct calendar_multistatus *status, const void *bytes, size_t length, bool last)
{
	if (!status->refused && XML_Parse(status->parser, bytes, (int)length, last) != XML_STATUS_OK)
		refuse(status, CALENDAR_WHY_DAV_NO_XML);
	return !status->refused;
}

bool calendar_multistatus_feed(struct calendar_multistatus *status, const void *bytes, size_t length)
{
	enum { PIECE = 1 << 20 };

	for (; length > PIECE; bytes = (const char *)bytes + PIECE, length -= PIECE)
		if (!parse(status, bytes, PIECE, false))
			return false;
	return parse(status, bytes, length, false);
}

bool calendar_multistatus_end(struct calendar_multistatus *status)
{
	return parse(status, "", 0, true);
}

enum calendar_why calendar_multistatus_refused(const struct calendar_multistatus *status)
{
	return status->why;
}

const char *calendar_multistatus_token(const struct calendar_multistatus *status)
{
	return status->token;
}
