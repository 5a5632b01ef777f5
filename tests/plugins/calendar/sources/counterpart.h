/* Real calendar servers beside the tests, each a process of its own with an empty folder. */
#ifndef CALENDAR_TEST_COUNTERPART_H
#define CALENDAR_TEST_COUNTERPART_H

#include <stdbool.h>
#include <sys/types.h>

struct counterpart {
	char folder[64];
	char url[64]; /* "http://127.0.0.1:PORT" */
	int port;
	bool is_radicale;
	pid_t pid;
};

/** Whether the program ("radicale", "xandikos") is installed. */
bool counterpart_is_here(const char *program);
/** Radicale knows anna with the password "secret", and nothing else yet; Xandikos knows nobody, and /user/ has a
 * calendar. Fails the test when it does not start. */
void counterpart_start(struct counterpart *server, const char *program);
/** Ends the process, so that nobody answers; again() starts it on the same port with the same folder. */
void counterpart_end(struct counterpart *server);
void counterpart_again(struct counterpart *server);
/** Ends it and removes its folder. */
void counterpart_stop(struct counterpart *server);

#endif
