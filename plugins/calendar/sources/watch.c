/* plugins/calendar/sources: see watch.h. */
#include "watch.h"

#include "ical/source.h"
#include "meetings/sync.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

enum {
	QUIET_MS = 300,   /* of real time, after a change: writers write in bursts */
	AGAIN_MS = 10000, /* of real time, after a failure */
	PATH_SIZE = 4096,
	SETTLERS_MAX = 16
};

/* What shows that a file has changed. */
struct stamp {
	int64_t modified_ns;
	int64_t size;
	uint64_t inode;
};

struct file {
	struct file *next;
	char *name;
	struct stamp stamp; /* of what was last brought in line; all 0: nothing yet */
	struct stamp seen;  /* in the last scan */
	bool there;         /* in the last scan */
	bool failed;        /* since the last scan; tried again at the next one */
};

struct calendar_watch {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	char *folder;
	char *owner; /* "people/ADDRESS" */
	struct file *files;
	uv_fs_event_t change;
	uv_timer_t timer;
	int open_handles;
	struct file *syncing; /* NULL: idle */
	struct stamp syncing_stamp;
	bool scan_again; /* the folder is to be looked at */
	bool try_again;  /* something failed since the last time everything was in line */
	struct ridealong_work *settlers[SETTLERS_MAX];
	size_t settler_count;
	int status; /* the first failure that holds up whoever waits */
	char message[300];
	bool stopping;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void work_on(struct calendar_watch *watch);

/* What trying again at once cannot mend (an owner who is not known yet) holds nobody up; it is tried at the next
 * change. */
static bool holds_up(int status)
{
	return status == STATUS_UNAVAILABLE || status == STATUS_DEADLINE_EXCEEDED || status == STATUS_ABORTED ||
	       status == STATUS_RESOURCE_EXHAUSTED;
}

static void failure_note(struct calendar_watch *watch, int status, const char *message)
{
	sdk_log(watch->sdk, RIDEALONG_WARNING, "%s", message);
	watch->try_again = true;
	if (watch->status != STATUS_OK || !holds_up(status))
		return;
	watch->status = status;
	snprintf(watch->message, sizeof(watch->message), "%s", message);
}

static bool stamp_equal(const struct stamp *a, const struct stamp *b)
{
	return a->modified_ns == b->modified_ns && a->size == b->size && a->inode == b->inode;
}

static struct stamp stamp_of(const struct stat *info)
{
	return (struct stamp){ info->st_mtim.tv_sec * INT64_C(1000000000) + info->st_mtim.tv_nsec, info->st_size,
		info->st_ino };
}

static bool is_calendar(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && strcasecmp(name + length - 4, ".ics") == 0;
}

static struct file *file_find(struct calendar_watch *watch, const char *name)
{
	struct file *file;

	for (file = watch->files; file; file = file->next) {
		if (strcmp(file->name, name) == 0)
			return file;
	}
	file = calloc(1, sizeof(*file));
	if (!file || !(file->name = strdup(name)))
		abort(); /* as the SDK does; the host starts anew */
	file->next = watch->files;
	watch->files = file;
	return file;
}

static void path_make(const char *folder, const char *name, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%s/%s", folder, name);
}

/* The names of the files whose meetings are known, one a line. */
static void names_load(struct calendar_watch *watch)
{
	char path[PATH_SIZE], line[512];
	FILE *list;

	path_make(watch->sdk->api->data_dir(watch->sdk->host), "watched", path);
	list = fopen(path, "r");
	while (list && fgets(line, sizeof(line), list)) {
		line[strcspn(line, "\n")] = '\0';
		if (*line)
			file_find(watch, line)->stamp.inode = 1; /* it was there: should it be gone, that is news */
	}
	if (list)
		fclose(list);
}

static void names_save(struct calendar_watch *watch)
{
	char path[PATH_SIZE], fresh[PATH_SIZE];
	FILE *list;

	path_make(watch->sdk->api->data_dir(watch->sdk->host), "watched", path);
	path_make(watch->sdk->api->data_dir(watch->sdk->host), "watched.new", fresh);
	list = fopen(fresh, "w");
	for (struct file *file = watch->files; list && file; file = file->next) {
		if (file->stamp.inode != 0 && !strchr(file->name, '\n'))
			fprintf(list, "%s\n", file->name);
	}
	if (!list || fclose(list) != 0 || rename(fresh, path) != 0)
		sdk_log(watch->sdk, RIDEALONG_WARNING, "cannot write %s: %s", path, strerror(errno));
}

/* Looks at what is in the folder now. */
static void scan(struct calendar_watch *watch)
{
	DIR *folder = opendir(watch->folder);
	const struct dirent *entry;
	struct stat info;

	watch->scan_again = false;
	if (!folder) {
		char message[300];

		snprintf(message, sizeof(message), "cannot read the folder %.200s: %s", watch->folder, strerror(errno));
		failure_note(watch, STATUS_FAILED_PRECONDITION, message);
		return;
	}
	for (struct file *file = watch->files; file; file = file->next)
		file->there = file->failed = false;
	while ((entry = readdir(folder))) {
		struct file *file;

		if (!is_calendar(entry->d_name) || fstatat(dirfd(folder), entry->d_name, &info, 0) != 0 ||
			!S_ISREG(info.st_mode))
			continue;
		file = file_find(watch, entry->d_name);
		file->there = true;
		file->seen = stamp_of(&info);
	}
	closedir(folder);
}

/* Reads a file to its end. NULL, with the failure noted, when it cannot be read. */
static struct calendar_spool *file_read(struct calendar_watch *watch, struct file *file)
{
	struct calendar_spool *spool = calendar_desk_spool(watch->desk);
	char path[PATH_SIZE], piece[65536], message[300];
	struct stat info;
	ssize_t length = -1;
	int fd;

