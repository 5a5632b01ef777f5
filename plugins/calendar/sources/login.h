/* plugins/calendar/sources: what a section of the configuration says of how to get in somewhere on the network:
 *
 *	user = NAME
 *	password_file = FILE      its first line is the password
 *	credential = NAME         or that of systemd's credential (systemd.exec(5), LoadCredential=)
 *	ca_file = FILE            certificates (PEM) to be trusted in place of the system's
 *	allow_private = yes       the host may be of a private network
 */
#ifndef CALENDAR_LOGIN_H
#define CALENDAR_LOGIN_H

#include "http.h"
#include "plugins/net/secret.h"

#include <ridealong/sdk.h>

/** What the section says, for http.h; the password is put into the caller's room, to be cleared after use. False when
 * the password cannot be read. */
bool calendar_login_read(
	const struct sdk *sdk, const char *part, char password[NET_LINE], struct calendar_http_settings *ret);
/** The section's password as it is now, for requests from here on, so that whoever mends it starts nothing anew. False
 *  when it cannot be read. */
bool calendar_login_renew(const struct sdk *sdk, const char *part, struct calendar_http *http);
/** Why not; valid until the next call. */
const struct calendar_reason *calendar_login_reason(const char *part);

/** What is wrong with these keys together, as part_fault of plugin.h; `url` is where the password goes, when it is
 * known.
 */
const char *calendar_login_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char *url, const char **ret_key);

#endif
