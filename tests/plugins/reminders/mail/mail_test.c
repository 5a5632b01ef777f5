/* A mail that goes out, read back; and where and how it is delivered. */
#include <dirent.h>
#include <gmime/gmime.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "plugins/reminders/channels/channel.h"
#include "plugins/reminders/mail/letter.h"
#include "plugins/reminders/mail/mail.h"
#include "plugins/reminders/mail/maildir.h"

static const struct mail sample = { .key = "prepare_early/sessions/1/2026-05-14",
	.from = "Ridealong <ridealong@example.com>",
	.domain = "example.com",
	.to = "daan@example.com",
	.to_name = "Daan Gaarne, héél graag",
	.reply_to = "ridealong+abc234@example.com",
	.thread = "sessions/0190a1b2-0000-7000-8000-000000000001",
	.language = "nl",
	.subject = "Bakkerij Crème & Zn., dinsdag 12 mei 10:00: Sanne gaat mee",
	.body = "Hoi Daan,\nGraag vóór maandag.",
	.date = INT64_C(1778569200000000) };

static char *compose(const struct mail *mail, size_t *ret_size)
{
	struct error error = { 0 };
	char *bytes = NULL;

	if (mail_compose(mail, &bytes, ret_size, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return bytes;
}

static void a_mail_says_who_what_and_where_to_answer(void **state)
{
	size_t size;
	char *bytes = compose(&sample, &size), *again = compose(&sample, &size);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	char id[MAIL_ID], *text;

	(void)state;
	assert_string_equal(bytes, again); /* the same key, the same mail */
	assert_string_equal(g_mime_message_get_subject(message), sample.subject);
	mail_id(sample.key, "example.com", id);
	assert_string_equal(g_mime_message_get_message_id(message), id);
	assert_string_equal(
		g_mime_object_get_header(GMIME_OBJECT(message), "Reply-To"), "ridealong+abc234@example.com");
	assert_string_equal(g_mime_object_get_header(GMIME_OBJECT(message), "Auto-Submitted"), "auto-generated");
	assert_string_equal(g_mime_object_get_header(GMIME_OBJECT(message), "References"),
		"<0190a1b2-0000-7000-8000-000000000001.session@example.com>");
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(g_mime_message_get_mime_part(message)));
	assert_string_equal(text, "Hoi Daan,\nGraag vóór maandag.\n");
	g_free(text);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	free(bytes);
	free(again);
}

static void a_calendar_file_goes_beside_the_words(void **state)
{
	static const char calendar[] = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nSUMMARY:Crème\r\nEND:VCALENDAR\r\n";
	struct mail mail = sample;
	size_t size;
	char *bytes, *again, *text;
	GMimeStream *stream, *content = g_mime_stream_mem_new();
	GMimeParser *parser;
	GMimeMessage *message;
	GMimeMultipart *parts;
	GMimeObject *file;
	GByteArray *kept;

	(void)state;
	mail.calendar = calendar;
	mail.calendar_name = "nabespreking-2026-05-12.ics";
	bytes = compose(&mail, &size);
	again = compose(&mail, &size);
	assert_string_equal(bytes, again);
	stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	parts = GMIME_MULTIPART(g_mime_message_get_mime_part(message));
	assert_int_equal(g_mime_multipart_get_count(parts), 2);
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(g_mime_multipart_get_part(parts, 0)));
	assert_string_equal(text, "Hoi Daan,\nGraag vóór maandag.\n");
	file = g_mime_multipart_get_part(parts, 1);
	assert_string_equal(g_mime_object_get_content_type_parameter(file, "method"), "PUBLISH");
	assert_string_equal(g_mime_part_get_filename(GMIME_PART(file)), mail.calendar_name);
	g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(GMIME_PART(file)), content);
	kept = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(content));
	assert_int_equal(kept->len, strlen(calendar));
	assert_memory_equal(kept->data, calendar, kept->len);
	g_free(text);
	g_object_unref(content);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	free(bytes);
	free(again);
}

static void what_we_send_is_not_taken_for_an_answer(void **state)
{
	struct letter *letter;
	size_t size;
	char *bytes = compose(&sample, &size);

	(void)state;
	letter = letter_read(bytes, size, "example.com");
	assert_string_equal(letter->automatic, "Auto-Submitted");
	letter_destroy(letter);
	free(bytes);
}

static void words_cannot_add_a_header(void **state)
{
	struct mail mail = sample;
	size_t size;
	char *bytes;

	(void)state;
	mail.subject = "een\r\nBcc: iedereen@example.com";
	mail.to_name = "Daan\nBcc: iedereen@example.com";
	bytes = compose(&mail, &size);
	assert_null(strstr(bytes, "\nBcc:"));
	free(bytes);
}

