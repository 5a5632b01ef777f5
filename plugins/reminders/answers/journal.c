/* plugins/reminders/answers/ — what is being done about an answer. */
#include "plugins/reminders/answers/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 2300 };

static void path_of(const char *dir, const char *id, const char *ending, char ret[PATH])
{
	snprintf(ret, PATH, "%.2000s/answers/%.100s%s", dir, id, ending);
}

static enum status refuse(const char *path, struct error *reterr)
{
	return error_set(reterr, STATUS_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
}

static enum status sync_folder(const char *dir, struct error *reterr)
{
	char path[PATH];
	int fd;
	bool good;

	snprintf(path, sizeof(path), "%.2000s/answers", dir);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return good ? STATUS_OK : refuse(path, reterr);
}

enum status journal_begin(const char *dir, const char *id, bool *ret_again, struct error *reterr)
{
	char path[PATH];
	int fd;

	snprintf(path, sizeof(path), "%.2000s/answers", dir);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return refuse(path, reterr);
	path_of(dir, id, "", path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	*ret_again = fd < 0 && errno == EEXIST;
	if (fd < 0 && !*ret_again)
		return refuse(path, reterr);
	if (fd >= 0)
		close(fd);
	return sync_folder(dir, reterr);
}

enum status journal_keep(const char *dir, const char *id, const struct journal_reply *reply, struct error *reterr)
{
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "person", reply->person, "to", reply->to,
		"toName", reply->to_name, "language", reply->language, "session", reply->session, "subject",
		reply->subject, "body", reply->body, "refused", reply->refused);
	char path[PATH], draft[PATH];
	bool good = false;
	int fd;

	path_of(dir, id, "", path);
	path_of(dir, id, ".draft", draft);
	fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0) {
		good = object != NULL && json_dumpfd(object, fd, JSON_COMPACT) == 0 && fsync(fd) == 0;
		good = close(fd) == 0 && good;
	}
	json_decref(object);
	if (!good || rename(draft, path) != 0)
		return refuse(draft, reterr);
	return sync_folder(dir, reterr);
}

bool journal_find(const char *dir, const char *id, struct journal_reply *ret)
{
	const char *person, *to, *to_name, *language, *session, *subject, *body;
	char path[PATH];
	json_t *object;
	int refused;
	bool good;

	path_of(dir, id, "", path);
	object = json_load_file(path, 0, NULL);
	good = json_unpack(object, "{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "person", &person, "to", &to, "toName",
		       &to_name, "language", &language, "session", &session, "subject", &subject, "body", &body,
		       "refused", &refused) == 0;
	if (good)
		*ret = (struct journal_reply){ strdup(person), strdup(to), strdup(to_name), strdup(language),
			strdup(session), strdup(subject), strdup(body), refused != 0 };
	json_decref(object);
	return good;
}

void journal_end(const char *dir, const char *id)
{
	char path[PATH];

	path_of(dir, id, "", path);
	unlink(path);
}

void journal_reply_finish(struct journal_reply *reply)
{
	free(reply->person);
	free(reply->to);
	free(reply->to_name);
	free(reply->language);
	free(reply->session);
	free(reply->subject);
	free(reply->body);
	*reply = (struct journal_reply){ 0 };
}
