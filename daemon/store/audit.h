/* store/ — who read what that is about others, and who changed it. */
#ifndef RIDEALONG_STORE_AUDIT_H
#define RIDEALONG_STORE_AUDIT_H

#include "daemon/store/store.h"

struct store_audit {
	const char *name;  /* "audit/ID" */
	int64_t read_time; /* µs */
	const char *actor; /* as events name it */
	const char *via;   /* who acted for them; "" when nobody did */
	const char *method;
	const char *resource; /* "" for a list */
};

/** Write lane. */
enum status store_audit_append(struct store_conn *conn, const struct store_audit *audit, struct error *reterr);
/** Says whom the read was about: the people of a resource, "people/ID", "sessions/ID", "meetings/ID", "coachings/ID" or
 *  what begins with one of these. Others, and the same again, add nobody. Write lane. */
enum status store_audit_about(
	struct store_conn *conn, const char *audit, const char *resource, struct arena *arena, struct error *reterr);
/** The newest first, of one resource ("" for all); at most `limit`. In the arena. */
enum status store_audit_list(struct store_conn *conn, const char *resource, int limit, struct arena *arena,
	struct store_audit **ret, size_t *ret_count, struct error *reterr);

#endif
