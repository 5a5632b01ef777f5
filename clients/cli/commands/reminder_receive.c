/* clients/cli — reminder receive: a mail on its way from a mail server, which goes by the exit code (sysexits.h). */
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "ridealong/v1/reminder.pb-c.h"

enum { BEGINNING = 512 * 1024, PATIENCE = 60 * 1000 };

const struct flag flags_reminder_receive[] = {
	{ "to", N_("ADDRESS"), N_("the address that it came to, where the mail server tells") },
	{ "from", N_("ADDRESS"), N_("the envelope's sender; empty or <> for a bounce") },
	{ NULL, NULL, NULL },
};

/* Reads to the end, so that whoever writes is not cut off, and keeps the beginning. */
static bool read_mail(ReceiveMailRequest *request)
{
	static uint8_t rest[64 * 1024];
	uint8_t *mail = malloc(BEGINNING);

	if (mail == NULL)
		abort();
	request->mail.data = mail;
	for (;;) {
		size_t kept = request->mail.len, room = BEGINNING - kept;
		ssize_t got = read(STDIN_FILENO, room > 0 ? mail + kept : rest, room > 0 ? room : sizeof(rest));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		request->size += got;
		request->mail.len += room > 0 ? (size_t)got : 0;
	}
}

/* What will never be taken is sent back by the mail server. Anything else may be different later, also what is wrong
 * with the token or the configuration: nobody's answer is to come back to them because of that. */
static int exit_code(int status)
{
	switch (status) {
	case STATUS_OK:
		return EX_OK;
	case STATUS_INVALID_ARGUMENT:
		return EX_DATAERR;
	case STATUS_NOT_FOUND:
		return EX_NOUSER;
	default:
		return EX_TEMPFAIL;
	}
}

int cmd_reminder_receive(struct cli *cli, int argc, char **argv)
{
	ReceiveMailRequest request = RECEIVE_MAIL_REQUEST__INIT;
	struct ridealong_error error = { 0 };
	ReceiveMailResponse *reply;
	int status;

	(void)argc;
	(void)argv;
	if (cli_identify(cli) != 0)
		return EX_TEMPFAIL;
	request.receiver = (char *)cli_flag_or_empty(cli, "to");
	request.return_path = (char *)cli_flag_or_empty(cli, "from");
	if (cli_flag(cli, "from") != NULL && request.return_path[0] == '\0')
		request.return_path = (char *)"<>";
	if (!read_mail(&request)) {
		fprintf(stderr, _("ridealong: the mail cannot be read: %s\n"), strerror(errno));
		return EX_TEMPFAIL;
	}
	status = cli_try(
		cli, "Reminders/ReceiveMail", &request, &receive_mail_response__descriptor, PATIENCE, &reply, &error);
	if (status != STATUS_OK)
		cli_failed(cli, &error);
	else if (cli->output != CLI_TABLE)
		cli_print_json(cli, reply);
	return exit_code(status);
}
