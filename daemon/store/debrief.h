/* store/ — debriefs, signatures and amendments. */
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
/** What the coachee says of the help given, and when; UNSPECIFIED and 0 when it has to be asked again. Nothing happens
 *  when nobody wrote a line yet. */
enum status store_debrief_confirm_help(struct store_conn *conn, const char *session, HelpConfirmation confirmation,
	int64_t time, struct error *reterr);

/** What is added to a closed one, the oldest first, at most `limit`. */
enum status store_debrief_amend(
	struct store_conn *conn, const char *session, const Amendment *amendment, struct error *reterr);
enum status store_debrief_amendments(struct store_conn *conn, const char *session, int limit, struct arena *arena,
	Amendment ***ret, size_t *ret_count, struct error *reterr);
enum status store_debrief_count_amendments(
	struct store_conn *conn, const char *session, int64_t *ret, struct error *reterr);

#endif
