/* tests/ — a daemon that a test plays byte by byte. */
#include "raw.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "fake.h"

#define WAIT_S  5
#define BACKLOG 64

static void check(bool fine, const char *what)
{
	if (fine)
		return;
	perror(what);
	abort();
}

static struct sockaddr_un address_of_url(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", fake_url() + strlen("ipc://"));
	return address;
}

int raw_listen(void)
{
	const struct sockaddr_un address = address_of_url();
	const struct timeval wait = { .tv_sec = WAIT_S };
	const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	unlink(address.sun_path);
	check(bind(listener, (const struct sockaddr *)&address, sizeof(address)) == 0, "bind");
	check(listen(listener, BACKLOG) == 0, "listen");
	check(setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0, "wait");
	return listener;
}

int raw_knock(void)
{
	const struct sockaddr_un address = address_of_url();
	const int caller = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (connect(caller, (const struct sockaddr *)&address, sizeof(address)) == 0)
		return caller;
	close(caller);
	return -1;
}

int raw_accept(int listener)
{
	const struct timeval wait = { .tv_sec = WAIT_S };
	const int caller = accept(listener, NULL, NULL);

	if (caller < 0 && errno == EINVAL)
		return -1;
	check(caller >= 0, "accept");
	check(setsockopt(caller, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == 0, "wait");
	return caller;
}

bool raw_read(int caller, void *ret, size_t size)
{
	for (size_t got = 0; got < size;) {
		const ssize_t count = read(caller, (char *)ret + got, size - got);

		if (count == 0 || (count < 0 && errno == ECONNRESET))
			return false;
		check(count > 0, "read");
		got += (size_t)count;
	}
	return true;
}

void raw_write(int caller, const void *bytes, size_t size)
{
	for (size_t put = 0; put < size;) {
		const ssize_t count = send(caller, (const char *)bytes + put, size - put, MSG_NOSIGNAL);

		check(count > 0, "write");
		put += (size_t)count;
	}
}

void raw_greet(int caller)
{
	uint8_t greeting[FRAME_GREETING_SIZE];

	check(raw_read(caller, greeting, sizeof(greeting)) && frame_greets(FRAME_REQUESTER, greeting), "greeting");
	frame_greet(FRAME_REPLIER, greeting);
	raw_write(caller, greeting, sizeof(greeting));
}

int raw_accept_and_greet(int listener)
{
	const int caller = raw_accept(listener);

	raw_greet(caller);
	return caller;
}

Request *raw_receive(int caller, struct frame_route *ret_route)
{
	uint8_t prefix[FRAME_PREFIX_MAX], *message;
	Request *request;
	size_t size, body;

	if (!raw_read(caller, prefix, frame_prefix_size(FRAME_LOCAL)))
		return NULL;
	check(frame_prefix_read(FRAME_LOCAL, prefix, SIZE_MAX, &size), "prefix");
	message = malloc(size);
	check(message != NULL && raw_read(caller, message, size), "message");
	check(frame_route_read(message, size, ret_route, &body), "route");
	request = request__unpack(NULL, size - body, message + body);
	check(request != NULL, "request");
	free(message);
	return request;
}

size_t raw_reply(int caller, const struct frame_route *route, uint64_t call_id, size_t payload, uint8_t *ret)
{
	Reply reply = REPLY__INIT;
	uint8_t *bytes;
	size_t size, head;

	reply.call_id = call_id;
	reply.payload.len = payload;
	reply.payload.data = calloc(1, payload + 1);
	size = reply__get_packed_size(&reply);
	bytes = malloc(FRAME_HEAD_MAX + size);
	check(bytes != NULL, "reply");
	head = frame_head(FRAME_LOCAL, route, size, bytes);
	reply__pack(&reply, bytes + head);
	if (ret != NULL)
		memcpy(ret, bytes, head + size);
	else
		raw_write(caller, bytes, head + size);
	free(reply.payload.data);
	free(bytes);
	return head + size;
}
