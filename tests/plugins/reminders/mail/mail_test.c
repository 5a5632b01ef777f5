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
#include "plugins/reminders/mail/html.h"
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

static GMimeMessage *parse(const char *bytes, size_t size)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static GMimeObject *part_of(GMimeObject *parts, int index)
{
	return g_mime_multipart_get_part(GMIME_MULTIPART(parts), index);
}

static void assert_part(GMimeObject *part, const char *type, const char *text)
{
	char *mime = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part)), *found;

	assert_string_equal(mime, type);
	found = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	if (strstr(found, text) == NULL)
		fail_msg("%s\nlacks\n%s", found, text);
	g_free(found);
	g_free(mime);
}

static void a_mail_says_who_what_and_where_to_answer(void **state)
{
	size_t size;
	char *bytes = compose(&sample, &size), *again = compose(&sample, &size);
	GMimeMessage *message = parse(bytes, size);
	GMimeObject *parts = g_mime_message_get_mime_part(message);
	char id[MAIL_ID];

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
	assert_string_equal(
		g_mime_object_get_header(GMIME_OBJECT(message), "List-Id"), "Ridealong <ridealong.example.com>");
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(parts)), 2);
	assert_part(part_of(parts, 0), "text/plain", "Hoi Daan,\nGraag vóór maandag.\n");
	assert_part(part_of(parts, 1), "text/html", "<p>Hoi Daan,<br>\nGraag vóór maandag.</p>");
	g_object_unref(message);
	free(bytes);
	free(again);
}

static void every_line_is_ascii_and_short_enough_for_any_mail_server(void **state)
{
	struct mail mail = sample;
	char subject[4000] = "", body[20000] = "", name[2000] = "", *bytes, *line, *rest;
	size_t size;

	(void)state;
	for (int i = 0; i < 200; i++) {
		strcat(subject, "crème brûlée ");
		strcat(body,
			"één lange regel zonder einde 🙂 http://example.com/een/lang/adres/dat/maar/doorgaat ");
		strcat(name, "Daan ");
	}
	mail.subject = subject;
	mail.body = body;
	mail.to_name = name;
	bytes = compose(&mail, &size);
	for (rest = bytes; (line = strtok_r(rest, "\n", &rest)) != NULL;) {
		assert_in_range(strlen(line), 0, 998);
		for (const char *at = line; *at != '\0'; at++)
			assert_in_range((unsigned char)*at, 9, 126);
	}
	free(bytes);
}

static void the_html_has_the_same_words_and_nothing_else(void **state)
{
	static const struct {
		const char *text, *html;
	} cases[] = { { "a\n\nb", "<p>a</p>\n<p>b</p>\n" }, { "a\nb\n", "<p>a<br>\nb</p>\n" },
		{ "\n\na", "<p>a</p>\n" }, { "<script>&\"", "<p>&lt;script&gt;&amp;&quot;</p>\n" },
		{ "see https://example.com/x?a=1&b=2.",
			"<p>see <a "
			"href=\"https://example.com/x?a=1&amp;b=2\">https://example.com/x?a=1&amp;b=2</a>.</p>\n" },
		{ "(http://a.b)\nhttp://c.d", "<p>(<a href=\"http://a.b\">http://a.b</a>)<br>\n<a "
					      "href=\"http://c.d\">http://c.d</a></p>\n" },
		{ "javascript:alert(1) xhttps://a", "<p>javascript:alert(1) xhttps://a</p>\n" }, { "", "" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *html = html_of(cases[i].text, "nl"), *body = strstr(strstr(html, "<body"), ">\n") + 2;

		*strstr(body, "</body>") = '\0';
		assert_string_equal(body, cases[i].html);
		assert_non_null(strstr(html, "<html lang=\"nl\">"));
		assert_null(strstr(html, "<img"));
		assert_null(strstr(html, "color:"));
		free(html);
	}
}

static void an_invitation_goes_as_one_of_the_alternatives_and_as_a_file(void **state)
{
	static const char calendar[] = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Crème\r\nEND:VCALENDAR\r\n";
	struct mail mail = sample;
	size_t size;
	char *bytes, *again;
	GMimeMessage *message;
	GMimeObject *parts, *invitation, *file;

	(void)state;
	mail.calendar = calendar;
	mail.calendar_name = "nabespreking-2026-05-12.ics";
	bytes = compose(&mail, &size);
	again = compose(&mail, &size);
	assert_string_equal(bytes, again);
	message = parse(bytes, size);
	parts = g_mime_message_get_mime_part(message);
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(parts)), 2);
	assert_int_equal(g_mime_multipart_get_count(GMIME_MULTIPART(part_of(parts, 0))), 3);
	assert_part(part_of(part_of(parts, 0), 0), "text/plain", "Hoi Daan,\nGraag vóór maandag.\n");
	assert_part(part_of(part_of(parts, 0), 1), "text/html", "Hoi Daan,");
	invitation = part_of(part_of(parts, 0), 2);
	file = part_of(parts, 1);
	assert_string_equal(g_mime_object_get_content_type_parameter(invitation, "method"), "REQUEST");
	assert_null(g_mime_object_get_disposition(invitation));
	assert_string_equal(g_mime_part_get_filename(GMIME_PART(file)), mail.calendar_name);
	for (int i = 0; i < 2; i++) {
		GMimeStream *content = g_mime_stream_mem_new();
		GByteArray *kept;

		g_mime_data_wrapper_write_to_stream(
			g_mime_part_get_content(GMIME_PART(i == 0 ? invitation : file)), content);
		kept = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(content));
		assert_int_equal(kept->len, strlen(calendar));
		assert_memory_equal(kept->data, calendar, kept->len);
		g_object_unref(content);
	}
	g_object_unref(message);
	free(bytes);
	free(again);
}

static void a_bounce_tells_which_mail_it_was(void **state)
{
	char id[MAIL_ID], address[MAIL_ID], expected[MAIL_ID];

	(void)state;
	mail_id(sample.key, "example.com", id);
	mail_bounce_address(id, address);
	snprintf(expected, sizeof(expected), "ridealong-bounces+%.32s@example.com", id);
	assert_string_equal(address, expected);
	assert_in_range(strcspn(address, "@"), 1, 64); /* RFC 5321, 4.5.3.1.1 */
	assert_true(mail_is_address(address));
}

static void what_we_send_is_not_taken_for_an_answer(void **state)
{
	struct letter *letter;
	size_t size;
	char *bytes = compose(&sample, &size);

	(void)state;
	letter = letter_read(bytes, size, false, &(struct letter_place){ .domain = "example.com" });
	assert_int_equal(letter->origin, LETTER_PROGRAM);
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
		cmocka_unit_test(every_line_is_ascii_and_short_enough_for_any_mail_server),
		cmocka_unit_test(the_html_has_the_same_words_and_nothing_else),
		cmocka_unit_test(an_invitation_goes_as_one_of_the_alternatives_and_as_a_file),
		cmocka_unit_test(a_bounce_tells_which_mail_it_was),
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
