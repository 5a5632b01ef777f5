/* clients/cli — calendar: files of appointments, sent in pieces. */
#include "calendar_result.h"
#include "commands.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ridealong/v1/calendar.pb-c.h"

#define PIECE_SIZE (512 * 1024)
#define PATIENCE   (5 * 60 * 1000) /* a long file's last piece takes a while */
#define UPLOADS    3               /* how often a lost upload is begun anew */

const struct flag flags_calendar_import[] = {
	{ "accept-cancellations", NULL, N_("also when most of what is coming would be cancelled") },
	{ "owner", N_("EMAIL"), N_("whose calendar; your own by default") },
	{ "calendar", N_("NAME"), N_("what the source is called; the file's name by default") },
	{ NULL, NULL, NULL },
};

const struct flag flags_calendar_check[] = {
	{ "from", N_("DATE"), N_("the first day to look at") },
	{ "until", N_("DATE"), N_("the day after the last; --to is the same") },
	{ NULL, NULL, NULL },
};

/* One file on its way to the importer. */
struct upload {
	struct cli *cli;
	const char *path, *shown; /* shown: without its folders */
	FILE *file;
	int64_t size; /* 0: not known */
	char id[37];
	uint8_t *bytes;
	FilePiece piece;
	bool done; /* the importer has seen enough, perhaps before the end */
};

/* A call with one piece; the reply says how far the importer is. */
typedef int (*send_piece)(struct upload *upload, void *arg, struct ridealong_error *error);

static int cannot_read(const char *path)
{
	fprintf(stderr, _("ridealong: %s cannot be read: %s\n"), path, strerror(errno));
	return status_exit_code(STATUS_NOT_FOUND);
}

static int upload_open(struct cli *cli, const char *path, struct upload *ret)
{
	const char *slash = strrchr(path, '/');
	struct stat info;

	*ret = (struct upload){ .cli = cli, .path = path, .shown = slash == NULL ? path : slash + 1 };
	ret->file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (ret->file == NULL)
		return cannot_read(path);
	if (fstat(fileno(ret->file), &info) != 0 || S_ISDIR(info.st_mode)) {
		errno = EISDIR;
		return cannot_read(path);
	}
	ret->size = S_ISREG(info.st_mode) ? info.st_size : 0;
	ret->bytes = malloc(PIECE_SIZE + 1);
	if (ret->bytes == NULL)
		abort();
	return 0;
}

static void upload_close(struct upload *upload)
{
	if (upload->file != NULL && upload->file != stdin)
		fclose(upload->file);
	free(upload->bytes);
}

static void show_progress(const struct upload *upload, bool end)
{
	if (!isatty(STDERR_FILENO) || upload->size < 2 * PIECE_SIZE)
		return;
	if (end)
		fputs("\r\033[K", stderr);
	else if (fputc('\r', stderr) != EOF)
		fprintf(stderr, _("%s: %d%% sent"), upload->shown,
			(int)(100 * (upload->piece.offset + (int64_t)upload->piece.data.len) / upload->size));
}

/* Reads one byte ahead, so that the last piece is known to be the last. */
static bool next_piece(struct upload *upload)
{
	size_t length = fread(upload->bytes, 1, PIECE_SIZE, upload->file);
	const int ahead = length == PIECE_SIZE ? fgetc(upload->file) : EOF;

	if (ferror(upload->file))
		return false;
	if (ahead != EOF)
		ungetc(ahead, upload->file);
	upload->piece.offset += (int64_t)upload->piece.data.len;
	upload->piece.data.data = upload->bytes;
	upload->piece.data.len = length;
	upload->piece.last = ahead == EOF;
	return true;
}

/* All pieces in order. An importer that began anew wants the file from its first byte. */
static int upload_send(struct upload *upload, send_piece send, void *arg, struct ridealong_error *error)
{
	int status = STATUS_ABORTED;

	snprintf(error->reason, sizeof(error->reason), "UPLOAD_LOST");
	for (int turn = 0; turn < UPLOADS && status == STATUS_ABORTED && strcmp(error->reason, "UPLOAD_LOST") == 0;
		turn++) {
		if (turn > 0 && fseek(upload->file, 0, SEEK_SET) != 0)
			break;
		ridealong_request_id(upload->id);
		upload->piece = (FilePiece)FILE_PIECE__INIT;
		upload->piece.upload = upload->id;
		upload->piece.file = (char *)upload->shown;
		do {
			if (!next_piece(upload)) {
				cannot_read(upload->path);
				return -1;
			}
			status = send(upload, arg, error);
			show_progress(upload, false);
		} while (status == STATUS_OK && !upload->piece.last && !upload->done);
	}
	show_progress(upload, true);
	return status;
}

/* ---- import */

struct import {
	ImportCalendarRequest request;
	ImportCalendarResponse *reply;
};

