/* tests/bench/ — the floor of calls: a REP socket of bare nng, a context a caller, in a process of its own, that
 * answers each message with as many bytes as the service would. */
#ifndef RIDEALONG_TESTS_BENCH_ECHO_H
#define RIDEALONG_TESTS_BENCH_ECHO_H

#include <stddef.h>
#include <sys/types.h>

/** Starts this program anew as such a server and returns when it listens. main() must begin with echo_main(). */
pid_t echo_start(const char *address, size_t payload);
void echo_stop(pid_t pid);
/** Serves, and does not return, when the program was started for it. */
void echo_main(int argc, char **argv);

#endif