	path_make(watch->folder, file->name, path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (spool && fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
		watch->syncing_stamp = stamp_of(&info);
		while ((length = read(fd, piece, sizeof(piece))) > 0 && !calendar_spool_is_too_large(spool))
			calendar_spool_add(spool, piece, (size_t)length);
	}
	if (length < 0) {
		snprintf(message, sizeof(message), "cannot read %.200s: %s", path, strerror(errno));
		failure_note(watch, STATUS_FAILED_PRECONDITION, message);
		calendar_spool_destroy(spool);
		spool = NULL;
	}
	if (fd >= 0)
		close(fd);
	return spool;
}

/* What a file that is gone says: nothing. */
static struct calendar_spool *nothing_read(struct calendar_watch *watch)
{
	static const char nothing[] = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	struct calendar_spool *spool = calendar_desk_spool(watch->desk);

	watch->syncing_stamp = (struct stamp){ 0 };
	if (spool)
		calendar_spool_add(spool, nothing, sizeof(nothing) - 1);
	return spool;
}

static void result_log(struct calendar_watch *watch, const struct calendar_sync_result *result)
{
	char reason[CALENDAR_REASON_TEXT];

	sdk_log(watch->sdk, RIDEALONG_INFO,
		"%s: %d created, %d updated, %d moved, %d cancelled, %d unchanged, %d outside of the window, %d "
		"refused",
		watch->syncing->name, result->created, result->updated, result->moved, result->cancelled,
		result->unchanged, result->outside, result->refused);
	for (size_t i = 0; i < result->refusals->count && i < 10; i++)
		sdk_log(watch->sdk, RIDEALONG_WARNING, "%s: the event on line %u is refused: %s", watch->syncing->name,
			result->refusals->list[i].line,
			calendar_reason_say(result->refusals->list[i].reason, false, reason));
}

static void stop_end(struct calendar_watch *watch)
{
	if (watch->syncing || watch->open_handles > 0)
		return;
	while (watch->files) {
		struct file *file = watch->files;

		watch->files = file->next;
		free(file->name);
		free(file);
	}
	watch->stopped(watch->stopped_arg);
	free(watch->folder);
	free(watch->owner);
	free(watch);
}

/* Trying again at once does not mend it: its meetings stay as they are, and nobody waits for it. */
static bool stays_so(const struct calendar_sync_result *result)
{
	return strcmp(result->code, "FILE_REFUSED") == 0 || strcmp(result->code, "CANCELS_MOST") == 0;
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	struct calendar_watch *watch = arg;
	struct file *file = watch->syncing;
	char message[300], reason[CALENDAR_REASON_TEXT];

	if (result->status == STATUS_OK) {
		result_log(watch, result);
		file->stamp = watch->syncing_stamp;
		names_save(watch);
	} else if (stays_so(result)) {
		sdk_log(watch->sdk, RIDEALONG_WARNING, "%s: %s", file->name,
			calendar_reason_say(result->why, false, reason));
		file->failed = true;
	} else {
		file->failed = true;
		snprintf(message, sizeof(message), "%.80s: %.200s", file->name,
			calendar_reason_say(result->why, false, reason));
		failure_note(watch, result->status, message);
	}
	watch->syncing = NULL;
	if (watch->stopping)
		stop_end(watch);
	else
		work_on(watch);
}

/* The next file that is not in line, or NULL. */
static struct file *file_next(struct calendar_watch *watch)
{
	for (struct file *file = watch->files; file; file = file->next) {
		if (!file->failed && (file->there ? !stamp_equal(&file->stamp, &file->seen) : file->stamp.inode != 0))
			return file;
	}
	return NULL;
}

/* Begins to bring a file in line. False when that is over at once. */
static bool file_begin(struct calendar_watch *watch, struct file *file)
{
	struct calendar_spool *spool = file->there ? file_read(watch, file) : nothing_read(watch);

	if (!spool) {
		file->failed = true;
		return false;
	}
	watch->syncing = file;
	file->seen = file->there ? watch->syncing_stamp : file->seen;
	/* No work: the same file again changes nothing, so its calls need no ids of their own. */
	calendar_sync_start(watch->desk, &(struct calendar_sync_job){ .owner = watch->owner,
						 .calendar = file->name,
						 .kind = "folder",
						 .spool = spool,
						 .file = file->name,
						 .done = on_synced,
						 .arg = watch });
	return true;
}

static void on_timer(uv_timer_t *timer)
{
	struct calendar_watch *watch = timer->data;

	watch->scan_again = true;
	work_on(watch);
}

static void settlers_finish(struct calendar_watch *watch)
{
	for (size_t i = 0; i < watch->settler_count; i++) {
		if (watch->status == STATUS_OK)
			sdk_finish(watch->sdk, watch->settlers[i], NULL);
		else
			sdk_fail(watch->sdk, watch->settlers[i], watch->status, NULL, "%s", watch->message);
	}
	watch->settler_count = 0;
}

/* One thing after the other: a file is brought in line, then the folder looked at again if it changed, until all is
 * done. */
static void work_on(struct calendar_watch *watch)
{
	struct file *file;

	while (!watch->syncing && !watch->stopping) {
		if (watch->scan_again)
			scan(watch);
		file = file_next(watch);
		if (file && file_begin(watch, file))
			return;
		if (!file && !watch->scan_again)
			break;
	}
	if (watch->syncing || watch->stopping)
		return;
	settlers_finish(watch);
	if (watch->try_again)
		uv_timer_start(&watch->timer, on_timer, AGAIN_MS, 0);
	watch->try_again = false;
	watch->status = STATUS_OK;
}

static void on_change(uv_fs_event_t *change, const char *name, int events, int status)
{
	struct calendar_watch *watch = change->data;

	(void)name;
	(void)events;
	if (status < 0)
		sdk_log(watch->sdk, RIDEALONG_WARNING, "watching %s: %s", watch->folder, uv_strerror(status));
	uv_timer_start(&watch->timer, on_timer, QUIET_MS, 0);
}

void calendar_watch_settle(struct calendar_watch *watch, struct ridealong_work *work)
{
	if (watch->settler_count == SETTLERS_MAX) {
		sdk_fail(watch->sdk, work, STATUS_RESOURCE_EXHAUSTED, NULL, "too many are waiting already");
		return;
	}
	watch->settlers[watch->settler_count++] = work;
	watch->scan_again = true;
	work_on(watch);
}

/* ---- somebody is erased ---- */

struct wiping {
	struct calendar_watch *watch;
	struct ridealong_work *work;
};

/* From here on the files are as if they had never been there: nothing is to be brought in line. */
static bool files_remove(struct calendar_watch *watch)
{
	char path[PATH_SIZE];
	bool good = true;

	scan(watch);
	for (struct file *file = watch->files; file; file = file->next) {
		path_make(watch->folder, file->name, path);
		good = (!file->there || unlink(path) == 0 || errno == ENOENT) && good;
		file->stamp = file->seen = (struct stamp){ 0 };
		file->there = false;
	}
	path_make(watch->sdk->api->data_dir(watch->sdk->host), "watched", path);
	return (unlink(path) == 0 || errno == ENOENT) && good;
}

static bool is_owner(const struct calendar_watch *watch, const Person *person)
{
	const char *owner = watch->owner + strlen("people/");

	if (strcasecmp(owner, person->email) == 0)
		return true;
	for (size_t i = 0; i < person->n_aliases; i++)
		if (strcasecmp(owner, person->aliases[i]) == 0)
			return true;
	return false;
}

SDK_REPLY(on_erased, struct wiping, wiping, Person, person)
{
	struct calendar_watch *watch = wiping->watch;

	if (end->status != STATUS_OK)
		sdk_finish_as(watch->sdk, wiping->work, end);
	else if (is_owner(watch, person) && !files_remove(watch))
		sdk_fail(watch->sdk, wiping->work, STATUS_UNAVAILABLE, NULL,
			"calendars of somebody who is being erased could not be removed");
	else
		sdk_finish(watch->sdk, wiping->work, NULL);
	free(wiping);
}

void calendar_watch_wipe(struct calendar_watch *watch, struct ridealong_work *work, const char *person)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	struct wiping *wiping = malloc(sizeof(*wiping));

