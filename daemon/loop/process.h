/* loop/ — the process of a plugin's host, for spawn.c and ask.c alone. */
#ifndef RIDEALONG_LOOP_PROCESS_H
#define RIDEALONG_LOOP_PROCESS_H

#include <jansson.h>

#include "daemon/loop/loop.h"

/** Starts it; `control` is an initialized pipe, and becomes our end of its descriptor 3. A `quiet` one has no standard
 *  error. UNAVAILABLE: both handles are still to be closed. */
enum status process_start(uv_loop_t *uv, const struct loop_plugin *config, bool quiet, uv_process_t *process,
	uv_pipe_t *control, uv_exit_cb on_exit, struct error *reterr);

/** Sends the hello as a line, which is overwritten when it has gone. Takes the hello. */
void process_greet(uv_pipe_t *control, json_t *hello);

#endif
