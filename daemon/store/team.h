/* store/ — what holds for all coachees of a coach. */
#ifndef RIDEALONG_STORE_TEAM_H
#define RIDEALONG_STORE_TEAM_H

#include "daemon/store/store.h"
#include "ridealong/v1/person.pb-c.h"

/** The coach's ("people/ID") team; one that was never written comes with its name alone. The policy's sentence and the
 *  etag are not stored. In the arena. */
enum status store_team_get(
	struct store_conn *conn, const char *coach, struct arena *arena, Team **ret, struct error *reterr);
/** Writes unannounced_told_date. Write lane. */
enum status store_team_set(struct store_conn *conn, const char *coach, const Team *team, struct error *reterr);

/** Teams that were told that sessions may be unannounced. */
enum status store_team_count_told(struct store_conn *conn, int64_t *ret, struct error *reterr);

#endif
