/* clients/cli — calls that may take their time. */
#ifndef RIDEALONG_CLI_PROGRESS_H
#define RIDEALONG_CLI_PROGRESS_H

#include "cli.h"

/** cli_call() with so much patience, 0 for the usual; and these words on a terminal's stderr when it takes longer than
 * a second, which go when it is done. */
int cli_call_long(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, const char *words, void *ret);

#endif
