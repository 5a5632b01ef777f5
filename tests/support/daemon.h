/* A real daemon for integration tests, in a folder of its own. Fails the cmocka test when it does not come up. */
#ifndef RIDEALONG_TESTS_SUPPORT_DAEMON_H
#define RIDEALONG_TESTS_SUPPORT_DAEMON_H

#include <sys/types.h>

struct test_daemon {
	char dir[64];    /* the folder: data/, mail/, inbox/, watch/, ridealong.conf, ridealong.sock, log */
	char server[96]; /* its address */
	char clock[64];  /* "manual:…", or empty for the real one */
	pid_t pid;       /* 0 while it does not run */
};

/** Makes the folder and its config. `plugins` names the plugins ("" for none), `more` is added to the config as it is
 *  (NULL: nothing); `clock` as for --clock (NULL: the real one). Does not start. */
void test_daemon_make(struct test_daemon *daemon, const char *clock, const char *plugins, const char *more);
/** Starts it and returns when it says that it is ready. */
void test_daemon_start(struct test_daemon *daemon);
/** kill -9. */
void test_daemon_kill(struct test_daemon *daemon);
/** SIGTERM; the exit code must be 0. */
void test_daemon_stop(struct test_daemon *daemon);
/** Stops what runs and removes the folder. */
void test_daemon_remove(struct test_daemon *daemon);

/** Path of a file in the build ("bin/ridealong"); static storage of the next four calls. */
const char *test_built(const char *path);
/** Path of a file in the source. */
const char *test_source(const char *path);

#endif