static void a_sender_without_address_is_refused(void **state)
{
	struct mail mail = sample;
	struct error error = { 0 };
	char *bytes;
	size_t size;

	(void)state;
	mail.from = "";
	assert_int_equal(mail_compose(&mail, &bytes, &size, &error), STATUS_INVALID_ARGUMENT);
	assert_true(mail_is_address("daan@example.com"));
	assert_false(mail_is_address("daan"));
	assert_false(mail_is_address("daan@"));
	assert_false(mail_is_address("Daan <daan@example.com>"));
}

/* ---- Maildir ---- */

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/reminders-test-XXXXXX");
	return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state)
{
	char command[100];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

static int count_files(const char *where, char *ret_name)
{
	char path[200];
	struct dirent *file;
	int count = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", folder, where);
	dir = opendir(path);
	assert_non_null(dir);
	while ((file = readdir(dir)) != NULL)
		if (file->d_name[0] != '.') {
			count++;
			if (ret_name != NULL)
				strcpy(ret_name, file->d_name);
		}
	closedir(dir);
	return count;
}

static enum status deliver(const char *key)
{
	struct error error = { 0 };

	return maildir_deliver(folder, key, INT64_C(1778569200000000), "Subject: x\n\ny\n", 15, &error);
}

static void a_mail_delivered_twice_is_there_once(void **state)
{
	(void)state;
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(count_files("new", NULL), 1);
	assert_int_equal(deliver("b"), STATUS_OK);
	assert_int_equal(count_files("new", NULL), 2);
	assert_int_equal(count_files("tmp", NULL), 0);
}

static void a_mail_that_was_read_meanwhile_is_not_delivered_again(void **state)
{
	char name[256], from[400], to[400];

	(void)state;
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(count_files("new", name), 1);
	snprintf(from, sizeof(from), "%s/new/%s", folder, name);
	snprintf(to, sizeof(to), "%s/cur/%s:2,RS", folder, name);
	assert_int_equal(rename(from, to), 0);
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(count_files("new", NULL), 0);
}

static void a_crash_before_or_after_the_link_leaves_one_whole_mail(void **state)
{
	char name[256], path[400];
	struct stat stat_now;
	FILE *file;

	(void)state;
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(count_files("new", name), 1);
	/* After the link: the draft is still there. */
	snprintf(path, sizeof(path), "%s/tmp/%s", folder, name);
	file = fopen(path, "w");
	fputs("half", file);
	fclose(file);
	assert_int_equal(deliver("a"), STATUS_OK);
	assert_int_equal(count_files("tmp", NULL), 0);
	assert_int_equal(count_files("new", NULL), 1);
	/* Before it: half a draft. */
	snprintf(path, sizeof(path), "%s/new/%s", folder, name);
	assert_int_equal(unlink(path), 0);
	snprintf(path, sizeof(path), "%s/tmp/%s", folder, name);
	file = fopen(path, "w");
	fputs("half", file);
	fclose(file);
	assert_int_equal(deliver("a"), STATUS_OK);
	snprintf(path, sizeof(path), "%s/new/%s", folder, name);
	assert_int_equal(stat(path, &stat_now), 0);
	assert_int_equal(stat_now.st_size, 15);
}

static void a_folder_that_cannot_be_made_is_named(void **state)
{
	struct error error = { 0 };

	(void)state;
	assert_int_equal(maildir_deliver("/proc/nothing", "a", 0, "x", 1, &error), STATUS_UNAVAILABLE);
	assert_non_null(strstr(error.message, "/proc/nothing"));
}

static void each_person_has_a_maildir_of_their_own(void **state)
{
	struct error error = { 0 };
	char path[MAILDIR_PATH];

	(void)state;
	assert_int_equal(maildir_path("/var/mail", "Daan@Example.com", path, &error), STATUS_OK);
	assert_string_equal(path, "/var/mail/daan@example.com");
	assert_int_equal(maildir_path("/home/%u/Maildir/%d%%", "daan@example.com", path, &error), STATUS_OK);
	assert_string_equal(path, "/home/daan/Maildir/example.com%");
	assert_int_equal(maildir_path("/var/mail", "../../etc/x@y", path, &error), STATUS_OK);
	assert_string_equal(path, "/var/mail/=2E.=2F..=2Fetc=2Fx@y");
	assert_int_equal(maildir_path("/var/%x", "a@b", path, &error), STATUS_INVALID_ARGUMENT);
}

/* ---- channels ---- */

struct outcome {
	int count;
	enum status status;
	char message[400];
};

static void on_done(void *arg, enum status status, const char *message, int64_t wait_us)
{
	struct outcome *outcome = arg;

	(void)wait_us;
	outcome->count++;
	outcome->status = status;
	snprintf(outcome->message, sizeof(outcome->message), "%s", message);
}

static const struct channel_mail parcel = { .key = "k1",
	.moment = INT64_C(1778569200000000),
	.to = "daan@example.com",
	.to_name = "Daan",
	.subject = "s",
	.body = "b",
	.language = "nl",
	.message_id = "id@example.com",
	.bytes = "Subject: s\n\nb\n",
	.size = 14 };

static struct outcome send_by(struct channel *channel, uv_loop_t *loop)
{
	struct outcome outcome = { 0 };

	assert_non_null(channel);
	channel->deliver(channel, &parcel, on_done, &outcome);
	uv_run(loop, UV_RUN_DEFAULT);
	assert_int_equal(outcome.count, 1);
	channel->close(channel);
	uv_run(loop, UV_RUN_DEFAULT);
	return outcome;
}

static struct outcome send_by_command(const char *script, int seconds)
{
	struct error error = { 0 };
	struct outcome outcome;
	char path[200], command[300];
	uv_loop_t loop;
	FILE *file;

	snprintf(path, sizeof(path), "%s/send", folder);
	file = fopen(path, "w");
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	chmod(path, 0700);
	uv_loop_init(&loop);
	snprintf(command, sizeof(command), "%s %s \"two words\"", path, folder);
	outcome = send_by(channel_command_open(&loop, command, seconds, &error), &loop);
	assert_int_equal(uv_loop_close(&loop), 0);
	return outcome;
}

static void the_maildir_channel_delivers_into_the_receivers_folder(void **state)
{
	struct error error = { 0 };
	struct outcome outcome;
	uv_loop_t loop;

	(void)state;
	uv_loop_init(&loop);
	outcome = send_by(channel_maildir_open(&loop, folder, &error), &loop);
	assert_int_equal(outcome.status, STATUS_OK);
	assert_int_equal(count_files("daan@example.com/new", NULL), 1);
	assert_null(channel_maildir_open(&loop, "mail", &error));
	assert_string_equal(error.message, "maildir = mail is no full path");
	assert_int_equal(uv_loop_close(&loop), 0);
}

static void the_command_gets_the_mail_as_json_and_its_arguments_untouched(void **state)
{
	struct outcome outcome = send_by_command("cat > $1/json; test \"$2\" = 'two words'", 20);
	char path[200], json[400] = "";
	FILE *file;

	(void)state;
	assert_int_equal(outcome.status, STATUS_OK);
	snprintf(path, sizeof(path), "%s/json", folder);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(json, sizeof(json), file));
	fclose(file);
	assert_non_null(strstr(json, "\"key\":\"k1\""));
	assert_non_null(strstr(json, "\"mail\":\"Subject: s\\n\\nb\\n\""));
}

