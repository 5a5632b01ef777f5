/* service/ — how a method says that something happened. */
#ifndef RIDEALONG_SERVICE_EVENT_H
#define RIDEALONG_SERVICE_EVENT_H

#include "daemon/service/call.h"

/** Appends an event in the call's transaction. `type` is a constant such as "session.planned"; from and to are states'
 *  names in the contract, or NULL; the audience is who may ever see it besides administrators and plugins with the
 *  noun's read scope: up to two people, NULL for none. An event's audience never changes. Write lane. */
enum status service_event_append(struct call *call, const char *type, const char *subject, const char *from,
	const char *to, const char *person, const char *other);

/** The same for one person alone who knows what another must not. Its id moves no other that the call makes. */
enum status service_event_append_aside(struct call *call, const char *type, const char *subject, const char *about,
	const char *from, const char *to, const char *person);

#endif
