/* plugins/net: see multi.h. */
#include "plugins/net/multi.h"

#include "plugins/net/address.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <uv.h>

struct net_multi {
	uv_loop_t *loop;
	CURLM *curl;
	uv_timer_t timer;
	int open_handles;
	bool stopping;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

/* A socket that curl waits for. */
struct socket {
	uv_poll_t poll;
	struct net_multi *multi;
	curl_socket_t fd;
};

static void *allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

/* ---- the door ---- */

/* Opens a socket to an address to which a name has led, unless nobody may go there. */
static curl_socket_t on_connect(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct net_transfer *transfer = arg;
	const void *address = to->family == AF_INET6
				      ? (const void *)&((struct sockaddr_in6 *)(void *)&to->addr)->sin6_addr
				      : (const void *)&((struct sockaddr_in *)(void *)&to->addr)->sin_addr;

	(void)purpose;
	if (!transfer->allow_private && !net_address_is_public(&to->addr)) {
		inet_ntop(to->family, address, transfer->refused, sizeof(transfer->refused));
		return CURL_SOCKET_BAD;
	}
	transfer->fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	return transfer->fd;
}

/* ---- transfers ---- */

void net_multi_begin(struct net_multi *multi, struct net_transfer *transfer)
{
	transfer->multi = multi;
	transfer->refused[0] = '\0';
	transfer->fd = CURL_SOCKET_BAD;
	curl_easy_setopt(transfer->curl, CURLOPT_PRIVATE, transfer);
	curl_easy_setopt(transfer->curl, CURLOPT_OPENSOCKETFUNCTION, on_connect);
	curl_easy_setopt(transfer->curl, CURLOPT_OPENSOCKETDATA, transfer);
	curl_easy_setopt(transfer->curl, CURLOPT_NOSIGNAL, 1L);
	curl_multi_add_handle(multi->curl, transfer->curl);
}

void net_multi_leave(struct net_transfer *transfer)
{
	if (transfer->multi)
		curl_multi_remove_handle(transfer->multi->curl, transfer->curl);
	transfer->multi = NULL;
}

static void ends_collect(struct net_multi *multi)
{
	struct net_transfer *transfer;
	CURLMsg *message;
	CURLcode code;
	int left;

	while (!multi->stopping && (message = curl_multi_info_read(multi->curl, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		code = message->data.result; /* gone with the handle */
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
		net_multi_leave(transfer);
		transfer->ended(transfer, code);
	}
}

/* ---- curl on the loop ---- */

static void handle_closed(struct net_multi *multi)
{
	if (--multi->open_handles > 0 || !multi->stopping)
		return;
	multi->stopped(multi->stopped_arg);
	free(multi);
	curl_global_cleanup();
}

static void on_socket_closed(uv_handle_t *handle)
{
	struct socket *socket = handle->data;
	struct net_multi *multi = socket->multi;

	free(socket);
	handle_closed(multi);
}

static void on_timer_closed(uv_handle_t *handle)
{
	handle_closed(handle->data);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
	struct socket *socket = poll->data;
	struct net_multi *multi = socket->multi;
	int running, flags = 0;

	if (status < 0)
		flags = CURL_CSELECT_ERR;
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	curl_multi_socket_action(multi->curl, socket->fd, flags, &running);
	ends_collect(multi);
}

static int on_socket(CURL *curl, curl_socket_t fd, int what, void *arg, void *known)
{
	struct net_multi *multi = arg;
	struct socket *socket = known;

	(void)curl;
	if (what == CURL_POLL_REMOVE) {
		if (!socket)
			return 0;
		curl_multi_assign(multi->curl, fd, NULL);
		uv_close((uv_handle_t *)&socket->poll, on_socket_closed);
		return 0;
	}
	if (!socket) {
		socket = allocate(sizeof(*socket));
		*socket = (struct socket){ .multi = multi, .fd = fd };
		socket->poll.data = socket;
		if (uv_poll_init(multi->loop, &socket->poll, fd) != 0) {
			free(socket);
			return -1;
		}
		multi->open_handles++;
		curl_multi_assign(multi->curl, fd, socket);
	}
	uv_poll_start(&socket->poll, (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0),
		on_ready);
	return 0;
}

static void on_timeout(uv_timer_t *timer)
{
	struct net_multi *multi = timer->data;
	int running;

	curl_multi_socket_action(multi->curl, CURL_SOCKET_TIMEOUT, 0, &running);
	ends_collect(multi);
}

static int on_timer_wanted(CURLM *curl, long milliseconds, void *arg)
{
	struct net_multi *multi = arg;

	(void)curl;
	if (multi->stopping || milliseconds < 0) {
		uv_timer_stop(&multi->timer);
	} else {
		uv_update_time(multi->loop);
		uv_timer_start(&multi->timer, on_timeout, (uint64_t)milliseconds, 0);
	}
	return 0;
}

/* ---- in and out ---- */

struct net_multi *net_multi_start(struct uv_loop_s *loop)
{
	struct net_multi *multi = allocate(sizeof(*multi));

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(multi->curl = curl_multi_init()))
		abort();
	multi->loop = loop;
	uv_timer_init(loop, &multi->timer);
	multi->timer.data = multi;
	multi->open_handles = 1;
	curl_multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION, on_timer_wanted);
	curl_multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
	return multi;
}

void net_multi_stop(struct net_multi *multi, void (*stopped)(void *arg), void *arg)
{
	multi->stopping = true;
	multi->stopped = stopped;
	multi->stopped_arg = arg;
	curl_multi_cleanup(multi->curl);
	uv_close((uv_handle_t *)&multi->timer, on_timer_closed);
}
