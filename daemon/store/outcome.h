/* store/ — what became of intentions: in each session at a meeting by itself, the coach's view and the coachee's. */
#ifndef RIDEALONG_STORE_OUTCOME_H
#define RIDEALONG_STORE_OUTCOME_H

#include "daemon/store/store.h"
#include "ridealong/v1/preparation.pb-c.h"

/** Fills in what was said of intentions in that session: outcome, coachee_outcome and contest_text. Whoever asks. */
enum status store_outcome_fill(struct store_conn *conn, const char *session, Intention *const *intentions, size_t count,
	struct arena *arena, struct error *reterr);
/** The coach's view of the intention of that number; the coachee's stays. */
enum status store_outcome_set(
	struct store_conn *conn, const char *session, int32_t number, Outcome outcome, struct error *reterr);
/** The coachee's own view; the coach's stays. UNSPECIFIED and "" take it back. */
enum status store_outcome_contest(struct store_conn *conn, const char *session, int32_t number, Outcome outcome,
	const char *text, struct error *reterr);

#endif
