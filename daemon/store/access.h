/* store/ — who read and changed what is about a person. */
#ifndef RIDEALONG_STORE_ACCESS_H
#define RIDEALONG_STORE_ACCESS_H

#include "daemon/store/personal.h"
#include "daemon/store/store.h"
#include "ridealong/v1/privacy.pb-c.h"

/** Reads by others, and changes by others or in the person's name, the newest first, that come after the one named (""
 *  for the first); at most `limit`. A read that told of a session the person does not know of comes with the session;
 *  what is kept from whoever asks (store_personal_view) is left out.
 *  INVALID_ARGUMENT for a name they were not shown. In the arena. */
enum status store_access_list(struct store_conn *conn, const struct store_personal_view *view, const char *after,
	int limit, struct arena *arena, Access ***ret, size_t *ret_count, struct error *reterr);

#endif
