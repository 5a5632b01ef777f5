/* plugins/reminders/channels/ — a conversation with a mail server as curl has it. */
#include "plugins/reminders/channels/smtp_talk.h"

#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- pure ---- */

bool smtp_is_for_good(enum smtp_stage stage, const char *answer)
{
	if (answer[0] != '5' || stage < SMTP_RCPT)
		return false;
	/* "Not without a password", "no relay for you" (RFC 3463, X.7.Z): this is about us, and can be mended. */
	return !(stage == SMTP_RCPT && (strncmp(answer, "530", 3) == 0 || strncmp(answer + 3, " 5.7.", 5) == 0));
}

char *smtp_lines(const char *bytes, size_t size, size_t *ret_size)
{
	char *lines = malloc(2 * size + 3), *to = lines;

	if (lines == NULL)
		abort();
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'))
			*to++ = '\r';
		*to++ = bytes[i];
	}
	if (size > 0 && bytes[size - 1] != '\n') {
		*to++ = '\r';
		*to++ = '\n';
	}
	*to = '\0';
	*ret_size = (size_t)(to - lines);
	return lines;
}

/* ---- the conversation, as curl has it ---- */

static enum smtp_stage stage_of(const char *command, size_t size, enum smtp_stage now)
{
	static const struct {
		const char *verb;
		enum smtp_stage stage;
	} verbs[] = { { "EHLO", SMTP_EHLO }, { "HELO", SMTP_EHLO }, { "STARTTLS", SMTP_STARTTLS },
		{ "AUTH", SMTP_AUTH }, { "MAIL", SMTP_MAIL }, { "RCPT", SMTP_RCPT }, { "DATA", SMTP_DATA } };

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (size >= strlen(verbs[i].verb) && strncasecmp(command, verbs[i].verb, strlen(verbs[i].verb)) == 0)
			return verbs[i].stage;
	return now;
}

/* curl says good-bye and waits for the answer, holding up the loop as long as the server likes. Who reads nothing any
 * more waits for nothing. */
static void listen_no_more(curl_socket_t fd)
{
	if (fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RD);
}

static void leave(struct smtp_talk *talk)
{
	talk->left = true;
	listen_no_more(talk->trip.transfer.fd);
}

/* What we say; passwords among it, so that nothing is kept but how far we are. */
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t size, void *arg)
{
	struct smtp_talk *talk = arg;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	if (size >= 4 && strncasecmp(bytes, "QUIT", 4) == 0)
		leave(talk);
	else
		talk->stage = stage_of(bytes, size, talk->stage);
	return 0;
}

static bool is_answer(const char *line, size_t length)
{
	return length >= 3 && isdigit((unsigned char)line[0]) && isdigit((unsigned char)line[1]) &&
	       isdigit((unsigned char)line[2]) && (length == 3 || line[3] != '-');
}

/* A line of what the server says. */
static size_t on_line(char *line, size_t size, size_t count, void *arg)
{
	struct smtp_talk *talk = arg;
	size_t length = size * count, kept = 0;

	if (talk->left || !is_answer(line, length))
		return length;
	for (size_t i = 0; i < length && kept + 1 < SMTP_SAID; i++)
		talk->said[kept++] = (unsigned char)line[i] < 0x20 || line[i] == 0x7f ? ' ' : line[i];
	while (kept > 0 && talk->said[kept - 1] == ' ')
		kept--;
	talk->said[kept] = '\0';
	return length;
}

static size_t on_read(char *room, size_t size, size_t count, void *arg)
{
	struct smtp_talk *talk = arg;
	size_t length = size * count;

	talk->stage = SMTP_BODY;
	if (length > talk->size - talk->at)
		length = talk->size - talk->at;
	memcpy(room, talk->bytes + talk->at, length);
	talk->at += length;
	return length;
}

static int local_port_of(curl_socket_t fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t size = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return -1;
	return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
						   : ((struct sockaddr_in *)&address)->sin_port);
}

/* The connection is there, whether new or used before. Which it is, curl tells by its port only. */
static int on_connected(void *arg, char *remote, char *local, int remote_port, int local_port)
{
	struct smtp_talk *talk = arg;
	const struct smtp_channel *self = (const struct smtp_channel *)talk->trip.courier;

	(void)remote;
	(void)local;
	(void)remote_port;
	for (size_t i = 0; i < self->n_sockets; i++)
		if (local_port_of(self->sockets[i]) == local_port)
			talk->trip.transfer.fd = self->sockets[i];
	return CURL_PREREQFUNC_OK;
}

static int on_socket_made(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	struct smtp_channel *self = arg;

	(void)purpose;
	if (self->n_sockets == SMTP_MOST_SOCKETS)
		return CURL_SOCKOPT_ERROR;
	self->sockets[self->n_sockets++] = fd;
	return CURL_SOCKOPT_OK;
}

static int on_socket_closing(void *arg, curl_socket_t fd)
{
	struct smtp_channel *self = arg;

	for (size_t i = 0; i < self->n_sockets; i++)
		if (self->sockets[i] == fd)
			self->sockets[i] = self->sockets[--self->n_sockets];
	for (struct trip *trip = self->courier.under_way; trip != NULL; trip = trip->next)
		if (trip->transfer.fd == fd)
			trip->transfer.fd = CURL_SOCKET_BAD;
	return close(fd);
}

void smtp_talk_end_all(struct courier *courier)
{
	struct smtp_channel *self = (struct smtp_channel *)courier;

	for (size_t i = 0; i < self->n_sockets; i++)
		listen_no_more(self->sockets[i]);
}

void smtp_talk_hear(struct smtp_talk *talk)
{
	struct smtp_channel *self = (struct smtp_channel *)talk->trip.courier;
	CURL *curl = talk->trip.transfer.curl;

	talk->at = 0;
	talk->stage = SMTP_GREETING;
	talk->left = false;
	talk->said[0] = '\0';
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_debug);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, talk);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_line);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, talk);
	curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, on_connected);
	curl_easy_setopt(curl, CURLOPT_PREREQDATA, talk);
	curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, on_socket_made);
	curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, self);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, on_socket_closing);
	curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, self);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(curl, CURLOPT_READDATA, talk);
}
