/* plugins/reminders/channels/ — a conversation with a mail server as curl has it: how far it is, and what the server
 * said last. For smtp.c alone. */
#ifndef RIDEALONG_REMINDERS_SMTP_TALK_H
#define RIDEALONG_REMINDERS_SMTP_TALK_H

#include "plugins/reminders/channels/courier.h"
#include "plugins/reminders/channels/smtp.h"

enum { SMTP_SAID = 250, SMTP_MOST_SOCKETS = 16 };

struct smtp_channel {
	struct courier courier;
	char *url, *user, *password_file, *credential, *envelope_from, *ca_file;
	char host[256];
	long tls; /* curl's */
	int seconds;
	curl_socket_t sockets[SMTP_MOST_SOCKETS]; /* open ones */
	size_t n_sockets;
};

/** One mail's. */
struct smtp_talk {
	struct trip trip;
	struct curl_slist *receivers;
	char *bytes;
	size_t size, at;
	enum smtp_stage stage;
	char said[SMTP_SAID]; /* the server's last line */
	bool left;            /* we said good-bye */
	bool once_more;
};

/** Listens in on the handle of a talk that begins, and gives it the bytes. */
void smtp_talk_hear(struct smtp_talk *talk);
/** No connection of the channel's waits for anything any more. */
void smtp_talk_end_all(struct courier *courier);

#endif