	if (!wiping)
		abort(); /* as the SDK does; the host starts anew */
	*wiping = (struct wiping){ watch, work };
	request.name = (char *)person;
	sdk_call(watch->sdk, work, &people__descriptor, "GetPerson", NULL, &request.base, on_erased, wiping);
}

static void on_closed(uv_handle_t *handle)
{
	struct calendar_watch *watch = handle->data;

	watch->open_handles--;
	stop_end(watch);
}

void calendar_watch_stop(struct calendar_watch *watch, void (*stopped)(void *arg), void *arg)
{
	if (!watch) {
		stopped(arg);
		return;
	}
	watch->stopping = true;
	watch->stopped = stopped;
	watch->stopped_arg = arg;
	uv_close((uv_handle_t *)&watch->change, on_closed);
	uv_close((uv_handle_t *)&watch->timer, on_closed);
}

static struct calendar_watch *watch_create(const struct sdk *sdk, const char *folder, const char *owner)
{
	struct calendar_watch *watch = calloc(1, sizeof(*watch));
	size_t size = strlen(owner) + sizeof("people/");

	if (!watch)
		return NULL;
	watch->sdk = sdk;
	watch->folder = strdup(folder);
	watch->owner = malloc(size);
	if (!watch->folder || !watch->owner) {
		free(watch->folder);
		free(watch->owner);
		free(watch);
		return NULL;
	}
	snprintf(watch->owner, size, "people/%s", owner);
	return watch;
}

const char *calendar_watch_owner_fault(const char *value)
{
	return strchr(value, '@') ? NULL : "is no address of a person";
}

const char *calendar_watch_settings_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	if (!value(arg, "watch") || value(arg, "owner"))
		return NULL;
	*ret_key = "watch";
	return "watch wants owner beside it, the address of the person whose calendars they are";
}

bool calendar_watch_start(
	const struct sdk *sdk, struct calendar_desk *desk, struct calendar_watch **ret, const char **ret_error)
{
	const char *folder = sdk_config(sdk, "watch", ""), *owner = sdk_config(sdk, "owner", "");
	uv_loop_t *loop = sdk->api->loop(sdk->host);
	struct calendar_watch *watch;

	*ret = NULL;
	if (!*folder)
		return true;
	if (access(folder, R_OK | X_OK) != 0) {
		*ret_error = "the folder that the key watch names cannot be read";
		return false;
	}
	watch = watch_create(sdk, folder, owner);
	if (!watch) {
		*ret_error = "there is no memory left";
		return false;
	}
	watch->desk = desk;
	watch->open_handles = 2;
	uv_fs_event_init(loop, &watch->change);
	uv_timer_init(loop, &watch->timer);
	watch->change.data = watch->timer.data = watch;
	if (uv_fs_event_start(&watch->change, on_change, folder, 0) != 0)
		sdk_log(sdk, RIDEALONG_WARNING, "changes in %s are not reported; it is read when everything settles",
			folder);
	names_load(watch);
	uv_timer_start(&watch->timer, on_timer, 0, 0);
	*ret = watch;
	return true;
}
