/* tests — which files tell of somebody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugins/reminders/mail/maildir.h"
#include "plugins/reminders/wipe_file.h"

static char *list[] = { (char *)"jan@example.com", (char *)"Jan", (char *)"0192-ab.session" };
static const struct wipe_marks marks = { list, 3 };

static bool tells(const char *mail)
{
	return wipe_mail_tells(mail, strlen(mail), &marks);
}

static void a_mail_tells_by_its_headers_its_thread_and_its_words(void **state)
{
	(void)state;
	assert_true(tells("To: JAN@Example.com\r\n\r\nhello\r\n"));
	assert_true(tells("To: Piet <piet@example.com>\r\nReferences: <0192-ab.session@example.com>\r\n\r\nhello\r\n"));
	assert_true(tells("Subject: =?utf-8?B?SmFuIGtvbXQ=?=\r\n\r\nhello\r\n"));
	assert_true(tells("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGkgSmFuIQ==\r\n"));
	assert_true(tells(
		"Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nhi J=\r\nan!\r\n"));
	assert_false(tells("To: Piet <piet@example.com>\r\n\r\nSee you in January, or with Jantje.\r\n"));
	assert_false(tells(""));
}

static void put(const char *dir, const char *file, const char *text)
{
	char path[MAILDIR_PATH];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static bool there(const char *dir, const char *file)
{
	char path[MAILDIR_PATH];

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	return access(path, F_OK) == 0;
}

static void only_files_of_our_making_that_tell_are_removed(void **state)
{
	char dir[] = "/tmp/ridealong-wipe-XXXXXX", command[100];

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(maildir_make(dir, NULL), STATUS_OK);
	put(dir, "new/1.Rab.ridealong", "Subject: about Jan\r\n\r\nhello\r\n");
	put(dir, "cur/2.Rcd.ridealong:2,S", "Subject: about Jan\r\n\r\nhello\r\n");
	put(dir, "cur/3.Ref.ridealong:2,S", "Subject: about Piet\r\n\r\nhello\r\n");
	put(dir, "cur/private", "Subject: about Jan\r\n\r\nhello\r\n");
	assert_true(wipe_maildir(dir, ".ridealong", &marks));
	assert_false(there(dir, "new/1.Rab.ridealong"));
	assert_false(there(dir, "cur/2.Rcd.ridealong:2,S"));
	assert_true(there(dir, "cur/3.Ref.ridealong:2,S"));
	assert_true(there(dir, "cur/private"));
	assert_true(wipe_maildir("/nonexistent/maildir", "", &marks));
	snprintf(command, sizeof(command), "rm -r %s", dir);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_tells_by_its_headers_its_thread_and_its_words),
		cmocka_unit_test(only_files_of_our_making_that_tell_are_removed),
	};

	g_mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
