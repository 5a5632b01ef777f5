/* store/ — debriefs, signatures and amendments. */
#include "daemon/store/debrief.h"

#include "daemon/domain/instant.h"

#define FIELDS                                                                                                         \
	"name session mode coachee_experience coach_experience coach_experience_hash coach_experience_time delay"      \
	" create_time update_time"

static const char SQL_GET[] =
	"SELECT d.name, d.session, d.mode, d.coachee_experience, d.coach_experience, d.coach_experience_hash,"
	" d.coach_experience_time, d.delay, d.create_time, d.update_time, d.help_confirmation,"
	" d.help_confirm_time FROM debrief d WHERE d.session = $1";
static const char SQL_SIGNATURES[] =
	"SELECT person, kind, remark, sign_time FROM signature WHERE session = $1 ORDER BY sign_time, person";
static const char SQL_PUT[] =
	"INSERT INTO debrief (name, session, mode, coachee_experience, coach_experience, coach_experience_hash,"
	" coach_experience_time, delay, create_time, update_time, coachee_experience_time)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, CASE WHEN $4 = '' THEN 0 ELSE CAST($10 AS BIGINT) END)"
	" ON CONFLICT (session) DO UPDATE SET mode = excluded.mode,"
	" coachee_experience = excluded.coachee_experience, coach_experience = excluded.coach_experience,"
	" coach_experience_hash = excluded.coach_experience_hash,"
	" coach_experience_time = excluded.coach_experience_time, update_time = excluded.update_time,"
	" coachee_experience_time = CASE WHEN debrief.coachee_experience_time = 0"
	" THEN excluded.coachee_experience_time ELSE debrief.coachee_experience_time END";
static const char SQL_SIGN[] =
	"INSERT INTO signature (session, person, kind, remark, sign_time) VALUES ($1, $2, $3, $4, $5)";
static const char SQL_CONFIRM_HELP[] =
	"UPDATE debrief SET help_confirmation = $2, help_confirm_time = $3 WHERE session = $1";
static const char SQL_AMEND[] = "INSERT INTO amendment (name, session, author, text, create_time, observe_time, place) "
				"VALUES ($1, $2, $3, $4, $5,"
				" $6, (SELECT coalesce(max(a.place), 0) + 1 FROM amendment a WHERE a.session = $2))";
static const char SQL_AMENDMENTS[] = "SELECT name, author, text, create_time, observe_time FROM amendment"
				     " WHERE session = $1 ORDER BY create_time, place LIMIT $2";
static const char SQL_AMENDMENT_COUNT[] = "SELECT count(*) FROM amendment WHERE session = $1";
static const char SQL_UNSIGN[] = "DELETE FROM signature WHERE session = $1";

enum status store_debrief_get(
	struct store_conn *conn, const char *session, struct arena *arena, Debrief **ret, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &debrief__descriptor, arena, ret, reterr, "s", session);

	if (st != STATUS_OK || *ret == NULL)
		return st;
	return store_list(conn, SQL_SIGNATURES, &signature__descriptor, arena, &(*ret)->signatures,
		&(*ret)->n_signatures, reterr, "s", session);
}

enum status store_debrief_put(struct store_conn *conn, const Debrief *debrief, struct error *reterr)
{
	return store_write(conn, SQL_PUT, FIELDS, &debrief->base, NULL, reterr);
}

enum status store_debrief_sign(
	struct store_conn *conn, const char *session, const Signature *signature, struct error *reterr)
{
	return store_run(conn, SQL_SIGN, NULL, reterr, "ssnsi", session, signature->person, (int)signature->kind,
		signature->remark, instant_us(signature->sign_time));
}

enum status store_debrief_unsign(struct store_conn *conn, const char *session, int *ret_count, struct error *reterr)
{
	return store_run(conn, SQL_UNSIGN, ret_count, reterr, "s", session);
}

enum status store_debrief_confirm_help(
	struct store_conn *conn, const char *session, HelpConfirmation confirmation, int64_t time, struct error *reterr)
{
	return store_run(conn, SQL_CONFIRM_HELP, NULL, reterr, "sni", session, (int)confirmation, time);
}

enum status store_debrief_amend(
	struct store_conn *conn, const char *session, const Amendment *amendment, struct error *reterr)
{
	return store_run(conn, SQL_AMEND, NULL, reterr, "ssssii", amendment->name, session, amendment->author,
		amendment->text, instant_us(amendment->create_time), instant_us(amendment->observe_time));
}

enum status store_debrief_amendments(struct store_conn *conn, const char *session, int limit, struct arena *arena,
	Amendment ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_AMENDMENTS, &amendment__descriptor, arena, ret, ret_count, reterr, "sn", session, limit);
}

enum status store_debrief_count_amendments(
	struct store_conn *conn, const char *session, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_AMENDMENT_COUNT, NULL, NULL, reterr, "s:i", session, ret);
}
