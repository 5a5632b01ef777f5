/* store/ — what the daemon has to know of itself. */
#ifndef RIDEALONG_STORE_META_H
#define RIDEALONG_STORE_META_H

#include "daemon/store/store.h"

/** Where a simulation's clock stands, µs; its presence makes the folder a simulation. *ret_simulation says whether. */
enum status store_meta_get_clock(struct store_conn *conn, bool *ret_simulation, int64_t *ret_now, struct error *reterr);
/** Write lane. */
enum status store_meta_set_clock(struct store_conn *conn, int64_t now, struct error *reterr);

/** When what had been kept for long enough was last let go of; 0: never. */
enum status store_meta_get_sweep(struct store_conn *conn, int64_t *ret, struct error *reterr);
enum status store_meta_set_sweep(struct store_conn *conn, int64_t now, struct error *reterr);

/** What the teams' hours were by which sessions to come have their moments; 0: the defaults. */
enum status store_meta_get_policy(struct store_conn *conn, int64_t *ret, struct error *reterr);
enum status store_meta_set_policy(struct store_conn *conn, int64_t mark, struct error *reterr);

/** Whether anybody was ever added: a folder in use does not become a simulation. */
enum status store_meta_is_empty(struct store_conn *conn, bool *ret, struct error *reterr);

#endif