static int send_import(struct upload *upload, void *arg, struct ridealong_error *error)
{
	struct import *import = arg;

	import->request.piece = &upload->piece;
	return cli_try(upload->cli, "Calendars/ImportCalendar", &import->request, &import_calendar_response__descriptor,
		PATIENCE, &import->reply, error);
}

/* What a scheduling message is (RFC 5546), for people. */
static const char *message_kind(const char *method)
{
	static const struct {
		const char *method, *words;
	} kinds[] = {
		{ "ADD", N_("a message that adds to a series") },
		{ "CANCEL", N_("a cancellation") },
		{ "COUNTER", N_("a proposal of another time") },
		{ "DECLINECOUNTER", N_("a refusal of another time") },
		{ "REFRESH", N_("a question for the newest version") },
		{ "REPLY", N_("an answer to an invitation") },
		{ "REQUEST", N_("an invitation") },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(method, kinds[i].method) == 0)
			return _(kinds[i].words);
	return _("a message");
}

static void print_message(const struct upload *upload, const ImportCalendarResponse *reply)
{
	const AppliedMessage *message = reply->message;

	printf("%s: %s (METHOD:%s, UID %s)\n", upload->shown, message_kind(message->method), message->method,
		message->uid);
	for (size_t i = 0; i < message->n_calendars; i++)
		printf(_("  applied in the calendar %s\n"), message->calendars[i]);
	if (message->reason[0] != '\0')
		printf("  %s\n", message->reason);
	if (reply->created + reply->updated + reply->moved + reply->cancelled == 0)
		puts(_("  no meeting is different because of it"));
	else
		printf(_("  new: %d, changed: %d, moved: %d, cancelled: %d\n"), reply->created, reply->updated,
			reply->moved, reply->cancelled);
}

static void print_calendar(const struct upload *upload, const ImportCalendarResponse *reply)
{
	calendar_result_print(&(struct calendar_result){ .what = upload->shown,
		.events = reply->events,
		.created = reply->created,
		.updated = reply->updated,
		.moved = reply->moved,
		.unchanged = reply->unchanged,
		.cancelled = reply->cancelled });
}

static void print_import(const struct upload *upload, const ImportCalendarResponse *reply)
{
	if (reply->message != NULL)
		print_message(upload, reply);
	else
		print_calendar(upload, reply);
	calendar_outside_print(reply->outside, reply->window_from, reply->window_until);
	calendar_refused_print(reply->refused, reply->n_refused, reply->refused_total);
}

static int import_file(struct cli *cli, const char *path)
{
	struct import import = { .request = IMPORT_CALENDAR_REQUEST__INIT };
	struct ridealong_error error = { 0 };
	struct upload upload;
	int code = upload_open(cli, path, &upload), status;

	if (code == 0) {
		import.request.owner = cli_person(cli_flag(cli, "owner"));
		import.request.accept_cancellations = cli_flag(cli, "accept-cancellations") != NULL;
		import.request.calendar = (char *)cli_flag_or_empty(cli, "calendar");
		status = upload_send(&upload, send_import, &import, &error);
		if (status < 0) {
			code = 1;
		} else if (status != STATUS_OK) {
			if (strstr(error.message, upload.shown) == NULL)
				fprintf(stderr, "%s:\n", upload.shown);
			code = cli_failed(cli, &error);
		} else if (!cli_print_json(cli, import.reply)) {
			print_import(&upload, import.reply);
		}
	}
	upload_close(&upload);
	return code;
}

int cmd_calendar_import(struct cli *cli, int argc, char **argv)
{
	int code = 0;

	if (argc > 1 && cli_flag(cli, "calendar") != NULL)
		return cli_usage(cli, _("--calendar names one source: import the files one by one"));
	for (int i = 0; i < argc; i++) {
		const int one = import_file(cli, argv[i]);

		code = code == 0 ? one : code;
	}
	return code;
}

/* ---- check */

struct check {
	CheckCalendarRequest request;
	CheckCalendarResponse *reply;
	json_t *files; /* with --output json: gathered */
	size_t occurrences, refused;
};

static int send_check(struct upload *upload, void *arg, struct ridealong_error *error)
{
	struct check *check = arg;
	int status;

	check->request.piece = &upload->piece;
	status = cli_try(upload->cli, "Calendars/CheckCalendar", &check->request, &check_calendar_response__descriptor,
		PATIENCE, &check->reply, error);
	upload->done = status == STATUS_OK && check->reply->done;
	return status;
}

static void print_line(struct check *check, const struct cli *cli, json_t *line)
{
	if (cli->output == CLI_JSON) {
		json_array_append_new(check->files, line);
		return;
	}
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
}

