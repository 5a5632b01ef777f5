/* plugins/calendar/ical: see meaning.h. */
#include "meaning.h"

#include "event.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { CUSTOMER_MAX = 80 };

bool calendar_meaning_is_conference(const struct calendar_line *line)
{
	static const char *const names[] = { "CONFERENCE", "URL", "X-GOOGLE-CONFERENCE",
		"X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
		"X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-ZOOM-MEETING-URL" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (calendar_line_is(line, names[i]))
			return true;
	}
	return false;
}

/* The host of the address is the service's own, or lies below it. */
static bool is_meeting_host(const char *host, size_t length)
{
	static const char *const services[] = { "teams.microsoft.com", "teams.live.com", "meet.google.com", "zoom.us",
		"zoom.com", "webex.com", "meet.jit.si", "whereby.com", "gotomeeting.com", "meet.goto.com", "lync.com" };

	for (size_t i = 0; i < sizeof(services) / sizeof(*services); i++) {
		size_t own = strlen(services[i]);

		if (length < own || strncasecmp(host + length - own, services[i], own) != 0)
			continue;
		if (length == own || host[length - own - 1] == '.')
			return true;
	}
	return false;
}

const char *calendar_meaning_online(const char *text, struct calendar_arena *arena)
{
	const char *at = text;

	while ((at = strstr(at, "://"))) {
		const char *host = at + 3, *begin = at;

		while (begin > text && isalpha((unsigned char)begin[-1]))
			begin--;
		if (strncasecmp(begin, "http", 4) == 0 && is_meeting_host(host, strcspn(host, "/:?# \t\r\n<>\"'\\")))
			return calendar_arena_text(
				arena, begin, (size_t)(host - begin) + strcspn(host, " \t\r\n<>\"\\"));
		at = host;
	}
	return NULL;
}

/* Up to the end of the line, without spaces around it; NULL when nothing is there. */
static const char *line_rest(const char *text, struct calendar_arena *arena)
{
	size_t length;

	text += strspn(text, " \t");
	length = strcspn(text, "\r\n");
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	if (length == 0 || length > CUSTOMER_MAX)
		return NULL;
	return calendar_arena_text(arena, text, length);
}

const char *calendar_meaning_customer_line(const char *text, struct calendar_arena *arena)
{
	static const char *const words[] = { "customer:", "client:", "klant:", "relatie:" };

	while (*text) {
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			size_t length = strlen(words[i]);

			if (strncasecmp(text, words[i], length) == 0)
				return line_rest(text + length, arena);
		}
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return NULL;
}

/* A capital in any script that tells them apart begins with a byte that is no ASCII small letter or sign. */
static bool begins_like_a_name(const char *text)
{
	unsigned char c = (unsigned char)*text;

	return isupper(c) || c >= 0xc3;
}

/* "Meeting with Jansen (first visit)", "Bezoek bij Jansen - offerte": how long the name is. */
static size_t name_length(const char *text)
{
	static const char *const remarks[] = { " - ", " \u2013 ", " \u2014 " };
	size_t length = strcspn(text, "(,;:|/\n");

	for (size_t i = 0; i < sizeof(remarks) / sizeof(*remarks); i++) {
		const char *remark = strstr(text, remarks[i]);

		if (remark && (size_t)(remark - text) < length)
			length = (size_t)(remark - text);
	}
	return length;
}

static const char *name_at(const char *text, struct calendar_arena *arena)
{
	return line_rest(calendar_arena_print(arena, "%.*s", (int)name_length(text), text), arena);
}

/* Whom "… with Jansen" is with. */
static const char *companion(const char *summary, struct calendar_arena *arena)
{
	static const char *const words[] = { " with ", " at ", " met ", " bij ", " @ " };

	for (const char *at = summary; *at; at++) {
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			size_t length = strlen(words[i]);

			if (strncasecmp(at, words[i], length) == 0 && begins_like_a_name(at + length))
				return name_at(at + length, arena);
		}
	}
	return NULL;
}

/* Whom "Bezoek Jansen" goes to. The longer of two that begin alike stands first. */
static const char *visited(const char *summary, struct calendar_arena *arena)
{
	static const char *const words[] = { "bezoek aan ", "bezoek bij ", "bezoek ", "afspraak bij ", "afspraak met ",
		"visit to ", "visit at ", "visit ", "meeting with " };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strncasecmp(summary, words[i], strlen(words[i])) == 0)
			return name_at(summary + strlen(words[i]), arena);
	}
	return NULL;
}

/* Where a summary of the form "one: two" or "one - two" parts; *ret_rest is its second part, NULL when it has only one.
 */
