/* plugins/calendar/back: see folder.h. */
#include "back/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING ".ics"
#define FRESH  ".new"

static char *path_of(const char *folder, const char *secret, const char *ending)
{
	char *path;

	if (asprintf(&path, "%s/%s%s", folder, secret, ending) < 0)
		abort(); /* as the SDK does; the host starts anew */
	return path;
}

bool feed_folder_ready(const char *folder)
{
	if (mkdir(folder, 0750) != 0 && errno != EEXIST)
		return false;
	return access(folder, R_OK | W_OK | X_OK) == 0;
}

static bool holds(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char piece[16384];
	size_t at = 0;
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0 && (n = read(fd, piece, sizeof(piece))) > 0) {
		if ((size_t)n > length - at || memcmp(piece, bytes + at, (size_t)n) != 0)
			n = -1;
		else
			at += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	return n == 0 && at == length;
}

static bool write_whole(int fd, const char *bytes, size_t length)
{
	ssize_t n = 0;

	for (size_t at = 0; at < length; at += (size_t)n) {
		n = write(fd, bytes + at, length - at);
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n < 0)
			return false;
	}
	return true;
}

static bool write_file(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0640);
	bool good;

	if (fd < 0)
		return false;
	good = fchmod(fd, 0640) == 0 && write_whole(fd, bytes, length); /* whatever the umask says */
	return close(fd) == 0 && good;
}

bool feed_folder_put(const char *folder, const char *secret, const char *bytes, size_t length)
{
	char *path = path_of(folder, secret, ENDING), *fresh = path_of(folder, secret, FRESH);
	bool good = holds(path, bytes, length);

	if (!good) {
		good = write_file(fresh, bytes, length) && rename(fresh, path) == 0;
		if (!good) {
			const int error = errno;

			unlink(fresh);
			errno = error;
		}
	}
	free(path);
	free(fresh);
	return good;
}

bool feed_folder_remove(const char *folder, const char *secret)
{
	char *path = path_of(folder, secret, ENDING);
	bool good = unlink(path) == 0 || errno == ENOENT;

	free(path);
	return good;
}

/* Whether the name is one that we give: a secret and an ending. */
static bool is_ours(const char *name)
{
	const size_t length = strspn(name, "0123456789abcdef");

	return length == LEDGER_SECRET - 1 && (strcmp(name + length, ENDING) == 0 || strcmp(name + length, FRESH) == 0);
}

void feed_folder_sweep(const char *folder, const struct ledger *ledger)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		if (is_ours(entry->d_name) && (strcmp(entry->d_name + LEDGER_SECRET - 1, ENDING) != 0 ||
						      !ledger_find_secret(ledger, entry->d_name, LEDGER_SECRET - 1)))
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	if (dir)
		closedir(dir);
}
