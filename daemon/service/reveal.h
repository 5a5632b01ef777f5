/* service/ — what is said at the reveal of an unannounced session (domain/reveal.h): each method's body. */
#ifndef RIDEALONG_SERVICE_REVEAL_H
#define RIDEALONG_SERVICE_REVEAL_H

#include "daemon/service/call.h"
#include "ridealong/v1/session.pb-c.h"

/** Event session.checked. */
enum status service_reveal_check(struct call *call, const RecordRevealCheckRequest *in, Session **ret);
/** Event session.intentions_confirmed. */
enum status service_reveal_confirm(struct call *call, const ConfirmIntentionsRequest *in, Preparation **ret);
/** Event session.inconvenient. */
enum status service_reveal_object(struct call *call, const ObjectToSessionRequest *in, Session **ret);

#endif
