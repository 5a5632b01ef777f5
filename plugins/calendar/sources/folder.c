/* plugins/calendar/sources: a folder of .ics files, each a calendar of one owner (subscription.h).
 *
 * The folder is read through when it changes (0.3 s after the last of a burst of changes), when its time has come, and
 * when everything is to settle. A file that is new or has changed is brought in line (sync.h) as the calendar
 * "NAME/FILE"; one that was there and is gone counts as empty, and its calendar is forgotten, unless a file has come
 * that goes on with it (kin.h): then the calendar is called after that from now on. Which files were there the shelf
 * knows, so that a file removed while nobody looked is noticed. While the folder itself cannot be read,
 * nothing changes; nor do the meetings of a file that cannot be read, is refused, or is held by the brake. A file that
 * is a scheduling message (meetings/message.h), as mail programs put them there, is applied once, those that are older
 * first; it is no calendar, so that nothing goes with it when it goes. A symbolic link counts when it is of whoever
 * owns what it leads to, of root, or of the service itself: nobody makes it read another's file. */
#include "kin.h"
#include "rename.h"
#include "subscription.h"

#include "meetings/message.h"

#include "proto/status.h"

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

enum { QUIET_MS = 300, PATH_SIZE = 4096 };

/* What shows that a file has changed. */
struct stamp {
	int64_t modified_ns;
	int64_t size;
	uint64_t inode;
};

struct file {
	char *calendar;                  /* "NAME/FILE" */
	struct stamp stamp;              /* of what was last brought in line; all 0: nothing yet */
	struct stamp seen;               /* in the last scan */
	bool known;                      /* it is on the shelf: should it be gone, that is news */
	bool there;                      /* in the last scan */
	bool held;                       /* as it is now, by the brake */
	char told[CALENDAR_DIGEST_TEXT]; /* of the message that was read from it; "" when it is none */
	bool compared;                   /* with those that are gone, in this read */
};

