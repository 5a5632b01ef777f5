/* A web server for tests (server.py beside this), its own process: a calendar's server in every mood. */
#ifndef CALENDAR_TEST_SERVER_H
#define CALENDAR_TEST_SERVER_H

#include <sys/types.h>

struct server {
	char folder[64]; /* of its certificate, cert.pem */
	char http[64];   /* "http://127.0.0.1:PORT" */
	char other[64];  /* "http://127.0.0.2:PORT": another host */
	char https[64];  /* "https://localhost:PORT", with the certificate of the folder */
	pid_t pid;
};

/** Fails the test when it does not start. */
void server_start(struct server *server);
void server_stop(struct server *server);

#endif
