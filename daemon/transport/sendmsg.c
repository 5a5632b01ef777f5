/* transport/ — sendmsg() for the whole process, in place of libc's.
 *
 * nng 1.5.2 takes EPIPE on a new connection for "my listener was closed" and never accepts again: whoever connects and
 * hangs up at once stops the daemon's door (nng #1518, mended in 1.6). ECONNRESET tells it the same of the connection
 * and nothing of the listener. */
#include "daemon/transport/sendmsg.h"

#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

typedef ssize_t (*sendmsg_function)(int fd, const struct msghdr *message, int flags);

static sendmsg_function next(void)
{
	static _Atomic(sendmsg_function) found;
	sendmsg_function function = found;

	if (function == NULL) {
		void *symbol = dlsym(RTLD_NEXT, "sendmsg");

		/* ISO C has no cast between pointers to data and to functions; POSIX lets the bits be the same. */
		memcpy(&function, &symbol, sizeof(function));
		found = function;
	}
	return function;
}

__attribute__((visibility("default"))) ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t sent = next()(fd, message, flags);

	if (sent < 0 && errno == EPIPE)
		errno = ECONNRESET;
	return sent;
}

bool sendmsg_is_ours(void)
{
	sendmsg_function own = sendmsg;
	void *symbol = dlsym(RTLD_DEFAULT, "sendmsg"), *mine;

	memcpy(&mine, &own, sizeof(mine));
	return symbol == mine;
}
