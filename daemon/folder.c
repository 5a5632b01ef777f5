/* daemon/ — the data folder. */
#include "daemon/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/meta.h"

enum status folder_make(const char *dir, struct error *reterr)
{
	char path[4096];
	size_t length = strlen(dir);

	if (length >= sizeof(path))
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the data folder's name is too long");
	for (size_t i = 1; i <= length; i++) {
		if (dir[i] != '/' && dir[i] != '\0')
			continue;
		memcpy(path, dir, i);
		path[i] = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return error_set(
				reterr, STATUS_UNAVAILABLE, "the folder %s cannot be made: %s", path, strerror(errno));
	}
	return STATUS_OK;
}

static enum status make_key(const char *path, uint8_t ret[ID_KEY_BYTES], struct error *reterr)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool written;

	if (fd < 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be made: %s", path, strerror(errno));
	randombytes_buf(ret, ID_KEY_BYTES);
	written = write(fd, ret, ID_KEY_BYTES) == ID_KEY_BYTES && fsync(fd) == 0;
	close(fd);
	if (written)
		return STATUS_OK;
	unlink(path);
	return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
}

static enum status read_key(int fd, const char *path, uint8_t ret[ID_KEY_BYTES], struct error *reterr)
{
	struct stat found;

	if (fstat(fd, &found) != 0 || (found.st_mode & 077) != 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"%s may be read by others than its owner: run chmod 600 on it", path);
	if (found.st_size != ID_KEY_BYTES || read(fd, ret, ID_KEY_BYTES) != ID_KEY_BYTES)
		return error_set(
			reterr, STATUS_DATA_LOSS, "%s is not the key of %d bytes that it was", path, ID_KEY_BYTES);
	return STATUS_OK;
}

enum status folder_key(const char *dir, uint8_t ret[ID_KEY_BYTES], struct error *reterr)
{
	char path[4096];
	enum status status;
	int fd;

	if (snprintf(path, sizeof(path), "%s/key", dir) >= (int)sizeof(path))
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the data folder's name is too long");
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return make_key(path, ret, reterr);
	if (fd < 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
	status = read_key(fd, path, ret, reterr);
	close(fd);
	return status;
}

/* What --clock asks for. */
struct wish {
	bool manual, timed;
	int64_t start;
};

static enum status read_wish(const char *text, struct wish *ret, struct error *reterr)
{
	*ret = (struct wish){ 0 };
	if (text == NULL || strcmp(text, "real") == 0)
		return STATUS_OK;
	ret->manual = true;
	if (strcmp(text, "manual") == 0)
		return STATUS_OK;
	ret->timed = true;
	if (strncmp(text, "manual:", 7) != 0)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"--clock is real, manual or manual:TIME, such as manual:2026-03-02T08:00:00+01:00");
	return clock_parse(text + 7, &ret->start, reterr);
}

static enum status look(
	struct store *store, bool *ret_simulation, int64_t *ret_stored, bool *ret_empty, struct error *reterr)
{
	struct store_conn *conn;
	enum status status;

	status = store_connect(store, STORE_READ, &conn, reterr);
	if (status != STATUS_OK)
		return status;
	status = store_meta_get_clock(conn, ret_simulation, ret_stored, reterr);
	if (status == STATUS_OK)
		status = store_meta_is_empty(conn, ret_empty, reterr);
	store_disconnect(conn);
	return status;
}

static enum status stamp(struct store *store, int64_t now, struct error *reterr)
{
	struct store_conn *conn;
	enum status status;

	status = store_connect(store, STORE_WRITE, &conn, reterr);
	if (status != STATUS_OK)
		return status;
	status = store_begin_write(conn, reterr);
	if (status == STATUS_OK)
		status = store_meta_set_clock(conn, now, reterr);
	if (status == STATUS_OK)
		status = store_commit(conn, reterr);
	else
		store_rollback(conn);
	store_disconnect(conn);
	return status;
}

enum status folder_clock(
	struct store *store, const char *dir, const char *wish, struct clock **ret, struct error *reterr)
{
	struct wish wished;
	bool simulation, empty;
	int64_t stored;
	enum status status;

	status = read_wish(wish, &wished, reterr);
	if (status == STATUS_OK)
		status = look(store, &simulation, &stored, &empty, reterr);
	if (status != STATUS_OK)
		return status;
	if (!wished.manual && simulation)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"%s is a simulation, whose time is not real: start it with --clock manual", dir);
	if (wished.manual && !simulation && !empty)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"%s is in use in real time and does not become a simulation: take another folder", dir);
	if (wished.manual && !wished.timed && !simulation)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"a new simulation needs its time: --clock manual:2026-03-02T08:00:00+01:00");
	if (!wished.manual) {
		*ret = clock_create_real();
		return STATUS_OK;
	}
	if (simulation && (!wished.timed || stored > wished.start))
		wished.start = stored;
	status = stamp(store, wished.start, reterr);
	if (status == STATUS_OK)
		*ret = clock_create_manual(wished.start);
	return status;
}
