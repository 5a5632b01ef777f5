/* plugins/calendar/sources: see http.h. */
#include "http.h"

#include "plugins/net/multi.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	BYTES_MAX = 10 * 1024 * 1024,
	HEADERS_MAX = 64 * 1024,
	REDIRECTS_MAX = 5,
	SECONDS_MAX = 60,
	CONNECT_SECONDS = 15,
	HOST_SIZE = 256
};

struct header {
	struct header *next;
	char *name, *value;
};

struct calendar_http_headers {
	struct header *first;
	size_t bytes;
};

/* A request under way. */
struct exchange {
	struct net_transfer transfer;
	struct exchange *next;
	struct calendar_http *http;
	struct curl_slist *lines;
	char *url;
	uint64_t bytes_max, bytes;
	unsigned seconds;
	bool (*on_piece)(void *arg, const void *bytes, size_t length);
	void (*done)(void *arg, const struct calendar_http_answer *answer);
	void *arg;
	struct calendar_http_headers headers; /* of the last answer */
	bool temporary;                       /* one of the redirects was */
	bool enough, large;
	char *body;
	size_t length, room;
	char host[HOST_SIZE];
	struct calendar_reason why;
};

struct calendar_http {
	struct net_multi *multi;
	char *user, *password, *ca_file;
	bool allow_private;
	long auth; /* Basic, until the server wants Digest */
	struct exchange *exchanges;
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

static char *copy(const char *text, size_t length)
{
	char *fresh = allocate(length + 1);

	memcpy(fresh, text, length);
	return fresh;
}

static char *copy_text(const char *text)
{
	return text ? copy(text, strlen(text)) : NULL;
}

/* ---- headers ---- */

static void headers_finish(struct calendar_http_headers *headers)
{
	while (headers->first) {
		struct header *header = headers->first;

		headers->first = header->next;
		free(header->name);
		free(header->value);
		free(header);
	}
	headers->bytes = 0;
}

static struct header *header_find(const struct calendar_http_headers *headers, const char *name)
{
	for (struct header *header = headers->first; header; header = header->next)
		if (strcasecmp(header->name, name) == 0)
			return header;
	return NULL;
}

const char *calendar_http_header(const struct calendar_http_answer *answer, const char *name)
{
	const struct header *header = header_find(answer->headers, name);

	return header ? header->value : NULL;
}

/* A date is as the server sees it: what counts is how far it is from the answer's own. */
int64_t calendar_http_retry_us(const struct calendar_http_answer *answer)
{
	const char *after = calendar_http_header(answer, "Retry-After"), *date = calendar_http_header(answer, "Date");
	time_t then, now;

	if (!after)
		return 0;
	if (*after && strlen(after) < 10 && strspn(after, "0123456789") == strlen(after))
		return atoll(after) * 1000000;
	then = curl_getdate(after, NULL);
	now = date ? curl_getdate(date, NULL) : -1;
	return now != -1 && then > now ? (int64_t)(then - now) * 1000000 : 0;
}

static void header_add(struct calendar_http_headers *headers, char *name, char *value)
{
	struct header *header = header_find(headers, name);

	if (header) { /* RFC 9110 5.3 */
		size_t size = strlen(header->value) + strlen(value) + 3;
		char *joined = allocate(size);

		snprintf(joined, size, "%s, %s", header->value, value);
		free(header->value);
		free(name);
		free(value);
		header->value = joined;
		return;
	}
	header = allocate(sizeof(*header));
	*header = (struct header){ headers->first, name, value };
	headers->first = header;
}

static void status_line_read(struct exchange *exchange, const char *line, size_t length)
{
	const char *space = memchr(line, ' ', length);
	int status = space && space + 4 <= line + length ? atoi(space + 1) : 0;

	headers_finish(&exchange->headers);
	if (status == 302 || status == 303 || status == 307)
		exchange->temporary = true;
}

/* A line of the answer's head, with its line end. Each answer, of a redirect too, begins with its status. */
static size_t on_header(char *line, size_t size, size_t count, void *arg)
{
	struct exchange *exchange = arg;
	size_t length = size * count, end = length;
	const char *colon = memchr(line, ':', length), *value;

	if (length > 5 && memcmp(line, "HTTP/", 5) == 0) {
		status_line_read(exchange, line, length);
		return length;
	}
	exchange->headers.bytes += length;
	if (exchange->headers.bytes > HEADERS_MAX) {
		exchange->large = true;
		return 0;
	}
	if (!colon)
		return length;
	while (end > 0 && strchr(" \t\r\n", line[end - 1]))
		end--;
	value = colon + 1;
	while (value < line + end && (*value == ' ' || *value == '\t'))
		value++;
	header_add(&exchange->headers, copy(line, (size_t)(colon - line)),
		value < line + end ? copy(value, (size_t)(line + end - value)) : copy("", 0));
	return length;
}

/* ---- the body ---- */

static long status_of(const struct exchange *exchange)
{
	long status = 0;

	curl_easy_getinfo(exchange->transfer.curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static void collect(struct exchange *exchange, const char *bytes, size_t length)
{
	if (exchange->length + length + 1 > exchange->room) {
		exchange->room = (exchange->length + length + 1) * 2;
		exchange->body = realloc(exchange->body, exchange->room);
		if (!exchange->body)
			abort();
	}
	memcpy(exchange->body + exchange->length, bytes, length);
	exchange->length += length;
	exchange->body[exchange->length] = '\0';
}

/* Any answer but `length` ends the transfer. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct exchange *exchange = arg;
	size_t length = size * count;

	exchange->bytes += length;
	exchange->large = exchange->bytes > exchange->bytes_max;
	if (exchange->large)
		return 0;
	if (exchange->on_piece && status_of(exchange) / 100 == 2) {
		exchange->enough = !exchange->on_piece(exchange->arg, bytes, length);
		return exchange->enough ? 0 : length;
	}
	collect(exchange, bytes, length);
	return length;
}

/* ---- how it ends ---- */

/* The host and the rest of an address, without user and password. */
static const char *host_of(const char *url)
{
	const char *host = strstr(url, "://"), *end;

	host = host ? host + 3 : url;
	for (end = host + strcspn(host, "/?#"); end > host; end--)
		if (end[-1] == '@')
			return end;
	return host;
}

/* Where the redirects have led. curl puts user and password into it, so that they are taken out. */
static void url_find(struct exchange *exchange)
{
	const char *url = NULL, *host;
	char *fresh;

	curl_easy_getinfo(exchange->transfer.curl, CURLINFO_EFFECTIVE_URL, &url);
	url = url ? url : exchange->url;
	host = host_of(url);
	fresh = allocate(strlen(url) + 1);
	sprintf(fresh, "%.*s%s", strstr(url, "://") ? (int)(strstr(url, "://") + 3 - url) : 0, url, host);
	free(exchange->url);
	exchange->url = fresh;
}

/* Whose answer it is. */
static void host_find(struct exchange *exchange)
{
	const char *host = host_of(exchange->url);

	snprintf(exchange->host, sizeof(exchange->host), "%.*s", (int)strcspn(host, "/?#"), host);
}

static enum calendar_why why_failed(const struct exchange *exchange, CURLcode code)
{
	if (exchange->transfer.refused[0])
		return CALENDAR_WHY_NET_PRIVATE;
	switch (code) {
	case CURLE_URL_MALFORMAT:
		return CALENDAR_WHY_NET_ADDRESS;
	case CURLE_UNSUPPORTED_PROTOCOL:
		return CALENDAR_WHY_NET_PROTOCOL;
	case CURLE_COULDNT_RESOLVE_HOST:
		return CALENDAR_WHY_NET_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return CALENDAR_WHY_NET_NO_ANSWER;
	case CURLE_OPERATION_TIMEDOUT:
		return CALENDAR_WHY_NET_SLOW;
	case CURLE_TOO_MANY_REDIRECTS:
		return CALENDAR_WHY_NET_REDIRECTS;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
		return CALENDAR_WHY_NET_CERTIFICATE;
	case CURLE_SSL_CACERT_BADFILE:
		return CALENDAR_WHY_NET_CA_FILE;
	default:
		return exchange->large ? CALENDAR_WHY_NET_LARGE : CALENDAR_WHY_NET_BROKEN;
	}
}

static void reason_make(struct exchange *exchange, enum calendar_why why)
{
	url_find(exchange);
	host_find(exchange);
	exchange->why =
		(struct calendar_reason){ .why = why, .name = exchange->transfer.refused, .text = exchange->host };
	if (why == CALENDAR_WHY_NET_SLOW)
		exchange->why.count = exchange->seconds;
	else if (why == CALENDAR_WHY_NET_REDIRECTS)
		exchange->why.count = REDIRECTS_MAX;
	else if (why == CALENDAR_WHY_NET_LARGE)
		exchange->why.count = exchange->bytes_max / (1024 * 1024);
}

static void exchange_destroy(struct exchange *exchange)
{
	curl_easy_cleanup(exchange->transfer.curl);
	curl_slist_free_all(exchange->lines);
	headers_finish(&exchange->headers);
	free(exchange->url);
	free(exchange->body);
	free(exchange);
}

static void exchange_unlink(struct exchange *exchange)
{
	struct exchange **at = &exchange->http->exchanges;

	while (*at != exchange)
		at = &(*at)->next;
	*at = exchange->next;
	net_multi_leave(&exchange->transfer);
}

static void exchange_end(struct exchange *exchange, bool failed)
{
	struct calendar_http_answer answer = { .why = failed ? &exchange->why : NULL,
		.status = (int)status_of(exchange),
		.enough = exchange->enough,
		.body = exchange->body ? exchange->body : "",
		.length = exchange->length,
		.headers = &exchange->headers };
	long redirects = 0;

	url_find(exchange);
	host_find(exchange);
	answer.url = exchange->url;
	answer.host = exchange->host;
	curl_easy_getinfo(exchange->transfer.curl, CURLINFO_REDIRECT_COUNT, &redirects);
	answer.moved = redirects > 0 && !exchange->temporary;
	exchange_unlink(exchange);
	exchange->done(exchange->arg, &answer);
	exchange_destroy(exchange);
}

/* Whether the password was sent in a way that this server does not take, though it takes another. */
static bool wants_digest(const struct exchange *exchange)
{
	const struct header *ways = header_find(&exchange->headers, "WWW-Authenticate");

	return status_of(exchange) == 401 && exchange->http->user && exchange->http->auth == CURLAUTH_BASIC && ways &&
	       strcasestr(ways->value, "Digest ") && !strcasestr(ways->value, "Basic ");
}

static void exchange_begin_again(struct exchange *exchange)
{
	struct calendar_http *http = exchange->http;

	http->auth = CURLAUTH_DIGEST;
	curl_easy_setopt(exchange->transfer.curl, CURLOPT_HTTPAUTH, http->auth);
	exchange->length = 0;
	exchange->bytes = 0;
	exchange->temporary = false;
	net_multi_begin(http->multi, &exchange->transfer);
}

static void exchange_ended(struct net_transfer *transfer, CURLcode code)
{
	struct exchange *exchange = (struct exchange *)transfer;

	if (code == CURLE_OK && wants_digest(exchange)) {
		exchange_begin_again(exchange);
		return;
	}
	if (code != CURLE_OK && !exchange->enough)
		reason_make(exchange, why_failed(exchange, code));
	exchange_end(exchange, code != CURLE_OK && !exchange->enough);
}

/* ---- in and out ---- */

static void password_forget(struct calendar_http *http)
{
	if (http->password)
		explicit_bzero(http->password, strlen(http->password));
	free(http->password);
	http->password = NULL;
}

void calendar_http_password(struct calendar_http *http, const char *password)
{
	password_forget(http);
	http->password = copy_text(password);
}

struct calendar_http *calendar_http_start(const struct calendar_http_settings *settings)
{
	struct calendar_http *http = allocate(sizeof(*http));

	http->multi = net_multi_start(settings->loop);
	http->user = copy_text(settings->user);
	http->password = copy_text(settings->password);
	http->ca_file = copy_text(settings->ca_file);
	http->allow_private = settings->allow_private;
	http->auth = CURLAUTH_BASIC;
	return http;
}

/* "webcal:" says what is to be found there, not how to get there. */
static char *url_make(const char *url)
{
	size_t skip = strncasecmp(url, "webcal://", 9) == 0 ? 9 : strncasecmp(url, "webcals://", 10) == 0 ? 10 : 0;
	size_t size = strlen(url) + sizeof("https://");
	char *fresh = allocate(size);

	snprintf(fresh, size, "%s%s", skip ? "https://" : "", url + skip);
	return fresh;
}

static void door_set(struct exchange *exchange)
{
	struct calendar_http *http = exchange->http;
	CURL *curl = exchange->transfer.curl;

	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
		strncasecmp(exchange->url, "https:", 6) == 0 ? "https" : "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
	curl_easy_setopt(curl, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL); /* PROPFIND keeps its body, too */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	if (http->ca_file) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, http->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	if (http->user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, http->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, http->password ? http->password : "");
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, http->auth);
	}
}

static void request_set(struct exchange *exchange, const struct calendar_http_request *request)
{
	CURL *curl = exchange->transfer.curl;

	curl_easy_setopt(curl, CURLOPT_URL, exchange->url);
	if (request->body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, request->body);
		exchange->lines = curl_slist_append(exchange->lines, "Expect:");
	}
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
	for (const char *const *line = request->headers; line && *line; line++)
		exchange->lines = curl_slist_append(exchange->lines, *line);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, exchange->lines);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "ridealong/" RIDEALONG_VERSION);
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* a name that is still looked up does not hold up the loop */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)exchange->seconds);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
}

