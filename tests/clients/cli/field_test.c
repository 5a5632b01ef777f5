/* tests/ — whatever an export can show has words: every column of the store, and what is packed in one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "clients/cli/cli.h"
#include "daemon/store/conn.h"
#include "daemon/store/personal.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/template.pb-c.h"

/* The test speaks English. */
const char *cli_translate(const char *text)
{
	return text;
}

static bool is_shown(const char *name)
{
	const size_t table = store_personal_find(name);

	return table < store_personal_count() && store_personal_shown(table);
}

static void every_column_of_what_is_kept_of_a_person_has_a_word(void **state)
{
	struct store *store;
	struct store_conn *conn;
	sqlite3_stmt *columns;

	(void)state;
	assert_int_equal(store_open(":memory:", 1, &store, NULL), STATUS_OK);
	assert_int_equal(store_connect(store, STORE_WRITE, &conn, NULL), STATUS_OK);
	assert_int_equal(
		sqlite3_prepare_v2(conn->db,
			"SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = "
			"'table'",
			-1, &columns, NULL),
		SQLITE_OK);
	while (sqlite3_step(columns) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(columns, 0);
		const char *column = (const char *)sqlite3_column_text(columns, 1);

		if (!is_shown(table))
			continue;
		if (strcmp(cli_kind(table), table) == 0)
			fail_msg("clients/cli/labels.c has no word for the kind %s", table);
		if (cli_field_label(column) == NULL)
			fail_msg("clients/cli/field.c has no word for %s of %s", column, table);
	}
	sqlite3_finalize(columns);
	store_disconnect(conn);
	store_close(store);
}

static void what_is_packed_in_a_column_has_words(void **state)
{
	static const ProtobufCMessageDescriptor *const packed[] = { &answer__descriptor, &attendee__descriptor,
		&preparation_return__descriptor, &question__descriptor, &question_text__descriptor,
		&template_text__descriptor };

	(void)state;
	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++)
		for (unsigned f = 0; f < packed[i]->n_fields; f++)
			if (cli_field_label(packed[i]->fields[f].name) == NULL)
				fail_msg("clients/cli/field.c has no word for %s of %s", packed[i]->fields[f].name,
					packed[i]->name);
}

static void a_place_in_a_record_is_told_from_its_first_part_to_its_last(void **state)
{
	char *label = cli_path_label("answers.0.text");

	(void)state;
	assert_string_equal(label, "Answers 1, Wording");
	free(label);
	label = cli_path_label("coach_focus");
	assert_string_equal(label, "Coach focus");
	free(label);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_column_of_what_is_kept_of_a_person_has_a_word),
		cmocka_unit_test(what_is_packed_in_a_column_has_words),
		cmocka_unit_test(a_place_in_a_record_is_told_from_its_first_part_to_its_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
