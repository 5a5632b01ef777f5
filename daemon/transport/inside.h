/* transport/ — the door from the inside; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_INSIDE_H
#define RIDEALONG_TRANSPORT_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "daemon/transport/caller.h"
#include "daemon/transport/transport.h"

struct connection; /* connection.h */
struct listener;   /* listener.h */

struct transport {
	struct transport_options options;
	struct callers callers;
	struct listener *listeners;
	_Atomic bool stopping;
	_Atomic uint32_t last_number; /* of a caller */
	_Atomic int writing;          /* connections with replies on their way */

	pthread_mutex_t
		lock; /* of what follows; may be taken while holding a connection's, never the other way round */
	pthread_cond_t changed;
	struct connection *open;
	struct connection *waiting; /* those that are not read from until others' calls are over */
	int connections;            /* open ones, and closed ones that somebody still holds */
	int calls;                  /* delivered, and their reply not written yet */
};

/** A lock that is held for a moment only: who finds it taken looks a few times more before going to sleep. */
static inline void transport_lock_init(pthread_mutex_t *lock)
{
	pthread_mutexattr_t attributes;

	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
	pthread_mutex_init(lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

#endif
