/* See bench.h. */
#include "bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_MOODS = 40 };

static struct {
	char folder[64];
	pid_t pid;
	const char *moods[MOST_MOODS];
	int ports[MOST_MOODS];
} server;

static void run_program(const char *program, const char *const *moods, int out)
{
	const char *words[MOST_MOODS + 5] = { "python3", "-B" };
	char path[400];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(out, STDOUT_FILENO);
	snprintf(path, sizeof(path), "%s/tests/plugins/reminders/channels/%s", getenv("RIDEALONG_SOURCE"), program);
	words[2] = path;
	words[3] = server.folder;
	for (size_t i = 0; moods[i] != NULL; i++)
		words[4 + i] = moods[i];
	execvp("python3", (char *const *)words);
	_exit(127);
}

void bench_serve(const char *program, const char *const *moods)
{
	char command[400];
	int ends[2];
	FILE *said;

	strcpy(server.folder, "/tmp/ridealong-channel.XXXXXX");
	assert_non_null(mkdtemp(server.folder));
	snprintf(command, sizeof(command),
		"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
		"-addext subjectAltName=DNS:localhost -keyout %s/key.pem -out %s/cert.pem 2>/dev/null",
		server.folder, server.folder);
	if (system(command) != 0)
		fail_msg("openssl cannot make a certificate");
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	server.pid = fork();
	if (server.pid == 0)
		run_program(program, moods, ends[1]);
	close(ends[1]);
	said = fdopen(ends[0], "r");
	for (size_t i = 0; moods[i] != NULL; i++) {
		server.moods[i] = moods[i];
		if (fscanf(said, "%d", &server.ports[i]) != 1)
			fail_msg("%s does not start", program);
	}
	fclose(said);
}

void bench_serve_no_more(void)
{
	char command[100];

	kill(server.pid, SIGKILL);
	waitpid(server.pid, NULL, 0);
	snprintf(command, sizeof(command), "rm -rf %s", server.folder);
	assert_int_equal(system(command), 0);
}

static void on_heart(uv_timer_t *heart)
{
	struct bench *bench = heart->data;
	uint64_t now;

	uv_update_time(heart->loop);
	now = uv_now(heart->loop);
	if (bench->beat != 0 && now - bench->beat > bench->longest_pause)
		bench->longest_pause = now - bench->beat;
	bench->beat = now;
}

static int port_of(const char *mood)
{
	for (size_t at = 0; server.moods[at] != NULL; at++)
		if (strcmp(server.moods[at], mood) == 0)
			return server.ports[at];
	fail_msg("the server is never in the mood \"%s\"", mood);
	return 0;
}

void bench_open(struct bench *bench, const char *mood)
{
	char command[400];

	memset(bench, 0, sizeof(*bench));
	if (mood != NULL)
		bench->port = port_of(mood);
	snprintf(bench->folder, sizeof(bench->folder), "%.40s/%.20s", server.folder, mood != NULL ? mood : "nobody");
	snprintf(command, sizeof(command), "mkdir -p %s && rm -rf %s/* && cp %s/cert.pem %s/", bench->folder,
		bench->folder, server.folder, bench->folder);
	assert_int_equal(system(command), 0);
	uv_loop_init(&bench->loop);
	uv_timer_init(&bench->loop, &bench->heart);
	bench->heart.data = bench;
}

void bench_set(struct bench *bench, const char *key, const char *format)
{
	char value[300], *to = value;

	for (; *format != '\0'; format++) {
		if (format[0] == '%' && format[1] == 'd')
			to += sprintf(to, "%d", bench->port);
		else if (format[0] == '%' && format[1] == 's')
			to += sprintf(to, "%s", bench->folder);
		else
			*to++ = *format;
		if (format[0] == '%')
			format++;
	}
	*to = '\0';
	bench->values[bench->n_values][0] = key;
	bench->values[bench->n_values++][1] = strdup(value);
}

static const char *value_of(void *arg, const char *key)
{
	struct bench *bench = arg;

	for (size_t i = 0; i < bench->n_values; i++)
		if (strcmp(bench->values[i][0], key) == 0)
			return bench->values[i][1];
	return NULL;
}

