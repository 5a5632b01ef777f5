/* plugins/calendar/sources: requests over HTTP and HTTPS, on the host's loop. webcal: and webcals: are https:, and stay
 * so.
 *
 * One object a source, so that neither connections nor passwords are shared between sources. Each connection is checked
 * when it is made, by the address to which the name has led: one of a private network (address.h) is refused unless
 * that is allowed, also after a redirect. At most 5 redirects are followed, never from https: to http:, and another
 * host (or port) does not get the password. Certificates are verified. No proxy, no cookies, nothing from the
 * environment.
 *
 * Host's thread; done() comes exactly once a request, never from within calendar_http_send().
 */
#ifndef CALENDAR_HTTP_H
#define CALENDAR_HTTP_H

#include "ical/reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct uv_loop_s;
struct calendar_http;
struct calendar_http_headers;

struct calendar_http_settings {
	struct uv_loop_s *loop;
	const char *user, *password; /* for Basic, or Digest where the server wants only that; or NULL */
	const char *ca_file;         /* PEM, trusted in place of the system's certificates; or NULL */
	bool allow_private;
};

/** How a request ended; valid within done(). */
struct calendar_http_answer {
	const struct calendar_reason *why; /* no answer, or not all of it: the reason; else NULL */
	int status;                        /* of HTTP; 0 when there was none */
	const char *url;                   /* where it was found in the end, without user and password */
	const char *host;                  /* the same, only the host, and its port where that is said */
	bool moved;                        /* that is another address, and it said so for good (301, 308) */
	bool enough;                       /* on_piece() wanted no more */
	const char *body;                  /* unless on_piece() took it; a NUL follows */
	size_t length;
	const struct calendar_http_headers *headers; /* see calendar_http_header() */
};

struct calendar_http_request {
	const char *method; /* "GET", "PROPFIND"… */
	const char *url;
	const char *const *headers; /* "Name: value", a NULL ends them; or NULL */
	const void *body;           /* with its length; or NULL */
	size_t length;
	uint64_t bytes_max; /* of the answer's body, unpacked; 0: 10 MiB */
	unsigned seconds;   /* in all; 0: 60 */
	/** Takes the body of a good answer (2xx) as it comes; others are collected. False: that is enough. It starts
	 * and stops nothing here. NULL: every body is collected. */
	bool (*on_piece)(void *arg, const void *bytes, size_t length);
	void (*done)(void *arg, const struct calendar_http_answer *answer);
	void *arg;
};

/** Copies the settings. Out of memory aborts, here and below. */
struct calendar_http *calendar_http_start(const struct calendar_http_settings *settings);

/** Another password, for requests from here on; NULL: none. */
void calendar_http_password(struct calendar_http *http, const char *password);

/** Sends a request, which is copied. */
void calendar_http_send(struct calendar_http *http, const struct calendar_http_request *request);

/** Ends what is under way (done() is told that it was broken off), then calls stopped() when all handles are closed.
 *  done() may call it; nothing is sent afterwards. NULL is fine. */
void calendar_http_stop(struct calendar_http *http, void (*stopped)(void *arg), void *arg);

/** A header of the last answer, those of one name joined by ", "; NULL when it is not there. Names in any case. */
const char *calendar_http_header(const struct calendar_http_answer *answer, const char *name);

/** How long the server wants to be left alone (Retry-After, RFC 9110 10.2.3), µs; 0 when it does not say. */
int64_t calendar_http_retry_us(const struct calendar_http_answer *answer);

#endif
