/* Mails of ours at mail servers of others: aiosmtpd and OpenSMTPD. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <gmime/gmime.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "plugins/reminders/mail/mail.h"

static struct bench bench;
static pid_t pid;

/* Runs a command in the test's folder until the test ends, and waits until the port answers. */
static void run_server(const char *command)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)bench.port) };
	int log, fd;

	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		if (chdir(bench.folder) != 0)
			_exit(126);
		log = open("server.log", O_CREAT | O_WRONLY | O_APPEND, 0600);
		dup2(log, STDOUT_FILENO);
		dup2(log, STDERR_FILENO);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	for (int tries = 0; tries < 3000; tries++) {
		fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
			close(fd);
			return;
		}
		close(fd);
		if (waitpid(pid, NULL, WNOHANG) == pid)
			break;
		usleep(10000);
	}
	fail_msg("the server does not start: see %s/server.log", bench.folder);
}

static int tear_down(void **state)
{
	(void)state;
	if (pid > 0) {
		kill(-pid, SIGTERM);
		waitpid(pid, NULL, 0);
		pid = 0;
	}
	bench_close(&bench);
	return 0;
}

static bool can(const char *command)
{
	return system(command) == 0;
}

/* The text of the only file in a folder that has these words; it may still be on its way there. */
static char *find_mail(const char *folder, const char *words)
{
	char command[400], *text = calloc(1, 1 << 16);
	FILE *found;

	snprintf(command, sizeof(command), "cd %s && cat $(grep -rlF -- '%s' %s) 2>/dev/null </dev/null", bench.folder,
		words, folder);
	for (int tries = 0; tries < 2000 && text[0] == '\0'; tries++) {
		found = popen(command, "r");
		text[fread(text, 1, (1 << 16) - 1, found)] = '\0';
		pclose(found);
		if (text[0] == '\0')
			usleep(10000);
	}
	return text;
}

/* Hands a whole mail of ours over, with all that mails have, and finds it again. */
static void assert_arrives(const char *folder)
{
	struct mail mail = { .key = "going/sessions/1/x",
		.from = "Ridealong <ridealong@example.org>",
		.domain = "example.org",
		.to = "daan@example.com",
		.to_name = "Daan Crème",
		.thread = "sessions/1",
		.language = "nl",
		.subject = "Bakkerij Crème, dinsdag 12 mei",
		.body = "Hoi Daan,\n.\n..en een regel met punten\n\nGraag vóór maandag.",
		.calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
		.calendar_name = "nabespreking.ics",
		.date = INT64_C(1778569200000000) };
	struct channel_mail parcel = {
		.key = mail.key, .to = mail.to, .to_name = mail.to_name, .language = "nl", .kind = "decided"
	};
	struct error error = { 0 };
	GMimeMessage *message;
	GMimeStream *stream;
	GMimeParser *parser;
	char id[MAIL_ID], *bytes, *found, *text;

	mail_id(mail.key, mail.domain, id);
	assert_int_equal(mail_compose(&mail, &bytes, &parcel.size, &error), STATUS_OK);
	parcel.bytes = bytes;
	parcel.message_id = id;
	bench_hand_over(&bench, &parcel);
	bench_wait(&bench);
	if (bench.status[0] != STATUS_OK)
		fail_msg("%s", bench.message[0]);
	found = find_mail(folder, id);
	stream = g_mime_stream_mem_new_with_buffer(found, strlen(found));
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	assert_string_equal(g_mime_message_get_subject(message), mail.subject);
	assert_string_equal(g_mime_message_get_message_id(message), id);
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(g_mime_multipart_get_part(
		GMIME_MULTIPART(g_mime_multipart_get_part(GMIME_MULTIPART(g_mime_message_get_mime_part(message)), 0)),
		0)));
	assert_string_equal(text, "Hoi Daan,\n.\n..en een regel met punten\n\nGraag vóór maandag.\n");
	g_free(text);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	free(found);
	free(bytes);
}

static void aiosmtpd_takes_our_mails(void **state)
{
	char command[300];

	(void)state;
	bench_open(&bench, NULL);
	if (!can("command -v aiosmtpd >/dev/null")) {
		print_message("aiosmtpd is not installed\n");
		skip();
	}
	bench_leave_server(&bench);
	snprintf(command, sizeof(command), "exec aiosmtpd -n -l 127.0.0.1:%d -c aiosmtpd.handlers.Mailbox %s/mail",
		bench.port, bench.folder);
	run_server(command);
	bench_set(&bench, "smtp", "smtp://127.0.0.1:%d");
	bench_channel(&bench);
	assert_arrives("mail");
	for (int i = 0; i < 20; i++)
		bench_hand(&bench, "daan@example.com");
	bench_wait(&bench);
	for (int i = 0; i <= 20; i++)
		assert_int_equal(bench.status[i], STATUS_OK);
}

/* Without TLS: the one of Debian 12 breaks off each handshake, whoever asks. In a namespace of its own it has its queue
 * and its socket where it wants them, whoever else has one there. */
static void opensmtpd_takes_our_mails_and_refuses_whom_it_does_not_know(void **state)
{
	static const char config[] =
		"listen on 127.0.0.1 port %d hostname localhost\n"
		"action \"keep\" maildir \"%s/mail\" user nobody virtual { \"daan@example.com\" = nobody }\n"
		"match for domain \"example.com\" action \"keep\"\n";
	char command[500], text[1000];

	(void)state;
	bench_open(&bench, NULL);
	if (geteuid() != 0 || !can("PATH=$PATH:/usr/sbin command -v smtpd >/dev/null && unshare -m true 2>/dev/null")) {
		print_message("OpenSMTPD is not installed, or this is not root\n");
		skip();
	}
	bench_leave_server(&bench);
	snprintf(text, sizeof(text), config, bench.port, bench.folder);
	bench_write(&bench, "smtpd.conf", text);
	snprintf(command, sizeof(command), "cd %s && chmod 755 .. . && mkdir mail && chown nobody mail", bench.folder);
	assert_true(can(command));
	run_server("unshare -m sh -c 'mount -t tmpfs -o mode=755 tmpfs /var/spool && mkdir -m 711 /var/spool/smtpd && "
		   "mount -t tmpfs -o mode=755 tmpfs /run && PATH=$PATH:/usr/sbin exec smtpd -d -f smtpd.conf'");
	bench_set(&bench, "smtp", "smtp://127.0.0.1:%d");
	bench_channel(&bench);
	assert_arrives("mail");
	bench.done = bench.wanted = 0;
	bench_hand(&bench, "nobody-of-that-name@example.com");
	bench_hand(&bench, "somebody@example.net");
	bench_wait(&bench);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(bench.status[i], STATUS_FAILED_PRECONDITION);
		assert_non_null(strstr(bench.message[i], "said: 5"));
	}
}

static int serve(void **state)
{
	static const char *const moods[] = { NULL };

	(void)state;
	g_mime_init();
	bench_serve("smtp_server.py", moods);
	return 0;
}

static int serve_no_more(void **state)
{
	(void)state;
	bench_serve_no_more();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(aiosmtpd_takes_our_mails, tear_down),
		cmocka_unit_test_teardown(opensmtpd_takes_our_mails_and_refuses_whom_it_does_not_know, tear_down),
	};

	return cmocka_run_group_tests(tests, serve, serve_no_more);
}
