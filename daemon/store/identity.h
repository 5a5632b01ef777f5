/* store/ — who is who: from what a caller brings to a person's name. */
#ifndef RIDEALONG_STORE_IDENTITY_H
#define RIDEALONG_STORE_IDENTITY_H

#include "daemon/store/store.h"

/** *ret is "people/ID" in the arena, or NULL when nobody has that Unix login. */
enum status store_identity_of_login(
	struct store_conn *conn, const char *login, struct arena *arena, const char **ret, struct error *reterr);
/** By e-mail address or alias, without regard to case; or by "people/ID" or "people/ADDRESS". NULL when nobody has it.
 */
enum status store_identity_of_address(
	struct store_conn *conn, const char *address, struct arena *arena, const char **ret, struct error *reterr);

/** The language in which "people/ID" reads; "" when there is nobody. */
enum status store_identity_language(
	struct store_conn *conn, const char *person, struct arena *arena, const char **ret, struct error *reterr);

#endif