static size_t first_part(const char *summary, const char **ret_rest)
{
	static const char *const signs[] = { ": ", " - ", " \u2013 ", " \u2014 " };
	size_t length = strlen(summary);

	*ret_rest = NULL;
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		const char *sign = strstr(summary, signs[i]);

		if (sign && (size_t)(sign - summary) < length) {
			length = (size_t)(sign - summary);
			*ret_rest = sign + strlen(signs[i]);
		}
	}
	return length;
}

/* "Intake: Jansen" says first what it is, and only then with whom. */
static bool is_occasion(const char *text, size_t length)
{
	static const char *const words[] = { "afspraak", "bezoek", "demo", "evaluatie", "gesprek", "intake",
		"kennismaking", "klantbezoek", "offerte", "online", "overleg", "presentatie", "vervolg", "appointment",
		"call", "customer visit", "follow-up", "introduction", "meeting", "presentation", "quote", "review",
		"visit", "re", "fw", "fwd" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strlen(words[i]) == length && strncasecmp(text, words[i], length) == 0)
			return true;
	}
	return false;
}

/* What a person would say of a meeting with somebody from outside. */
static const char *outside_customer(const char *summary, struct calendar_arena *arena)
{
	const char *rest, *part, *customer;
	size_t length = first_part(summary, &rest);

	while (rest && (length == 0 || is_occasion(summary, length))) {
		summary = rest;
		length = first_part(summary, &rest);
		if (!rest)
			return name_at(summary, arena);
	}
	part = calendar_arena_text(arena, summary, length);
	customer = visited(part, arena);
	if (!customer)
		customer = companion(part, arena);
	return customer || !rest ? customer : name_at(part, arena);
}

static bool is_public_mail(const char *domain)
{
	static const char *const domains[] = { "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com",
		"live.nl", "icloud.com", "me.com", "yahoo.com", "ziggo.nl", "kpnmail.nl", "xs4all.nl", "planet.nl",
		"home.nl", "group.calendar.google.com", "resource.calendar.google.com", "protonmail.com", "proton.me" };

	for (size_t i = 0; i < sizeof(domains) / sizeof(*domains); i++) {
		if (strcasecmp(domain, domains[i]) == 0)
			return true;
	}
	return false;
}

static const char *outside_domain(const struct calendar_event *event, const char *owner)
{
	const char *own = strchr(owner, '@');

	for (size_t i = 0; own && i < event->people_count; i++) {
		const char *domain = strrchr(event->people[i].email, '@') + 1;

		if (!event->people[i].is_thing && *domain && strcasecmp(domain, own + 1) != 0 &&
			!is_public_mail(domain))
			return domain;
	}
	return NULL;
}

/* Second levels that everybody has: "co" of "jansen.co.uk". */
static bool is_common_level(const char *label, size_t length)
{
	static const char *const levels[] = { "ac", "co", "com", "edu", "gouv", "gov", "net", "org" };

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (strlen(levels[i]) == length && strncasecmp(label, levels[i], length) == 0)
			return true;
	}
	return false;
}

/* "mail.bakkerij-jansen.nl" as a person would read it, "Bakkerij Jansen"; an internationalized one as it is. */
static const char *organisation(const char *domain, struct calendar_arena *arena)
{
	const char *end = strrchr(domain, '.'), *label = end;
	char *name;

	while (label && label > domain) {
		while (label > domain && label[-1] != '.')
			label--;
		if (label == domain || !is_common_level(label, (size_t)(end - label)))
			break;
		end = --label;
	}
	if (!label || label == end || strncasecmp(label, "xn--", 4) == 0)
		return domain;
	name = calendar_arena_text(arena, label, (size_t)(end - label));
	for (char *at = name; at && *at; at++) {
		if (*at == '-')
			*at = ' ';
		*at = (char)(at == name || at[-1] == ' ' ? toupper((unsigned char)*at) : tolower((unsigned char)*at));
	}
	return name;
}

static const char *customer_find(const struct calendar_event *event, const char *owner, struct calendar_arena *arena,
	enum calendar_customer *ret_from)
{
	const char *domain = outside_domain(event, owner), *customer = event->customer;

	*ret_from = CALENDAR_CUSTOMER_DESCRIBED;
	if (customer)
		return customer;
	*ret_from = CALENDAR_CUSTOMER_SUMMARY;
	customer = domain ? outside_customer(event->summary, arena) : companion(event->summary, arena);
	if (customer)
		return customer;
	*ret_from = domain ? CALENDAR_CUSTOMER_INVITED : CALENDAR_CUSTOMER_NONE;
	return domain ? organisation(domain, arena) : "";
}

const char *calendar_meaning_customer(const struct calendar_event *event, const char *owner,
	struct calendar_arena *arena, enum calendar_customer *ret_from)
{
	enum calendar_customer from;
	const char *customer = customer_find(event, owner, arena, &from);

	if (ret_from)
		*ret_from = from;
	return customer;
}
