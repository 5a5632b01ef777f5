/* plugins/calendar/sources: what a section may say (subscription.h), and what is wrong with it. */
#include "login.h"
#include "subscription.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const int64_t SECOND = 1000000;
enum { SHORTEST_S = 60, LONGEST_S = 30 * 86400 };

int64_t calendar_subscription_duration(const char *text)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 7 || text[digits] == '\0' || text[digits + 1] != '\0')
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].letter == text[digits])
			return atoll(text) * units[i].seconds * SECOND;
	return -1;
}

const char *calendar_interval_fault(const char *value)
{
	int64_t us = calendar_subscription_duration(value);

	if (us < 0)
		return "is no time such as 15m, 2h or 1d";
	return us < SHORTEST_S * SECOND || us > LONGEST_S * SECOND ? "is not between 1m and 30d" : NULL;
}

const char *calendar_owner_fault(const char *value)
{
	return strchr(value, '@') ? NULL : "is no address of a person";
}

/* A password inside of the address would be told whenever the address is. */
static bool has_password(const char *address)
{
	const char *host = strstr(address, "://");

	return host && memchr(host + 3, '@', strcspn(host + 3, "/?#"));
}

const char *calendar_feed_fault(const char *value)
{
	static const char *const schemes[] = { "https://", "http://", "webcal://", "webcals://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t length = strlen(schemes[i]);

		if (strncasecmp(value, schemes[i], length) != 0)
			continue;
		if (has_password(value))
			return "has a user in it; that is what user and password_file are for";
		return strcspn(value + length, "/?#") > 0 && !strpbrk(value, " \t") ? NULL : "is no address";
	}
	return "is no address that begins with https://, http:// or webcal://";
}

const char *calendar_caldav_fault(const char *value)
{
	if (has_password(value))
		return "has a user in it; that is what user and password_file are for";
	return *value && !strpbrk(value, " \t") ? NULL : "is no address of a calendar server";
}

static const char *place_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	static const char *const places[] = { "caldav", "feed", "feed_file", "folder" };
	const char *place = NULL;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!value(arg, places[i]))
			continue;
		if (place) {
			*ret_key = places[i];
			return "a calendar is in one place: folder, feed, feed_file or caldav";
		}
		place = places[i];
	}
	if (!place)
		return "a calendar wants folder, feed, feed_file or caldav: where it is";
	*ret_key = place;
	return value(arg, "owner") ? NULL : "a calendar wants owner, the address of the person whose it is";
}

const char *calendar_subscription_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	static const char *const webs[] = { "allow_private", "ca_file", "credential", "password_file", "user" };
	const char *fault = place_fault(value, arg, ret_key);

	if (fault)
		return fault;
	for (size_t i = 0; value(arg, "folder") && i < sizeof(webs) / sizeof(webs[0]); i++) {
		*ret_key = webs[i];
		if (value(arg, webs[i]))
			return "that is for a calendar on the network, not for a folder";
	}
	*ret_key = "calendar";
	if (value(arg, "calendar") && !value(arg, "caldav"))
		return "that says which calendar of a server, beside caldav";
	return calendar_login_fault(
		value, arg, value(arg, "feed") ? value(arg, "feed") : value(arg, "caldav"), ret_key);
}
