/* The mails in data/, by name. */
#include "mail_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

size_t mail_data_read(const char *name, char bytes[MAIL_DATA_SIZE])
{
	char path[4096];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/plugins/reminders/mail/data/%s", getenv("RIDEALONG_SOURCE"), name);
	file = fopen(path, "rb");
	if (file == NULL)
		fail_msg("there is no %s", path);
	length = fread(bytes, 1, MAIL_DATA_SIZE, file);
	fclose(file);
	assert_true(length > 0 && length < MAIL_DATA_SIZE);
	return length;
}

struct letter *mail_data_letter(const char *name)
{
	static const struct letter_place place = { .domain = "example.com" };
	char bytes[MAIL_DATA_SIZE];
	size_t size = mail_data_read(name, bytes);
	struct letter *letter = letter_read(bytes, size, false, &place);

	assert_non_null(letter);
	return letter;
}
