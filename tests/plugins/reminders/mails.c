/* Mails in the folder of a test's daemon. */
#include "mails.h"

#include <dirent.h>
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int letters;

static GMimeMessage *parse(const char *path)
{
	GMimeStream *stream = g_mime_stream_file_open(path, "r", NULL);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

/* The words; a file may go with them. */
static char *words_of(GMimeMessage *message)
{
	GMimeObject *part = g_mime_message_get_mime_part(message);

	while (GMIME_IS_MULTIPART(part))
		part = g_mime_multipart_get_part(GMIME_MULTIPART(part), 0);
	return g_mime_text_part_get_text(GMIME_TEXT_PART(part));
}

static bool has_words(GMimeMessage *message, const char *words)
{
	char *text = words_of(message);
	const bool has = strstr(g_mime_message_get_subject(message), words) != NULL || strstr(text, words) != NULL;

	g_free(text);
	return has;
}

/* The last of those with these words, or NULL; to be let go of. */
static GMimeMessage *find(const char *dir, const char *who, const char *words, int *ret_count)
{
	GMimeMessage *last = NULL;
	struct dirent **files;
	char folder[200], path[500];
	int count;

	*ret_count = 0;
	snprintf(folder, sizeof(folder), "%s/mail/%s/new", dir, who);
	count = scandir(folder, &files, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const bool mail = files[i]->d_name[0] != '.';
		GMimeMessage *message;

		snprintf(path, sizeof(path), "%s/%s", folder, files[i]->d_name);
		free(files[i]);
		if (!mail)
			continue;
		message = parse(path);
		if (!has_words(message, words)) {
			g_object_unref(message);
			continue;
		}
		g_clear_object(&last);
		last = message;
		++*ret_count;
	}
	if (count >= 0)
		free(files);
	return last;
}

static void tell(GMimeMessage *message, const char *words, struct found *ret)
{
	const char *reply_to = g_mime_object_get_header(GMIME_OBJECT(message), "Reply-To");
	char *text = words_of(message);

	snprintf(ret->subject, 300, "%s", g_mime_message_get_subject(message));
	snprintf(ret->reply_to, 300, "%s", reply_to != NULL ? reply_to : "");
	snprintf(ret->message_id, 300, "%s", g_mime_message_get_message_id(message));
	ret->next[0] = '\0';
	if (strstr(text, words) != NULL)
		sscanf(strstr(text, words) + strlen(words), "%299s", ret->next);
	g_free(text);
}

int mails_count(const char *dir, const char *who, const char *words, struct found *ret)
{
	int count;
	GMimeMessage *last = find(dir, who, words, &count);

	if (last != NULL && ret != NULL)
		tell(last, words, ret);
	g_clear_object(&last);
	return count;
}

static void keep_calendar(GMimeObject *parent, GMimeObject *part, gpointer data)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	struct calendar_part *ret = data;
	GMimeStream *stream;
	const char *method;

	(void)parent;
	if (!g_mime_content_type_is_type(type, "text", "calendar"))
		return;
	method = g_mime_content_type_get_parameter(type, "method");
	snprintf(ret->method, sizeof(ret->method), "%s", method != NULL ? method : "");
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(part)), stream);
	snprintf(ret->content, sizeof(ret->content), "%.*s", (int)g_mime_stream_length(stream),
		(const char *)g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream))->data);
	g_object_unref(stream);
}

bool mails_calendar(const char *dir, const char *who, const char *words, struct calendar_part *ret)
{
	int count;
	GMimeMessage *last = find(dir, who, words, &count);

	if (last == NULL)
		fail_msg("there is no mail to %s with \"%s\" in %s", who, words, dir);
	*ret = (struct calendar_part){ .content = "" };
	g_mime_message_foreach(last, keep_calendar, ret);
	g_object_unref(last);
	return ret->content[0] != '\0';
}

void mails_expect(const char *dir, const char *who, const char *words, struct found *ret)
{
	if (mails_count(dir, who, words, ret) == 0)
		fail_msg("there is no mail to %s with \"%s\" in %s", who, words, dir);
}

void mails_send(const char *dir, const char *sender, const struct found *to, const char *text)
{
	char draft[200], path[200];
	FILE *file;

	snprintf(draft, sizeof(draft), "%s/inbox/tmp/%d", dir, ++letters);
	snprintf(path, sizeof(path), "%s/inbox/new/%d", dir, letters);
	file = fopen(draft, "w");
	assert_non_null(file);
	fprintf(file,
		"From: %s\nTo: %s\nMessage-ID: <letter%d@mailer.example>\nIn-Reply-To: <%s>\nContent-Type: text/plain; "
		"charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s\n\nOp di 5 mei 2026 schreef Ridealong "
		"<ridealong@example.com>:\n\n> Hoi\n",
		sender, to->reply_to, letters, to->message_id, text);
	fclose(file);
	assert_int_equal(rename(draft, path), 0);
}
