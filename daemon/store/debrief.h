/* store/ — debriefs and signatures. */
#ifndef RIDEALONG_STORE_DEBRIEF_H
#define RIDEALONG_STORE_DEBRIEF_H

#include "daemon/store/store.h"
#include "ridealong/v1/debrief.pb-c.h"

/** What is kept of a session's debrief itself, with its signatures; *ret is NULL when nobody wrote a line.
 * Observations, action points and intentions have files of their own. Whoever asks: the service decides. */
enum status store_debrief_get(
	struct store_conn *conn, const char *session, struct arena *arena, Debrief **ret, struct error *reterr);
/** Makes it, or writes everything that may change. */
enum status store_debrief_put(struct store_conn *conn, const Debrief *debrief, struct error *reterr);
/** ALREADY_EXISTS when that person has signed. */
enum status store_debrief_sign(
	struct store_conn *conn, const char *session, const Signature *signature, struct error *reterr);
/** Takes every signature back: the content changed under it. *ret_count: how many there were. */
enum status store_debrief_unsign(struct store_conn *conn, const char *session, int *ret_count, struct error *reterr);

#endif
