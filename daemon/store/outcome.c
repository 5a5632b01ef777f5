/* store/ — what became of intentions. */
#include "daemon/store/outcome.h"

static const char SQL_LIST[] =
	"SELECT number, outcome, coachee_outcome, contest_text FROM intention_outcome WHERE session = $1"
	" ORDER BY number";
static const char SQL_SET[] =
	"INSERT INTO intention_outcome (session, number, outcome, coachee_outcome, contest_text)"
	" VALUES ($1, $2, $3, 0, '') ON CONFLICT (session, number) DO UPDATE SET outcome = excluded.outcome";
static const char SQL_CONTEST[] =
	"INSERT INTO intention_outcome (session, number, outcome, coachee_outcome, contest_text)"
	" VALUES ($1, $2, 0, $3, $4) ON CONFLICT (session, number) DO UPDATE SET"
	" coachee_outcome = excluded.coachee_outcome, contest_text = excluded.contest_text";

enum status store_outcome_fill(struct store_conn *conn, const char *session, Intention *const *intentions, size_t count,
	struct arena *arena, struct error *reterr)
{
	Intention **said;
	size_t n_said;
	enum status st =
		store_list(conn, SQL_LIST, &intention__descriptor, arena, &said, &n_said, reterr, "s", session);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		for (size_t j = 0; j < n_said; j++)
			if (said[j]->number == intentions[i]->number) {
				intentions[i]->outcome = said[j]->outcome;
				intentions[i]->coachee_outcome = said[j]->coachee_outcome;
				intentions[i]->contest_text = said[j]->contest_text;
			}
	return st;
}

enum status store_outcome_set(
	struct store_conn *conn, const char *session, int32_t number, Outcome outcome, struct error *reterr)
{
	return store_run(conn, SQL_SET, NULL, reterr, "snn", session, (int)number, (int)outcome);
}

enum status store_outcome_contest(struct store_conn *conn, const char *session, int32_t number, Outcome outcome,
	const char *text, struct error *reterr)
{
	return store_run(conn, SQL_CONTEST, NULL, reterr, "snns", session, (int)number, (int)outcome, text);
}