static void a_command_that_fails_says_why(void **state)
{
	struct outcome outcome = send_by_command("echo first >&2; echo the queue is full >&2; exit 75", 20);

	(void)state;
	assert_int_equal(outcome.status, STATUS_UNAVAILABLE);
	assert_string_equal(outcome.message, "the command ended with 75: the queue is full");
	outcome = send_by_command("cat > /dev/null; exit 67", 20);
	assert_int_equal(outcome.status, STATUS_FAILED_PRECONDITION);
	assert_string_equal(outcome.message, "the command ended with 67");
}

static void a_command_that_hangs_is_ended(void **state)
{
	struct outcome outcome = send_by_command("exec sleep 600", 1);

	(void)state;
	assert_int_equal(outcome.status, STATUS_UNAVAILABLE);
	assert_string_equal(outcome.message, "the command took more than 1 seconds");
}

static void a_command_that_is_not_there_is_tried_again_later(void **state)
{
	struct error error = { 0 };
	struct outcome outcome;
	uv_loop_t loop;

	(void)state;
	uv_loop_init(&loop);
	assert_null(channel_command_open(&loop, "send", 5, &error));
	assert_null(channel_command_open(&loop, "/bin/send \"open", 5, &error));
	outcome = send_by(channel_command_open(&loop, "/nowhere/send", 5, &error), &loop);
	assert_int_equal(outcome.status, STATUS_UNAVAILABLE);
	assert_non_null(strstr(outcome.message, "no such file"));
	assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
#define folder_test(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_says_who_what_and_where_to_answer),
		cmocka_unit_test(a_calendar_file_goes_beside_the_words),
		cmocka_unit_test(what_we_send_is_not_taken_for_an_answer),
		cmocka_unit_test(words_cannot_add_a_header),
		cmocka_unit_test(a_sender_without_address_is_refused),
		folder_test(a_mail_delivered_twice_is_there_once),
		folder_test(a_mail_that_was_read_meanwhile_is_not_delivered_again),
		folder_test(a_crash_before_or_after_the_link_leaves_one_whole_mail),
		folder_test(a_folder_that_cannot_be_made_is_named),
		cmocka_unit_test(each_person_has_a_maildir_of_their_own),
		folder_test(the_maildir_channel_delivers_into_the_receivers_folder),
		folder_test(the_command_gets_the_mail_as_json_and_its_arguments_untouched),
		folder_test(a_command_that_fails_says_why),
		folder_test(a_command_that_hangs_is_ended),
		folder_test(a_command_that_is_not_there_is_tried_again_later),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