static void print_row(struct cli *cli, const Occurrence *occurrence)
{
	char start[80], end[80];

	calendar_time_show(cli, occurrence->start, start);
	calendar_time_show(cli, occurrence->end, end);
	printf("%-24s  %-24s  %s%s%s\n", start, end,
		occurrence->summary[0] != '\0' ? occurrence->summary : occurrence->uid,
		occurrence->status[0] != '\0' ? "  " : "", occurrence->status);
}

static void print_occurrence(struct check *check, struct cli *cli, const Occurrence *occurrence)
{
	check->occurrences++;
	if (cli->output == CLI_TABLE)
		print_row(cli, occurrence);
	else
		print_line(check, cli,
			json_pack("{s:s, s:s, s:s, s:s, s:s}", "uid", occurrence->uid, "start", occurrence->start,
				"end", occurrence->end, "summary", occurrence->summary, "status", occurrence->status));
}

static void print_refused(
	struct check *check, const struct cli *cli, const char *kind, const char *what, int line, const char *reason)
{
	check->refused++;
	if (cli->output != CLI_TABLE)
		print_line(check, cli, json_pack("{s:s, s:s}", kind, what, "refused", reason));
	else if (line > 0)
		printf(_("refused: line %d, %s: %s\n"), line, what, reason);
	else if (strstr(reason, what) != NULL)
		printf(_("refused: %s\n"), reason);
	else
		printf(_("refused: %s: %s\n"), what, reason);
}

static void print_page(struct check *check, struct cli *cli)
{
	const CheckCalendarResponse *reply = check->reply;

	for (size_t i = 0; i < reply->n_occurrences; i++)
		print_occurrence(check, cli, reply->occurrences[i]);
	for (size_t i = 0; i < reply->n_refused; i++)
		print_refused(
			check, cli, "uid", reply->refused[i]->uid, reply->refused[i]->line, reply->refused[i]->reason);
}

/* The pages after the first; only the upload's id counts there. */
static int print_pages(struct upload *upload, struct check *check, struct ridealong_error *error)
{
	int status = STATUS_OK;

	print_page(check, upload->cli);
	while (check->reply->next_page_token[0] != '\0' && status == STATUS_OK) {
		upload->piece.data.len = 0;
		check->request.page_token = check->reply->next_page_token;
		status = send_check(upload, check, error);
		if (status == STATUS_OK)
			print_page(check, upload->cli);
	}
	check->request.page_token = (char *)"";
	return status;
}

static int check_file(struct cli *cli, struct check *check, const char *path)
{
	struct ridealong_error error = { 0 };
	struct upload upload;
	int code = upload_open(cli, path, &upload), status;

	if (code != 0) {
		upload_close(&upload);
		return code;
	}
	status = upload_send(&upload, send_check, check, &error);
	if (status == STATUS_OK && check->reply->file_refused[0] != '\0') {
		print_refused(check, cli, "file", upload.shown, 0, check->reply->file_refused);
		code = status_exit_code(STATUS_INVALID_ARGUMENT);
	} else if (status == STATUS_OK) {
		status = print_pages(&upload, check, &error);
	}
	/* The importer may also refuse a whole file by its status. */
	if (status == STATUS_INVALID_ARGUMENT || status == STATUS_OUT_OF_RANGE ||
		(status == STATUS_RESOURCE_EXHAUSTED && cli->output != CLI_TABLE)) {
		print_refused(check, cli, "file", upload.shown, 0, error.message);
		code = status_exit_code((enum status)status);
	} else if (status > 0) {
		code = cli_failed(cli, &error);
	} else if (status < 0) {
		code = 1;
	}
	upload_close(&upload);
	return code;
}

/* An end of the window: a day, or a moment as calendars write it. */
static int window_end(struct cli *cli, const char *name, char ret[20])
{
	const char *value = cli_flag(cli, name);

	if (value == NULL || strlen(value) != strlen("2026-01-01T09:00:00") || value[10] != 'T')
		return cli_flag_date(cli, name, ret);
	strcpy(ret, value);
	return 0;
}

int cmd_calendar_check(struct cli *cli, int argc, char **argv)
{
	struct check check = { .request = CHECK_CALENDAR_REQUEST__INIT };
	char from[20], until[20];
	int code;

	code = window_end(cli, "from", from);
	if (code == 0)
		code = window_end(cli, "until", until);
	if (code != 0)
		return code;
	check.request.from_date = from;
	check.request.until_date = until;
	check.files = json_array();
	for (int i = 0; i < argc; i++) {
		const int one = check_file(cli, &check, argv[i]);

		code = code == 0 ? one : code;
	}
	if (cli->output == CLI_JSON) {
		json_dumpf(check.files, stdout, JSON_INDENT(2));
		putchar('\n');
	} else if (cli->output == CLI_TABLE) {
		printf(_("occurrences: %zu, refused: %zu\n"), check.occurrences, check.refused);
	}
	json_decref(check.files);
	return code;
}
