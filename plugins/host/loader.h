/* plugins/host — opens a plugin's shared object, and trusts nothing in it before abi and size are known. */
#ifndef RIDEALONG_HOST_LOADER_H
#define RIDEALONG_HOST_LOADER_H

#include <ridealong/plugin.h>

#include "proto/status.h"

/** Opens the object (for the process's life) and compares its table with what this host knows. FAILED_PRECONDITION says
 *  what was wanted and what was got; trying again cannot mend it. A longer table is fine: members are only appended. */
enum status loader_open(const char *path, const struct ridealong_plugin **ret, struct error *reterr);

#endif
