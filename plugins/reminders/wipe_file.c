/* plugins/reminders/ — files that tell of somebody. */
#include "plugins/reminders/wipe_file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/reminders/mail/maildir.h"

enum { NAME = 300 };

/* ---- texts ---- */

/* Part of a word: an ASCII letter or digit, or any byte of a character beyond. */
static bool is_inside(char byte)
{
	return isalnum((unsigned char)byte) || ((unsigned char)byte & 0x80) != 0;
}

static bool has_mark(const char *text, size_t size, const char *mark)
{
	const size_t length = strlen(mark);

	for (size_t i = 0; length > 0 && i + length <= size; i++)
		if (strncasecmp(text + i, mark, length) == 0 && (i == 0 || !is_inside(text[i - 1])) &&
			(i + length == size || !is_inside(text[i + length])))
			return true;
	return false;
}

static bool tells(const char *text, size_t size, const struct wipe_marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		if (has_mark(text, size, marks->list[i]))
			return true;
	return false;
}

/* ---- mails ---- */

struct reading {
	const struct wipe_marks *marks;
	bool told;
};

static void look_at_text(struct reading *reading, const char *text)
{
	if (text != NULL && !reading->told)
		reading->told = tells(text, strlen(text), reading->marks);
}

static void look_at_headers(struct reading *reading, GMimeObject *object)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(object);
	const int count = g_mime_header_list_get_count(headers);

	for (int i = 0; i < count; i++)
		look_at_text(reading, g_mime_header_get_value(g_mime_header_list_get_header_at(headers, i)));
}

static void look_at_part(GMimeObject *parent, GMimeObject *part, void *arg)
{
	struct reading *reading = arg;
	char *text;

	(void)parent;
	look_at_headers(reading, part);
	if (!GMIME_IS_TEXT_PART(part))
		return;
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	look_at_text(reading, text);
	g_free(text);
}

bool wipe_mail_tells(const void *bytes, size_t size, const struct wipe_marks *marks)
{
	struct reading reading = { .marks = marks, .told = tells(bytes, size, marks) };
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	if (message != NULL) {
		look_at_headers(&reading, GMIME_OBJECT(message));
		g_mime_message_foreach(message, look_at_part, &reading);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
	return reading.told;
}

/* ---- files ---- */

static char *read_file(int folder, const char *file, size_t *ret_size)
{
	const int fd = openat(folder, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat about;
	size_t length = 0;
	char *bytes = NULL;
	ssize_t got = 1;

	if (fd >= 0 && fstat(fd, &about) == 0 && S_ISREG(about.st_mode))
		bytes = malloc((size_t)about.st_size + 1);
	while (bytes != NULL && length < (size_t)about.st_size && got > 0) {
		got = read(fd, bytes + length, (size_t)about.st_size - length);
		length += got > 0 ? (size_t)got : 0;
	}
	if (fd >= 0)
		close(fd);
	*ret_size = length;
	return bytes;
}

static bool wipe_file(int folder, const char *file, const struct wipe_marks *marks)
{
	size_t size;
	char *bytes = read_file(folder, file, &size);
	const bool told = bytes != NULL && wipe_mail_tells(bytes, size, marks);

	free(bytes);
	return !told || unlinkat(folder, file, 0) == 0 || errno == ENOENT;
}

bool wipe_folder(const char *dir, const char *named, const struct wipe_marks *marks)
{
	DIR *folder = opendir(dir);
	const struct dirent *file;
	bool good = true;

	if (folder == NULL)
		return errno == ENOENT;
	while ((file = readdir(folder)) != NULL)
		if (file->d_name[0] != '.' && strstr(file->d_name, named) != NULL)
			good = wipe_file(dirfd(folder), file->d_name, marks) && good;
	good = fsync(dirfd(folder)) == 0 && good;
	closedir(folder);
	return good;
}

bool wipe_maildir(const char *dir, const char *named, const struct wipe_marks *marks)
{
	static const char *const folders[] = { "tmp", "new", "cur" };
	char path[MAILDIR_PATH + NAME];
	bool good = true;

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		good = wipe_folder(path, named, marks) && good;
	}
	return good;
}