struct folder {
	struct calendar_subscription *subscription;
	const char *path;
	struct file *files; /* in order of their names */
	size_t count, room;
	struct file **queue;      /* in the order in which they were written */
	size_t at;                /* of the queue: those before have been looked at in this read */
	char *accept;             /* in this read */
	bool known_loaded;        /* from the shelf */
	struct calendar_kin *kin; /* those that are gone, while that matters */
	const char *gone;         /* kin's; it is about to be called after … */
	char *fresh;              /* … this file; own */
	bool syncing;
	struct stamp syncing_stamp;
	char syncing_digest[CALENDAR_DIGEST_TEXT];
	struct calendar_outcome outcome;
	struct calendar_reason why;
	char told[CALENDAR_REASON_TEXT];
	uv_fs_event_t change;
	dev_t watched_device; /* the folder that change watches; another may be there by now */
	ino_t watched_inode;
	uv_timer_t quiet;
	int open_handles;
	bool stopping;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *allocate(void *old, size_t size)
{
	void *memory = realloc(old, size);

	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static const char *file_name(const struct file *file)
{
	return strchr(file->calendar, '/') + 1;
}

/* The first failure is the read's. */
static void failure_note(struct folder *folder, int status, const struct calendar_reason *why)
{
	if (folder->outcome.status != STATUS_OK)
		return;
	calendar_reason_say(why, false, folder->told);
	folder->why = (struct calendar_reason){ .told = folder->told };
	folder->outcome = (struct calendar_outcome){ .status = status, .why = &folder->why };
}

static void file_fail(struct folder *folder, const struct file *file, int status, const struct calendar_reason *why)
{
	calendar_subscription_tell_trouble(folder->subscription, file->calendar, status, "", why);
	failure_note(folder, status, why);
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

/* ---- what is in the folder ---- */

static bool is_calendar(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && strcasecmp(name + length - 4, ".ics") == 0 && !strpbrk(name, "\t\n");
}

static int file_compare(const void *left, const void *right)
{
	return strcmp(((const struct file *)left)->calendar, ((const struct file *)right)->calendar);
}

static struct file *file_find(struct folder *folder, const char *calendar, size_t count)
{
	struct file wanted = { .calendar = (char *)calendar };

	return count > 0 ? bsearch(&wanted, folder->files, count, sizeof(wanted), file_compare) : NULL;
}

/* At the end; the caller puts them in order. */
static struct file *file_add(struct folder *folder, const char *calendar)
{
	if (folder->count == folder->room) {
		folder->room = folder->room ? folder->room * 2 : 64;
		folder->files = allocate(folder->files, folder->room * sizeof(*folder->files));
	}
	folder->files[folder->count] = (struct file){ .calendar = strdup(calendar) };
	if (!folder->files[folder->count].calendar)
		abort();
	return &folder->files[folder->count++];
}

static void files_finish(struct folder *folder)
{
	while (folder->count > 0)
		free(folder->files[--folder->count].calendar);
}

static bool is_ours(const struct folder *folder, const char *calendar)
{
	return calendar_subscription_has(folder->subscription, calendar) && strchr(calendar, '/');
}

static void on_told(void *arg, const char *calendar, const char *digest)
{
	struct folder *folder = arg;
	size_t at = 0;

	if (!is_ours(folder, calendar))
		return;
	while (at < folder->count && strcmp(folder->files[at].calendar, calendar) != 0)
		at++;
	snprintf((at < folder->count ? &folder->files[at] : file_add(folder, calendar))->told, CALENDAR_DIGEST_TEXT,
		"%s", digest);
}

/* Those that were there when the plugin ran last. */
static bool files_load(struct folder *folder)
{
	struct calendar_arena arena = { 0 };
	struct calendar_shelved *list;
	size_t count;
	bool good = folder->known_loaded || calendar_shelf_list(calendar_desk_shelf(folder->subscription->desk),
						    folder->subscription->person, &arena, &list, &count);

	for (size_t i = 0; good && !folder->known_loaded && i < count; i++)
		if (strcmp(list[i].kind, calendar_supplier_folder.name) == 0 && is_ours(folder, list[i].name))
			file_add(folder, list[i].name)->known = true;
	if (good && !folder->known_loaded)
		good = calendar_shelf_messages(
			calendar_desk_shelf(folder->subscription->desk), folder->subscription->person, on_told, folder);
	if (folder->count > 0)
		qsort(folder->files, folder->count, sizeof(*folder->files), file_compare);
	folder->known_loaded = good;
	calendar_arena_free(&arena);
	return good;
}

static void entry_see(struct folder *folder, const char *name, const struct stat *info, size_t known)
{
	char calendar[PATH_SIZE];
	struct file *file;

	snprintf(calendar, sizeof(calendar), "%s/%s", folder->subscription->name, name);
	file = file_find(folder, calendar, known);
	if (!file)
		file = file_add(folder, calendar);
	file->there = true;
	file->seen = stamp_of(info);
}

static void watch(struct folder *folder, const struct stat *info);

/* Looks at what is in the folder now. */
static bool scan(struct folder *folder)
{
	DIR *entries = opendir(folder->path);
	const struct dirent *entry;
	size_t known = folder->count;
	struct stat info;

	if (!entries) {
		folder->watched_inode = 0;
		return false;
	}
	if (!folder->stopping && fstat(dirfd(entries), &info) == 0)
		watch(folder, &info);
	for (size_t i = 0; i < folder->count; i++)
		folder->files[i].there = folder->files[i].compared = false;
	while ((entry = readdir(entries))) {
		if (is_calendar(entry->d_name) && fstatat(dirfd(entries), entry->d_name, &info, 0) == 0 &&
			S_ISREG(info.st_mode))
			entry_see(folder, entry->d_name, &info, known);
	}
	closedir(entries);
	if (folder->count > 0)
		qsort(folder->files, folder->count, sizeof(*folder->files), file_compare);
	return true;
}

/* Equal times are those of one program that wrote several: by name. */
static int written_compare(const void *left, const void *right)
{
	const struct file *a = *(struct file *const *)left, *b = *(struct file *const *)right;

	if (a->seen.modified_ns != b->seen.modified_ns)
		return a->seen.modified_ns < b->seen.modified_ns ? -1 : 1;
	return strcmp(a->calendar, b->calendar);
}

static void queue_make(struct folder *folder)
{
	folder->queue = allocate(folder->queue, (folder->count + 1) * sizeof(*folder->queue));
	for (size_t i = 0; i < folder->count; i++)
		folder->queue[i] = &folder->files[i];
	qsort(folder->queue, folder->count, sizeof(*folder->queue), written_compare);
}

/* ---- one file ---- */

static void path_make(const struct folder *folder, const struct file *file, char path[PATH_SIZE])
{
	snprintf(path, PATH_SIZE, "%s/%s", folder->path, file_name(file));
}

static bool may_follow(const char *path, const struct stat *target)
{
	struct stat link;

	if (lstat(path, &link) != 0)
		return false;
	return !S_ISLNK(link.st_mode) || link.st_uid == target->st_uid || link.st_uid == 0 || link.st_uid == geteuid();
}

/* A descriptor, or -1 with errno. */
static int file_open(struct folder *folder, const struct file *file)
{
	char path[PATH_SIZE];
	struct stat info;
	int fd;

	path_make(folder, file, path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return -1;
	if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && may_follow(path, &info)) {
		folder->syncing_stamp = stamp_of(&info);
		return fd;
	}
	close(fd);
	errno = EACCES;
	return -1;
}

/* The frequent ones have words of their own; the others those of the system. */
static enum calendar_why file_why(int error)
{
	return error == EACCES || error == EPERM ? CALENDAR_WHY_FILE_FORBIDDEN : CALENDAR_WHY_FILE_UNREADABLE;
}

static enum calendar_why folder_why(int error)
{
	if (error == ENOENT)
		return CALENDAR_WHY_FOLDER_GONE;
	return error == EACCES || error == EPERM ? CALENDAR_WHY_FOLDER_FORBIDDEN : CALENDAR_WHY_FOLDER_UNREADABLE;
}

/* Reads a file to its end. NULL, with the failure noted, when it cannot be read. */
static struct calendar_spool *file_read(struct folder *folder, struct file *file)
{
	struct calendar_spool *spool = calendar_desk_spool(folder->subscription->desk);
	int fd = spool ? file_open(folder, file) : -1;
	char piece[65536];
	ssize_t length = -1;

	while (fd >= 0 && (length = read(fd, piece, sizeof(piece))) > 0 && !calendar_spool_is_too_large(spool))
		calendar_spool_add(spool, piece, (size_t)length);
	if (length < 0) {
		file_fail(folder, file, STATUS_FAILED_PRECONDITION,
			&(struct calendar_reason){
				.why = file_why(errno), .name = strerror(errno), .text = file->calendar });
		calendar_spool_destroy(spool);
		spool = NULL;
	}
	if (fd >= 0)
		close(fd);
	return spool;
}

/* What a file that is gone says: nothing. */
static struct calendar_spool *nothing_read(struct folder *folder)
{
	static const char nothing[] = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	struct calendar_spool *spool = calendar_desk_spool(folder->subscription->desk);

	folder->syncing_stamp = (struct stamp){ 0 };
	if (spool)
		calendar_spool_add(spool, nothing, sizeof(nothing) - 1);
	return spool;
}

/* ---- a read ---- */

static void read_on(struct folder *folder);

static void stop_end(struct folder *folder)
{
	if (folder->open_handles > 0)
		return;
	files_finish(folder);
	folder->stopped(folder->stopped_arg);
	calendar_kin_destroy(folder->kin);
	free(folder->accept);
	free(folder->fresh);
	free(folder->files);
	free(folder->queue);
	free(folder);
}

static void read_end(struct folder *folder)
{
	calendar_kin_destroy(folder->kin);
	folder->kin = NULL;
	free(folder->accept);
	folder->accept = NULL;
	calendar_subscription_ended(folder->subscription, &folder->outcome);
}

/* Its meetings are in line. One that is gone is forgotten; those that are past stay. */
static void file_is_good(struct folder *folder, struct file *file)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(folder->subscription->desk);
	int64_t calendar;

	file->stamp = folder->syncing_stamp;
	file->known = file->there;
	file->held = false;
	if (file->there)
		return;
	calendar = calendar_shelf_find(shelf, folder->subscription->person, file->calendar);
	if (calendar && !calendar_shelf_forget(shelf, calendar))
		sdk_log(folder->subscription->sdk, RIDEALONG_WARNING, "%s", calendar_shelf_trouble(shelf));
	calendar_subscription_forget(folder->subscription, file->calendar);
}

/* Which message was read from it; "" for none. */
static void told_set(struct folder *folder, struct file *file, const char *digest)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(folder->subscription->desk);

	if (strcmp(file->told, digest) == 0)
		return;
	strcpy(file->told, digest);
	if (!calendar_shelf_message_set(shelf, folder->subscription->person, file->calendar, *digest ? digest : NULL))
		sdk_log(folder->subscription->sdk, RIDEALONG_WARNING, "%s", calendar_shelf_trouble(shelf));
}

static void message_is_read(struct folder *folder, struct file *file, const struct calendar_told *told)
{
	file->stamp = folder->syncing_stamp;
	file->held = false;
	if (file->there)
		told_set(folder, file, folder->syncing_digest);
	if (told->ignored)
		sdk_log(folder->subscription->sdk, RIDEALONG_INFO, "%s: a message of METHOD:%s: %s", file->calendar,
			told->method, calendar_reason_name(told->ignored->why));
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	struct folder *folder = arg;
	struct file *file = folder->queue[folder->at++];

	folder->syncing = false;
	calendar_subscription_tell(folder->subscription, file->calendar, result);
	if (result->status == STATUS_OK && result->message) {
		message_is_read(folder, file, result->message);
	} else if (result->status == STATUS_OK) {
		told_set(folder, file, "");
		file_is_good(folder, file);
	} else if (calendar_outcome_stays(result)) {
		file->stamp = folder->syncing_stamp;
		file->held = true;
	} else {
		failure_note(folder, result->status, result->why);
	}
	if (result->status == STATUS_CANCELLED) /* the host ends */
		read_end(folder);
	else
		read_on(folder);
}

static bool is_accepted(const struct folder *folder, const struct file *file)
{
	return folder->accept &&
	       (strcmp(folder->accept, file->calendar) == 0 || strcmp(folder->accept, folder->subscription->name) == 0);
}

/* Begins to bring a file in line. False when that is over at once. */
static bool file_begin(struct folder *folder, struct file *file)
{
	struct calendar_spool *spool = file->there ? file_read(folder, file) : nothing_read(folder);

	if (!spool)
		return false;
	calendar_spool_digest(spool, folder->syncing_digest);
	if (file->there && strcmp(file->told, folder->syncing_digest) == 0) {
		file->stamp = folder->syncing_stamp;
		calendar_spool_destroy(spool);
		return false;
	}
	folder->syncing = true;
	/* No work: the same file again changes nothing, so its calls need no ids of their own. */
	calendar_message_start(
		folder->subscription->desk, &(struct calendar_sync_job){ .owner = folder->subscription->person,
						    .calendar = file->calendar,
						    .kind = calendar_supplier_folder.name,
						    .spool = spool,
						    .file = file->calendar,
						    .accept_cancellations = is_accepted(folder, file),
						    .done = on_synced,
						    .arg = folder });
	return true;
}

static bool is_in_line(const struct folder *folder, const struct file *file)
{
	if (file->held && is_accepted(folder, file))
		return false;
	if (file->there)
		return stamp_equal(&file->stamp, &file->seen);
	return !file->known || (file->held && file->stamp.inode == 0);
}

/* What it told as a message is over, and what kept it from being read: when no meeting is of it, nothing is left to do.
 */
static void gone_forget(struct folder *folder, struct file *file)
{
	told_set(folder, file, "");
	if (!file->known)
		calendar_subscription_forget(folder->subscription, file->calendar);
}

/* One file after the other. */
static void read_on(struct folder *folder)
{
	for (; folder->at < folder->count; folder->at++) {
		struct file *file = folder->queue[folder->at];

		if (!file->there)
			gone_forget(folder, file);
		if (!is_in_line(folder, file) && file_begin(folder, file))
			return;
	}
	read_end(folder);
}

/* ---- files that have another name now ---- */

static bool is_fresh(const struct file *file)
{
	return file->there && !file->known && !*file->told && file->stamp.inode == 0 && !file->compared;
}

static void kin_gather(struct folder *folder)
{
	struct calendar_shelf *shelf = calendar_desk_shelf(folder->subscription->desk);
	bool any = false;

	for (size_t i = 0; i < folder->count; i++)
		any = any || is_fresh(&folder->files[i]);
	folder->kin = calendar_kin_create();
	for (size_t i = 0; any && i < folder->count; i++) {
		const struct file *file = &folder->files[i];

		if (file->known && !file->there)
			calendar_kin_add(folder->kin, shelf,
				calendar_shelf_find(shelf, folder->subscription->person, file->calendar),
				file->calendar);
	}
}

static void file_drop(struct folder *folder, struct file *file)
{
	size_t at = (size_t)(file - folder->files);

	free(file->calendar);
	memmove(file, file + 1, (folder->count - at - 1) * sizeof(*file));
	folder->count--;
}

static void renames_go_on(struct folder *folder);

/* The files may have been looked through meanwhile: somebody is being erased. */
static void on_renamed(void *arg, int status, const struct calendar_reason *why)
{
	struct folder *folder = arg;
	struct file *fresh = file_find(folder, folder->fresh, folder->count);
	struct file *gone = file_find(folder, folder->gone, folder->count);

	if (status == STATUS_OK && fresh && gone) {
		sdk_log(folder->subscription->sdk, RIDEALONG_INFO, "%s goes on as %s", folder->gone, folder->fresh);
		fresh->known = fresh->there;
		calendar_subscription_forget(folder->subscription, folder->gone);
		file_drop(folder, gone);
		renames_go_on(folder);
		return;
	}
	if (status == STATUS_CANCELLED) /* the host ends */
		folder->outcome.status = status;
	else if (status != STATUS_OK && fresh)
		file_fail(folder, fresh, status, why);
	read_end(folder);
}

static void rename_begin(struct folder *folder, const struct file *file)
{
	free(folder->fresh);
	folder->fresh = strdup(file->calendar);
	if (!folder->fresh)
		abort();
	calendar_rename_start(&(struct calendar_rename_job){ .sdk = folder->subscription->sdk,
		.desk = folder->subscription->desk,
		.person = folder->subscription->person,
		.from = folder->gone,
		.to = folder->fresh,
		.done = on_renamed,
		.arg = folder });
}

/* The calendar that a fresh file goes on with; NULL: it is new. */
static const char *gone_for(struct folder *folder, struct file *file)
{
	struct calendar_spool *spool = file_read(folder, file);
	const char *gone = spool ? calendar_kin_of(folder->kin, spool) : NULL;

	file->compared = true;
	calendar_spool_destroy(spool);
	return gone;
}

static void renames_go_on(struct folder *folder)
{
	size_t at = 0;

	for (; !calendar_kin_is_empty(folder->kin) && at < folder->count; at++) {
		struct file *file = &folder->files[at];

		if (!is_fresh(file) || !(folder->gone = gone_for(folder, file)))
			continue;
		rename_begin(folder, file);
		return;
	}
	queue_make(folder);
	read_on(folder);
}

/* ---- a read begins ---- */

static void folder_failed(struct folder *folder, int status, const struct calendar_reason *why)
{
	calendar_subscription_tell_trouble(folder->subscription, folder->subscription->name, status, "", why);
	failure_note(folder, status, why);
	read_end(folder);
}

static void folder_read(void *self, const char *accept)
{
	struct folder *folder = self;

	folder->at = 0;
	folder->accept = accept ? strdup(accept) : NULL;
	folder->outcome = (struct calendar_outcome){ .status = STATUS_OK };
	if (!files_load(folder)) {
		folder_failed(folder, STATUS_UNAVAILABLE,
			&(struct calendar_reason){ .why = CALENDAR_WHY_SHELF, .text = folder->subscription->name });
	} else if (!scan(folder)) {
		folder_failed(folder, STATUS_FAILED_PRECONDITION,
			&(struct calendar_reason){
				.why = folder_why(errno), .name = strerror(errno), .text = folder->path });
	} else {
		calendar_subscription_tell_good(folder->subscription, folder->subscription->name);
		kin_gather(folder);
		renames_go_on(folder);
	}
}

/* From here on the files are as if they had never been there: nothing is to be brought in line. A file whose sync is
 * under way is found anew, and is gone, at the next read. */
static bool folder_wipe(void *self)
{
	struct folder *folder = self;
	char path[PATH_SIZE];
	bool good = scan(folder);

	queue_make(folder); /* of where they are now */
	for (size_t i = 0; i < folder->count; i++) {
		struct file *file = &folder->files[i];

		path_make(folder, file, path);
		good = (!file->there || unlink(path) == 0 || errno == ENOENT) && good;
		file->stamp = file->seen = (struct stamp){ 0 };
		file->there = file->known = file->held = false;
		file->told[0] = '\0';
	}
	return good;
}

/* ---- from start to stop ---- */

static void on_quiet(uv_timer_t *quiet)
{
	struct folder *folder = quiet->data;

	calendar_subscription_read(folder->subscription, NULL, NULL, NULL);
}

static void on_change(uv_fs_event_t *change, const char *name, int events, int status)
{
	struct folder *folder = change->data;
	const char *base = strrchr(folder->path, '/');

	(void)events;
	if (!name || !base || strcmp(name, base + 1) == 0) /* the folder itself: it went, or is called otherwise */
		folder->watched_inode = 0;
	if (status < 0)
		sdk_log(folder->subscription->sdk, RIDEALONG_WARNING, "watching %s: %s", folder->path,
			uv_strerror(status));
	uv_timer_start(&folder->quiet, on_quiet, QUIET_MS, 0);
}

/* One that went and was made anew is another. */
static void watch(struct folder *folder, const struct stat *info)
{
	const struct calendar_subscription *subscription = folder->subscription;

	if (folder->watched_inode == info->st_ino && folder->watched_device == info->st_dev)
		return;
	folder->watched_inode = info->st_ino;
	folder->watched_device = info->st_dev;
	uv_fs_event_stop(&folder->change);
	if (uv_fs_event_start(&folder->change, on_change, folder->path, 0) != 0)
		sdk_log(subscription->sdk, RIDEALONG_WARNING,
			"%s: changes in %s are not reported; it is read when its interval has passed",
			subscription->name, folder->path);
}

static void *folder_start(struct calendar_subscription *subscription, const struct calendar_reason **ret_why)
{
	uv_loop_t *loop = subscription->sdk->api->loop(subscription->sdk->host);
	struct folder *folder = allocate(NULL, sizeof(*folder));

	*folder = (struct folder){ .subscription = subscription,
		.path = calendar_subscription_setting(subscription, "folder"),
		.open_handles = 2 };
	uv_fs_event_init(loop, &folder->change);
	uv_timer_init(loop, &folder->quiet);
	folder->change.data = folder->quiet.data = folder;
	(void)ret_why;
	return folder;
}

static void on_closed(uv_handle_t *handle)
{
	struct folder *folder = handle->data;

	folder->open_handles--;
	stop_end(folder);
}

static void folder_stop(void *self, void (*stopped)(void *arg), void *arg)
{
	struct folder *folder = self;

	folder->stopping = true;
	folder->stopped = stopped;
	folder->stopped_arg = arg;
	uv_close((uv_handle_t *)&folder->change, on_closed);
	uv_close((uv_handle_t *)&folder->quiet, on_closed);
}

const struct calendar_supplier calendar_supplier_folder = {
	.key = "folder",
	.name = "folder",
	.at_hand = true,
	.start = folder_start,
	.read = folder_read,
	.wipe = folder_wipe,
	.stop = folder_stop,
};
