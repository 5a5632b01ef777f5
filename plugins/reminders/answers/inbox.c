/* plugins/reminders/answers/ — the watched Maildir. */
#include "plugins/reminders/answers/inbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/reminders/mail/letter.h"
#include "plugins/reminders/mail/maildir.h"

enum { RETRY = 30 * 1000 /* ms, of the machine's own clock */ };

struct inbox {
	uv_fs_event_t watch;
	uv_timer_t retry;
	char dir[MAILDIR_PATH];
	bool own;
	inbox_cb on_letter;
	void *arg;
	struct dirent **files; /* of the pass at hand */
	int count, at;
	bool passing, again, left; /* a pass goes on; another one is wanted; something stayed for later */
	bool reading, stepping;    /* a letter is out; the loop below runs already */
	struct inbox_letter letter;
	void (*settled)(void *arg);
	void *settled_arg;
	int handles;
};

static int is_mail(const struct dirent *file)
{
	return file->d_name[0] != '.';
}

static void free_files(struct inbox *inbox)
{
	for (int i = 0; i < inbox->count; i++)
		free(inbox->files[i]);
	free(inbox->files);
	inbox->files = NULL;
	inbox->count = inbox->at = 0;
}

static void begin_pass(struct inbox *inbox)
{
	char path[MAILDIR_PATH + 8];

	snprintf(path, sizeof(path), "%s/new", inbox->dir);
	inbox->again = inbox->left = false;
	inbox->passing = true;
	inbox->count = scandir(path, &inbox->files, is_mail, alphasort);
	if (inbox->count < 0) {
		inbox->count = 0;
		inbox->files = NULL;
	}
}

static void *read_bytes(int fd, size_t size)
{
	char *bytes = malloc(size + 1);
	size_t length = 0;

	while (bytes != NULL && length < size) {
		ssize_t got = read(fd, bytes + length, size - length);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			free(bytes);
			return NULL;
		}
		length += (size_t)got;
	}
	return bytes;
}

/* A name may tell of how many bytes a mail was, as Maildir++ does: "…,S=26214400". More than there are: the rest was
 * not kept. */
static bool is_beginning(const char *file, off_t kept)
{
	const char *size = strstr(file, ",S=");

	return size != NULL && strtoll(size + 3, NULL, 10) > kept;
}

/* 1: there is a letter; 0: the file has gone or cannot be read now; -1: it is no mail. */
static int read_letter(struct inbox *inbox, const char *file)
{
	char path[MAILDIR_PATH + 300];
	struct stat about;
	int fd, result = -1;

	snprintf(path, sizeof(path), "%s/new/%s", inbox->dir, file);
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ELOOP || errno == ENXIO ? -1 : 0;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)) {
		bool large = about.st_size > LETTER_MOST_BYTES;

		inbox->letter = (struct inbox_letter){ .file = file,
			.cut = large || is_beginning(file, about.st_size),
			.size = large ? LETTER_MOST_BYTES : (size_t)about.st_size,
			.moment = (int64_t)about.st_mtim.tv_sec * 1000000 };
		inbox->letter.bytes = read_bytes(fd, inbox->letter.size);
		result = inbox->letter.bytes != NULL;
	}
	close(fd);
	return result;
}

static void put_away(const struct inbox *inbox, const char *file, const char *prefix)
{
	char from[MAILDIR_PATH + 300], to[MAILDIR_PATH + 320];

	snprintf(from, sizeof(from), "%s/new/%s", inbox->dir, file);
	if (inbox->own) {
		unlink(from);
		return;
	}
	snprintf(to, sizeof(to), "%s/cur/%s%.*s:2,S", inbox->dir, prefix, (int)strcspn(file, ":"), file);
	rename(from, to); /* gone already is as good */
}

static void step(struct inbox *inbox);

static void end_pass(struct inbox *inbox)
{
	void (*settled)(void *arg) = inbox->settled;

	free_files(inbox);
	inbox->passing = false;
	if (inbox->again) {
		begin_pass(inbox);
		return;
	}
	if (inbox->left)
		uv_timer_again(&inbox->retry);
	inbox->settled = NULL;
	if (settled != NULL)
		settled(inbox->settled_arg);
}

