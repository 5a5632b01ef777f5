/* clients/cli — calls that may take their time. */
#ifndef RIDEALONG_CLI_PROGRESS_H
#define RIDEALONG_CLI_PROGRESS_H

#include "cli.h"

/** cli_call(), and a word on a terminal's stderr when it takes longer than a second, which goes when it is done. */
int cli_call_long(
	struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply, void *ret);

#endif