void calendar_http_send(struct calendar_http *http, const struct calendar_http_request *request)
{
	struct exchange *exchange = allocate(sizeof(*exchange));

	*exchange = (struct exchange){
		.transfer = { .curl = curl_easy_init(), .allow_private = http->allow_private, .ended = exchange_ended },
		.next = http->exchanges,
		.http = http,
		.url = url_make(request->url),
		.bytes_max = request->bytes_max ? request->bytes_max : BYTES_MAX,
		.seconds = request->seconds ? request->seconds : SECONDS_MAX,
		.on_piece = request->on_piece,
		.done = request->done,
		.arg = request->arg
	};
	if (!exchange->transfer.curl)
		abort();
	http->exchanges = exchange;
	door_set(exchange);
	request_set(exchange, request);
	net_multi_begin(http->multi, &exchange->transfer);
}

static void on_stopped(void *arg)
{
	struct calendar_http *http = arg;

	http->stopped(http->stopped_arg);
	free(http->user);
	password_forget(http);
	free(http->ca_file);
	free(http);
}

void calendar_http_stop(struct calendar_http *http, void (*stopped)(void *arg), void *arg)
{
	if (!http) {
		stopped(arg);
		return;
	}
	http->stopped = stopped;
	http->stopped_arg = arg;
	while (http->exchanges) {
		struct exchange *exchange = http->exchanges;

		reason_make(exchange, CALENDAR_WHY_NET_STOPPED);
		exchange_end(exchange, true);
	}
	net_multi_stop(http->multi, on_stopped, http);
}
