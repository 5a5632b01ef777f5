/* service/ — how a method says no, in the caller's language. */
#ifndef RIDEALONG_SERVICE_REFUSE_H
#define RIDEALONG_SERVICE_REFUSE_H

#include "daemon/service/call.h"

/** Fills the call's error and returns the status. Both formats take the same arguments; `reason` and `field` are string
 *  constants or NULL. The field's name stays as the contract has it, in both languages. */
enum status service_refuse(struct call *call, enum status status, const char *reason, const char *field, const char *en,
	const char *nl, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/** Says in Dutch, to a caller who reads Dutch, what the store refused: it knows no locale. Other errors stay as they
 * are.
 */
void service_refuse_for_store(struct call *call);

#endif
