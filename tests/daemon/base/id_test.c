/* tests/ — ids without counters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "daemon/base/id.h"

static const uint8_t key[ID_KEY_BYTES] = { 1, 2, 3 };

static void make(const uint8_t from[ID_KEY_BYTES], int64_t now_us, const char *caller, const char *request_id,
	uint32_t ordinal, char ret[ID_SIZE])
{
	struct id_origin origin;

	id_origin_init(&origin, from, caller, request_id);
	id_make(&origin, now_us, ordinal, ret);
}

static void an_id_is_a_uuid_of_version_7_and_carries_its_millisecond(void **state)
{
	char id[ID_SIZE];

	(void)state;
	make(key, INT64_C(0x0123456789ab) * 1000 + 999, "people/a", "r1", 0, id);
	assert_int_equal(strlen(id), 36);
	assert_memory_equal(id, "01234567-89ab-7", 15);
	assert_true(strchr("89ab", id[19]) != NULL);
	assert_int_equal(strspn(id, "0123456789abcdef-"), 36);
}

static void the_same_write_has_the_same_ids_and_any_other_has_others(void **state)
{
	static const struct {
		const char *caller, *request;
		uint32_t ordinal;
	} others[] = { { "people/b", "r1", 0 }, { "people/a", "r2", 0 }, { "people/a", "r1", 1 },
		{ "people/ar", "1", 0 } };
	uint8_t other_key[ID_KEY_BYTES] = { 9 };
	char first[ID_SIZE], again[ID_SIZE];

	(void)state;
	make(key, 5000, "people/a", "r1", 0, first);
	make(key, 5000, "people/a", "r1", 0, again);
	assert_string_equal(first, again);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		make(key, 5000, others[i].caller, others[i].request, others[i].ordinal, again);
		assert_string_not_equal(first, again);
	}
	make(other_key, 5000, "people/a", "r1", 0, again);
	assert_string_not_equal(first, again);
}

static void an_id_is_what_it_was_in_every_release_before(void **state)
{
	struct id_origin origin;
	char id[ID_SIZE];

	(void)state;
	id_origin_init(&origin, key, "people/a", "r1");
	for (uint32_t ordinal = 0; ordinal < 2; ordinal++) { /* an origin serves any number of ids */
		id_make(&origin, 5000, ordinal, id);
		assert_string_equal(id,
			ordinal == 0 ? "00000000-0005-7e4f-8f92-4a4b8fdf0c9f" : "00000000-0005-776e-bb38-a1b7dc3ff4dd");
	}
}

static void a_secret_fits_a_mail_address_and_follows_the_key(void **state)
{
	uint8_t other_key[ID_KEY_BYTES] = { 9 };
	char secret[54], other[54];

	(void)state;
	id_secret(key, "reminders/1", 15, secret);
	assert_int_equal(strlen(secret), 24);
	assert_int_equal(strspn(secret, "abcdefghijklmnopqrstuvwxyz234567"), 24);
	id_secret(other_key, "reminders/1", 15, other);
	assert_string_not_equal(secret, other);
	id_secret(key, "reminders/1", 32, other);
	assert_int_equal(strlen(other), 52);
	assert_memory_equal(secret, other, 24);
	id_secret(key, "reminders/1", 99, other);
	assert_int_equal(strlen(other), 52);
}

static void a_hash_is_sha_256(void **state)
{
	char hash[65];

	(void)state;
	id_hash("abc", 3, hash);
	assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	id_hash(NULL, 0, hash);
	assert_string_equal(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_a_uuid_of_version_7_and_carries_its_millisecond),
		cmocka_unit_test(the_same_write_has_the_same_ids_and_any_other_has_others),
		cmocka_unit_test(an_id_is_what_it_was_in_every_release_before),
		cmocka_unit_test(a_secret_fits_a_mail_address_and_follows_the_key),
		cmocka_unit_test(a_hash_is_sha_256),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
