/* plugins/reminders/mail/ — delivering into a Maildir exactly once. */
#include "plugins/reminders/mail/maildir.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME = 100 };

static enum status refuse(struct error *reterr, const char *what, const char *path)
{
	return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be %s: %s", path, what, strerror(errno));
}

/* ---- where ---- */

static bool append(char ret[MAILDIR_PATH], size_t *length, const char *bytes, size_t size)
{
	if (*length + size >= MAILDIR_PATH)
		return false;
	memcpy(ret + *length, bytes, size);
	*length += size;
	ret[*length] = '\0';
	return true;
}

/* Part of an address as part of a path: it stays one component, and a visible one. */
static bool append_address(char ret[MAILDIR_PATH], size_t *length, const char *from, size_t size)
{
	bool fits = true;

	for (size_t i = 0; i < size && fits; i++) {
		char byte = (char)tolower((unsigned char)from[i]), code[4];

		if (isalnum((unsigned char)byte) || (strchr("@._+-", byte) != NULL && !(byte == '.' && i == 0))) {
			fits = append(ret, length, &byte, 1);
		} else {
			snprintf(code, sizeof(code), "=%02X", (unsigned char)byte);
			fits = append(ret, length, code, 3);
		}
	}
	return fits;
}

enum status maildir_path(const char *pattern, const char *address, char ret[MAILDIR_PATH], struct error *reterr)
{
	const char *at = strchr(address, '@');
	size_t user = at != NULL ? (size_t)(at - address) : strlen(address), length = 0;
	const char *host = at != NULL ? at + 1 : "";
	bool fits = true;

	ret[0] = '\0';
	for (const char *from = pattern; *from != '\0' && fits; from++) {
		if (*from != '%') {
			fits = append(ret, &length, from, 1);
			continue;
		}
		switch (*++from) {
		case 'e':
			fits = append_address(ret, &length, address, strlen(address));
			break;
		case 'u':
			fits = append_address(ret, &length, address, user);
			break;
		case 'd':
			fits = append_address(ret, &length, host, strlen(host));
			break;
		case '%':
			fits = append(ret, &length, "%", 1);
			break;
		default:
			return error_set(reterr, STATUS_INVALID_ARGUMENT, "\"%s\" may hold %%e, %%u, %%d and %%%% only",
				pattern);
		}
	}
	if (strchr(pattern, '%') == NULL)
		fits = fits && append(ret, &length, "/", 1) && append_address(ret, &length, address, strlen(address));
	if (!fits)
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the path of a Maildir is too long");
	return STATUS_OK;
}

static enum status make_folder(const char *path, struct error *reterr)
{
	if (g_mkdir_with_parents(path, 0700) != 0)
		return refuse(reterr, "made", path);
	return STATUS_OK;
}

enum status maildir_make(const char *dir, struct error *reterr)
{
	static const char *const folders[] = { "tmp", "new", "cur" };
	char path[MAILDIR_PATH + NAME];
	enum status st = STATUS_OK;

	for (size_t i = 0; i < 3 && st == STATUS_OK; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		st = make_folder(path, reterr);
	}
	return st;
}

/* ---- delivering ---- */

static void name_of(const char *key, int64_t moment, char ret[NAME])
{
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	snprintf(ret, NAME, "%lld.R%.40s.ridealong", (long long)(moment / 1000000), hash);
	g_free(hash);
}

/* A reader moves a mail to cur and puts flags behind its name. */
static bool was_read(const char *dir, const char *name)
{
	char path[MAILDIR_PATH + NAME];
	size_t length = strlen(name);
	bool found = false;
	struct dirent *file;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/cur", dir);
	folder = opendir(path);
	if (folder == NULL)
		return false;
	while (!found && (file = readdir(folder)) != NULL)
		found = strncmp(file->d_name, name, length) == 0 &&
			(file->d_name[length] == '\0' || file->d_name[length] == ':');
	closedir(folder);
	return found;
}

static enum status write_all(int fd, const char *bytes, size_t size, const char *path, struct error *reterr)
{
	while (size > 0) {
		ssize_t written = write(fd, bytes, size);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return refuse(reterr, "written", path);
		bytes += written;
		size -= (size_t)written;
	}
	return fsync(fd) == 0 ? STATUS_OK : refuse(reterr, "written", path);
}

static enum status write_file(const char *path, const void *bytes, size_t size, struct error *reterr)
{
	enum status st;
	int fd;

	unlink(path); /* of an attempt that ended halfway */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse(reterr, "made", path);
	st = write_all(fd, bytes, size, path, reterr);
	if (close(fd) != 0 && st == STATUS_OK)
		st = refuse(reterr, "written", path);
	if (st != STATUS_OK)
		unlink(path);
	return st;
}

static enum status sync_folder(const char *path, struct error *reterr)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum status st = STATUS_OK;

	if (fd < 0 || fsync(fd) != 0)
		st = refuse(reterr, "written", path);
	if (fd >= 0)
		close(fd);
	return st;
}

static enum status deliver(const char *dir, const char *name, const void *bytes, size_t size, struct error *reterr)
{
	char draft[MAILDIR_PATH + 2 * NAME], final[MAILDIR_PATH + 2 * NAME], folder[MAILDIR_PATH + NAME];
	enum status st = maildir_make(dir, reterr);

	if (st != STATUS_OK)
		return st;
	snprintf(draft, sizeof(draft), "%s/tmp/%s", dir, name);
	snprintf(final, sizeof(final), "%s/new/%s", dir, name);
	snprintf(folder, sizeof(folder), "%s/new", dir);
	if (access(final, F_OK) == 0 || was_read(dir, name)) {
		unlink(draft);
		return STATUS_OK;
	}
	st = write_file(draft, bytes, size, reterr);
	if (st != STATUS_OK)
		return st;
	if (link(draft, final) != 0 && errno != EEXIST)
		st = refuse(reterr, "made", final);
	unlink(draft);
	return st == STATUS_OK ? sync_folder(folder, reterr) : st;
}

enum status maildir_deliver(
	const char *dir, const char *key, int64_t moment, const void *bytes, size_t size, struct error *reterr)
{
	char name[NAME];

	name_of(key, moment, name);
	return deliver(dir, name, bytes, size, reterr);
}

enum status maildir_receive(const char *dir, const char *key, int64_t moment, const void *bytes, size_t size,
	int64_t whole, struct error *reterr)
{
	char name[NAME];
	size_t length;

	name_of(key, moment, name);
	length = strlen(name);
	snprintf(name + length, NAME - length, ",S=%lld", (long long)whole);
	return deliver(dir, name, bytes, size, reterr);
}
