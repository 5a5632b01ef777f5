/* plugins/calendar: see meaning.h. */
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

static const char *summary_customer(const char *summary, struct calendar_arena *arena)
{
	static const char *const words[] = { " with ", " at ", " met ", " bij ", " @ " };
	const char *found = NULL;

	for (const char *at = summary; *at; at++) {
		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
			size_t length = strlen(words[i]);

			if (!found && strncasecmp(at, words[i], length) == 0 && begins_like_a_name(at + length))
				found = at + length;
		}
	}
	if (!found)
		return NULL;
	/* "Meeting with Jansen (first visit)", "Bezoek bij Jansen - offerte": the name ends there */
	return line_rest(calendar_arena_print(arena, "%.*s", (int)strcspn(found, "(,;:|/\n"), found), arena);
}

static const char *without_remark(const char *customer, struct calendar_arena *arena)
{
	const char *dash = strstr(customer, " - ");

	return dash ? calendar_arena_print(arena, "%.*s", (int)(dash - customer), customer) : customer;
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

const char *calendar_meaning_customer(
	const struct calendar_event *event, const char *owner, struct calendar_arena *arena)
{
	const char *customer = event->customer;

	if (customer)
		return customer;
	customer = summary_customer(event->summary, arena);
	if (customer)
		return without_remark(customer, arena);
	customer = outside_domain(event, owner);
	return customer ? customer : "";
}
