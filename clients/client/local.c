/* clients/client — streams on this machine: a socket of our own. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "stream.h"

struct local {
	struct stream base; /* first: whoever has the stream has this */
	int fd;
};

static int fd_of(const struct stream *stream)
{
	return ((const struct local *)stream)->fd;
}

/* The path of "ipc:///path" or "unix:///path"; false for one that no socket can have. */
static bool read_address(const char *address, struct sockaddr_un *ret)
{
	const char *path = strstr(address, "://") + 3;
	const size_t length = strlen(path);

	if (length == 0 || length >= sizeof(ret->sun_path))
		return false;
	memset(ret, 0, sizeof(*ret));
	ret->sun_family = AF_UNIX;
	memcpy(ret->sun_path, path, length);
	return true;
}

static enum stream_status check(const char *address)
{
	struct sockaddr_un path;

	return read_address(address, &path) ? STREAM_FINE : STREAM_NO_ADDRESS;
}

/* The system's codes die here. */
static enum stream_status status_of(int code)
{
	switch (code) {
	case EAGAIN:
	case EINTR:
		return STREAM_LATER;
	case EACCES:
	case EPERM:
		return STREAM_DENIED;
	case ENOMEM:
	case ENOBUFS:
		return STREAM_NO_MEMORY;
	default:
		return STREAM_NOBODY;
	}
}

static enum stream_status dial(const char *address, struct stream **ret)
{
	struct local *local = malloc(sizeof(*local));
	enum stream_status status = STREAM_NO_ADDRESS;
	struct sockaddr_un path;

	if (local == NULL)
		return STREAM_NO_MEMORY;
	local->base.kind = &client_local;
	local->fd = -1;
	if (!read_address(address, &path))
		goto no_socket;
	status = STREAM_NO_MEMORY;
	local->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (local->fd < 0)
		goto no_socket;
	if (connect(local->fd, (struct sockaddr *)&path, sizeof(path)) != 0) {
		status = errno == EAGAIN ? STREAM_BUSY : status_of(errno);
		goto no_daemon;
	}
	*ret = &local->base;
	return STREAM_FINE;

no_daemon:
	close(local->fd);
no_socket:
	free(local);
	return status;
}

/* On one machine that is all at once. */
static enum stream_status dialled(struct stream *stream)
{
	(void)stream;
	return STREAM_FINE;
}

static enum stream_status read_some(struct stream *stream, const struct iovec *to, unsigned pieces, size_t *ret)
{
	const ssize_t count = readv(fd_of(stream), to, (int)pieces);

	if (count <= 0)
		return count == 0 ? STREAM_NOBODY : status_of(errno);
	*ret = (size_t)count;
	return STREAM_FINE;
}

static enum stream_status write_some(struct stream *stream, const struct iovec *from, unsigned pieces, size_t *ret)
{
	const struct msghdr message = { .msg_iov = (struct iovec *)from, .msg_iovlen = pieces };
	const ssize_t count = sendmsg(fd_of(stream), &message, MSG_NOSIGNAL);

	if (count < 0)
		return status_of(errno);
	*ret = (size_t)count;
	return STREAM_FINE;
}

static struct pollfd poll_for(const struct stream *stream, short events)
{
	return (struct pollfd){ .fd = fd_of(stream), .events = events };
}

static void close_local(struct stream *stream)
{
	close(fd_of(stream));
	free(stream);
}

const struct stream_kind client_local = {
	.check = check,
	.dial = dial,
	.dialled = dialled,
	.read = read_some,
	.write = write_some,
	.poll = poll_for,
	.close = close_local,
};
