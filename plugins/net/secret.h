/* plugins/net: secrets that lie in files, so that they stand in no configuration and no list of processes: the first
 * line of a file, or systemd's credential of that name (systemd.exec(5), LoadCredential=). */
#ifndef NET_SECRET_H
#define NET_SECRET_H

#include <stdbool.h>

enum { NET_LINE = 4096 };

/** A file's first line, without its end. False when it cannot be read, is empty, or is longer than fits. */
bool net_line_read(const char *path, char ret[NET_LINE]);

/** Where the secret lies: `file`, or else `credential`'s place. False when neither is said, or there are no
 * credentials. */
bool net_secret_path(const char *file, const char *credential, char ret[NET_LINE]);
/** Its first line; to be cleared after use. */
bool net_secret_read(const char *file, const char *credential, char ret[NET_LINE]);

/** Faults of settings (plugin.h): yes or no, the name of a credential, the path of a file. */
const char *net_answer_fault(const char *value);
const char *net_credential_fault(const char *value);
const char *net_file_fault(const char *value);

#endif
