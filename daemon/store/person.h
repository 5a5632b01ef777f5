/* store/ — people, and the addresses by which they are known. */
#ifndef RIDEALONG_STORE_PERSON_H
#define RIDEALONG_STORE_PERSON_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/person.pb-c.h"

/* A viewer sees themself, those they coach today and those who coach them today. Messages live in the arena; of a
 * person all is filled but the etag. */

/** By name, whoever asks; *ret is NULL when there is none. */
enum status store_person_get(
	struct store_conn *conn, const char *name, struct arena *arena, Person **ret, struct error *reterr);
/** By name, under the viewer's predicate. */
enum status store_person_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Person **ret, struct error *reterr);
/** The name of whoever has this address or alias, which is compared without case; NULL when nobody has. */
enum status store_person_find(
	struct store_conn *conn, const char *address, struct arena *arena, const char **ret_name, struct error *reterr);
/** Whose Unix login it is; NULL when nobody's. */
enum status store_person_find_login(
	struct store_conn *conn, const char *login, struct arena *arena, const char **ret_name, struct error *reterr);

/** By address, those after the one named `after` ("" or NULL: from the first). INVALID_ARGUMENT (field page_token) when
 *  the viewer was shown no such person. */
enum status store_person_list(struct store_conn *conn, const struct store_viewer *viewer, const char *after, int limit,
	struct arena *arena, Person ***ret, size_t *ret_count, struct error *reterr);

/** Adds, or writes anew, a person and their addresses. ALREADY_EXISTS names the field (email, aliases, unix_login) that
 *  is somebody's. Write lane. */
enum status store_person_insert(struct store_conn *conn, const Person *person, struct error *reterr);
enum status store_person_update(struct store_conn *conn, const Person *person, struct error *reterr);

/** An address as it is compared: in lower case (ASCII; other letters of a local part are the host's own business,
 *  RFC 5321 section 2.4). In the arena. */
char *store_person_fold(struct arena *arena, const char *address);

#endif
