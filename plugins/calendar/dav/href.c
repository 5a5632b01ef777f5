/* plugins/calendar/dav: see href.h. */
#include "href.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

const char *calendar_href_path(const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : strchr(url, '/');

	return path ? path : "/";
}

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* What a path may hold as it is (RFC 3986 3.3). */
static bool is_plain(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != 0 && strchr("-._~!$&'()*+,;=:@", c));
}

/* One spelling: what may stand as it is does, all else as %XX. A "%2F" stays one, for it is no "/". */
static char *path_spell(char *to, const char *path)
{
	for (; *path && *path != '?' && *path != '#'; path++) {
		bool coded = *path == '%' && digit(path[1]) >= 0 && digit(path[2]) >= 0;
		int c = coded ? digit(path[1]) * 16 + digit(path[2]) : (unsigned char)*path;

		if (is_plain(c) || (*path == '/'))
			*to++ = (char)c;
		else
			to += sprintf(to, "%%%02X", (unsigned)c);
		path += coded ? 2 : 0;
	}
	return to;
}

static const char *spell(struct calendar_arena *arena, const char *url)
{
	const char *path = calendar_href_path(url);
	char *text = checked(calendar_arena_take(arena, 3 * strlen(url) + 2));
	size_t head = (size_t)(strstr(url, "://") ? path - url : 0);

	memcpy(text, url, head);
	path_spell(text + head, path);
	return text;
}

const char *calendar_href_resolve(struct calendar_arena *arena, const char *base, const char *href)
{
	CURLU *place = checked(curl_url());
	char *url = NULL, *scheme = NULL;
	const char *found = NULL;

	if (curl_url_set(place, CURLUPART_URL, base, CURLU_URLENCODE) == CURLUE_OK &&
		curl_url_set(place, CURLUPART_URL, href, CURLU_URLENCODE) == CURLUE_OK &&
		curl_url_set(place, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
		curl_url_set(place, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
		curl_url_get(place, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
		curl_url_get(place, CURLUPART_URL, &url, CURLU_NO_DEFAULT_PORT) == CURLUE_OK &&
		(strcmp(scheme, "https") == 0 || strcmp(scheme, "http") == 0))
		found = spell(arena, url);
	curl_free(scheme);
	curl_free(url);
	curl_url_cleanup(place);
	return found;
}

static size_t server_length(const char *url)
{
	const char *host = strstr(url, "://");

	return host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/?#") : 0;
}

bool calendar_href_is_same_server(const char *one, const char *other)
{
	size_t length = server_length(one);

	return length > 0 && length == server_length(other) && strncasecmp(one, other, length) == 0;
}

/* The host's name, without its port. */
struct name {
	const char *text;
	size_t length;
};

static struct name host_of(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + 3 : url;
	return (struct name){ host, strcspn(host, ":/?#") };
}

/* The host without its first label; empty unless two are left. */
static struct name domain_of(struct name host)
{
	const char *end = host.text + host.length, *dot = memchr(host.text, '.', host.length);

	if (!dot || !memchr(dot + 1, '.', (size_t)(end - dot - 1)))
		return (struct name){ host.text, 0 };
	return (struct name){ dot + 1, (size_t)(end - dot - 1) };
}

static bool is_same(struct name one, struct name other)
{
	return one.length > 0 && one.length == other.length && strncasecmp(one.text, other.text, one.length) == 0;
}

static bool is_below(struct name host, struct name domain)
{
	size_t more = host.length - domain.length;

	return memchr(domain.text, '.', domain.length) && host.length > domain.length + 1 &&
	       host.text[more - 1] == '.' && strncasecmp(host.text + more, domain.text, domain.length) == 0;
}

static bool is_number(struct name host)
{
	return host.length > 0 && host.text[host.length - 1] >= '0' && host.text[host.length - 1] <= '9';
}

bool calendar_href_may_follow(const char *from, const char *to)
{
	struct name mine = host_of(from), theirs = host_of(to);

	if (calendar_href_is_same_server(from, to))
		return true;
	if (strncasecmp(from, "https:", 6) != 0 || strncasecmp(to, "https:", 6) != 0)
		return false;
	return is_same(mine, theirs) ||
	       (!is_number(mine) && (is_below(theirs, mine) || is_same(domain_of(mine), domain_of(theirs))));
}