const char *bench_fault(struct bench *bench, const char **ret_key)
{
	const struct channel_kind *kind = channel_kind_chosen(value_of, bench);

	*ret_key = NULL;
	for (const struct ridealong_setting *setting = kind->settings; setting->key != NULL; setting++) {
		const char *value = value_of(bench, setting->key),
			   *fault = value != NULL ? setting->fault(value) : NULL;

		if (fault != NULL) {
			*ret_key = setting->key;
			return fault;
		}
	}
	return channel_kind_fault(value_of, bench, ret_key);
}

void bench_channel(struct bench *bench)
{
	struct error error = { 0 };
	const char *key, *fault = bench_fault(bench, &key);

	if (fault != NULL)
		fail_msg("%s: %s", key, fault);
	bench->channel = channel_kind_chosen(value_of, bench)->open(&bench->loop, value_of, bench, &error);
	if (bench->channel == NULL)
		fail_msg("%s", error.message);
	uv_timer_start(&bench->heart, on_heart, 5, 5);
	uv_unref((uv_handle_t *)&bench->heart);
}

static void on_done(void *arg, enum status status, const char *message, int64_t wait_us)
{
	struct bench *bench = arg;

	bench->status[bench->done] = status;
	snprintf(bench->message[bench->done], sizeof(bench->message[0]), "%s", message);
	bench->wait_us = wait_us;
	bench->done++;
}

void bench_hand(struct bench *bench, const char *to)
{
	static struct channel_mail mails[BENCH_MOST];
	static char ids[BENCH_MOST][100], bytes[BENCH_MOST][400], keys[BENCH_MOST][20];
	const int at = bench->wanted++;

	sprintf(keys[at], "card/%d", at);
	sprintf(ids[at], "%038d%02d@example.com", 7, at);
	sprintf(bytes[at], "Message-ID: <%s>\nSubject: s\n\nHello\n.\n..dots\nand a last line without an end", ids[at]);
	mails[at] = (struct channel_mail){ .key = keys[at],
		.moment = INT64_C(1778569200000000),
		.to = to,
		.to_name = "Daan",
		.subject = "Bakkerij Crème",
		.body = "Hoi",
		.language = "nl",
		.kind = "card",
		.session = "sessions/1",
		.message_id = ids[at],
		.bytes = bytes[at],
		.size = strlen(bytes[at]) };
	bench->channel->deliver(bench->channel, &mails[at], on_done, bench);
}

void bench_hand_over(struct bench *bench, const struct channel_mail *mail)
{
	bench->wanted++;
	bench->channel->deliver(bench->channel, mail, on_done, bench);
}

void bench_wait(struct bench *bench)
{
	while (bench->done < bench->wanted)
		uv_run(&bench->loop, UV_RUN_ONCE);
}

enum status bench_send(struct bench *bench)
{
	bench->done = bench->wanted = 0;
	bench_hand(bench, "daan@example.com");
	assert_int_equal(bench->done, 0); /* never from within */
	bench_wait(bench);
	return bench->status[0];
}

static char *read_file(const struct bench *bench, const char *name)
{
	char path[200];
	char *text = calloc(1, 1 << 20);
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", bench->folder, name);
	file = fopen(path, "r");
	if (file != NULL) {
		text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
		fclose(file);
	}
	return text;
}

bool bench_has(const struct bench *bench, const char *file, const char *words)
{
	char *text = read_file(bench, file);
	bool has = strstr(text, words) != NULL;

	free(text);
	return has;
}

int bench_lines(const struct bench *bench, const char *file, const char *begin)
{
	char *text = read_file(bench, file);
	int count = strncmp(text, begin, strlen(begin)) == 0;

	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		count += strncmp(at + 1, begin, strlen(begin)) == 0;
	free(text);
	return count;
}

void bench_write(const struct bench *bench, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", bench->folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* A port that was just given to us is nobody else's yet. */
void bench_leave_server(struct bench *bench)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
	bench->port = ntohs(address.sin_port);
	close(fd);
}

void bench_close(struct bench *bench)
{
	if (bench->channel != NULL)
		bench->channel->close(bench->channel);
	uv_close((uv_handle_t *)&bench->heart, NULL);
	uv_run(&bench->loop, UV_RUN_DEFAULT);
	assert_int_equal(bench->done, bench->wanted);
	assert_int_equal(uv_loop_close(&bench->loop), 0);
	for (size_t i = 0; i < bench->n_values; i++)
		free((void *)bench->values[i][1]);
}