/* A letter may be finished from within its callback: then the loop goes on instead of growing the stack. */
static void step(struct inbox *inbox)
{
	if (inbox->stepping)
		return;
	inbox->stepping = true;
	while (inbox->passing && !inbox->reading) {
		const char *file;
		int result;

		if (inbox->at == inbox->count) {
			end_pass(inbox);
			continue;
		}
		file = inbox->files[inbox->at]->d_name;
		result = read_letter(inbox, file);
		if (result <= 0) {
			if (result < 0)
				put_away(inbox, file, "refused-");
			inbox->at++;
			continue;
		}
		inbox->reading = true;
		inbox->on_letter(inbox->arg, &inbox->letter);
	}
	inbox->stepping = false;
}

void inbox_finish(struct inbox *inbox, enum inbox_fate fate)
{
	const char *file = inbox->files[inbox->at]->d_name;

	if (fate == INBOX_LATER)
		inbox->left = true;
	else
		put_away(inbox, file, fate == INBOX_REFUSED ? "refused-" : "");
	free((void *)inbox->letter.bytes);
	inbox->letter = (struct inbox_letter){ 0 };
	inbox->reading = false;
	inbox->at++;
	step(inbox);
}

void inbox_scan(struct inbox *inbox)
{
	if (inbox->passing)
		inbox->again = true;
	else
		begin_pass(inbox);
	step(inbox);
}

void inbox_settle(struct inbox *inbox, void (*done)(void *arg), void *arg)
{
	inbox->settled = done;
	inbox->settled_arg = arg;
	inbox_scan(inbox);
}

static void on_change(uv_fs_event_t *watch, const char *file, int events, int status)
{
	(void)file;
	(void)events;
	if (status == 0)
		inbox_scan(watch->data);
}

static void on_retry(uv_timer_t *timer)
{
	uv_timer_stop(timer);
	inbox_scan(timer->data);
}

static void on_closed(uv_handle_t *handle)
{
	struct inbox *inbox = handle->data;

	if (--inbox->handles == 0)
		free(inbox);
}

enum status inbox_open(uv_loop_t *loop, const char *dir, bool own, inbox_cb on_letter, void *arg, struct inbox **ret,
	struct error *reterr)
{
	struct inbox *inbox;
	char path[MAILDIR_PATH + 8];
	enum status st;
	int failure;

	if (dir[0] != '/' || strlen(dir) >= MAILDIR_PATH)
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "inbox = %.200s is no full path", dir);
	st = maildir_make(dir, reterr);
	if (st != STATUS_OK)
		return st;
	inbox = calloc(1, sizeof(*inbox));
	if (inbox == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for the inbox");
	snprintf(inbox->dir, sizeof(inbox->dir), "%s", dir);
	snprintf(path, sizeof(path), "%s/new", dir);
	inbox->own = own;
	inbox->on_letter = on_letter;
	inbox->arg = arg;
	inbox->handles = 2;
	inbox->watch.data = inbox->retry.data = inbox;
	uv_fs_event_init(loop, &inbox->watch);
	uv_timer_init(loop, &inbox->retry);
	uv_timer_set_repeat(&inbox->retry, RETRY);
	failure = uv_fs_event_start(&inbox->watch, on_change, path, 0);
	if (failure != 0) {
		inbox_close(inbox);
		return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be watched: %s", path, uv_strerror(failure));
	}
	/* uv_timer_again() wants a timer that was started once. */
	uv_timer_start(&inbox->retry, on_retry, RETRY, RETRY);
	uv_timer_stop(&inbox->retry);
	*ret = inbox;
	return STATUS_OK;
}

const char *inbox_dir(const struct inbox *inbox)
{
	return inbox->dir;
}

void inbox_close(struct inbox *inbox)
{
	if (inbox == NULL)
		return;
	free_files(inbox);
	free((void *)inbox->letter.bytes);
	inbox->passing = false;
	uv_close((uv_handle_t *)&inbox->watch, on_closed);
	uv_close((uv_handle_t *)&inbox->retry, on_closed);
}
