/* Addresses as calendar servers write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav/href.h"

static const char *const base = "https://dav.example.com/cal/anna/";

static void assert_leads(const char *href, const char *to)
{
	struct calendar_arena arena = { 0 };
	const char *url = calendar_href_resolve(&arena, base, href);

	if (to)
		assert_string_equal(url, to);
	else
		assert_null(url);
	calendar_arena_free(&arena);
}

static void an_href_leads_somewhere(void **state)
{
	(void)state;
	assert_leads("/cal/anna/1.ics", "https://dav.example.com/cal/anna/1.ics");
	assert_leads("1.ics", "https://dav.example.com/cal/anna/1.ics");
	assert_leads("https://p42.example.com:8443/x/", "https://p42.example.com:8443/x/");
	assert_leads("https://dav.example.com:443/x", "https://dav.example.com/x");
	assert_leads("../bob/", "https://dav.example.com/cal/bob/");
	assert_leads("https://other.example.com", "https://other.example.com/");
	assert_leads("https://anna:secret@dav.example.com/x", "https://dav.example.com/x");
	assert_leads("mailto:anna@example.com", NULL);
	assert_leads("file:///etc/passwd", NULL);
}

static void one_resource_has_one_spelling(void **state)
{
	(void)state;
	assert_leads("/cal/anna%40example.com/a%3ab%7E.ics", "https://dav.example.com/cal/anna@example.com/a:b~.ics");
	assert_leads("/cal/anna@example.com/a:b~.ics", "https://dav.example.com/cal/anna@example.com/a:b~.ics");
	assert_leads("/cal/caf%c3%a9 1.ics", "https://dav.example.com/cal/caf%C3%A9%201.ics");
	assert_leads("/cal/caf\xc3\xa9%201.ics", "https://dav.example.com/cal/caf%C3%A9%201.ics");
	assert_leads("/cal/a%2fb%2Fc%25.ics", "https://dav.example.com/cal/a%2Fb%2Fc%25.ics");
	assert_leads("/cal/100%.ics", "https://dav.example.com/cal/100%25.ics");
}

static void the_path_is_what_follows_the_host(void **state)
{
	(void)state;
	assert_string_equal(calendar_href_path("https://dav.example.com/cal/1.ics"), "/cal/1.ics");
	assert_string_equal(calendar_href_path("https://dav.example.com"), "/");
}

static void the_password_stays_in_the_domain(void **state)
{
	(void)state;
	assert_true(calendar_href_is_same_server("https://a.example.com/x", "https://A.example.com/y"));
	assert_false(calendar_href_is_same_server("https://a.example.com/", "http://a.example.com/"));
	assert_false(calendar_href_is_same_server("https://a.example.com/", "https://a.example.com:444/"));
	assert_false(calendar_href_is_same_server("https://a.example.com/", "https://a.example.com.evil.net/"));

	assert_true(calendar_href_may_follow("https://caldav.example.com/", "https://p42-caldav.example.com:443/1/"));
	assert_true(calendar_href_may_follow("http://10.0.0.1/", "http://10.0.0.1/x"));
	assert_true(calendar_href_may_follow("https://example.com/", "https://dav.example.com/"));
	assert_true(calendar_href_may_follow("https://example.com/", "https://example.com:8443/"));
	assert_false(calendar_href_may_follow("http://example.com/", "http://example.com:8443/"));
	assert_false(calendar_href_may_follow("https://example.com/", "https://badexample.com/"));
	assert_false(calendar_href_may_follow("https://com/", "https://evil.com/"));
	assert_false(calendar_href_may_follow("https://caldav.example.com/", "http://p42-caldav.example.com/"));
	assert_false(calendar_href_may_follow("https://caldav.example.com/", "https://caldav.example.net/"));
	assert_false(calendar_href_may_follow("https://caldav.example.com/", "https://x.evil.com/caldav.example.com"));
	assert_false(calendar_href_may_follow("https://example.com/", "https://evil.com/"));
	assert_false(calendar_href_may_follow("https://10.0.0.1/", "https://11.0.0.1/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_href_leads_somewhere),
		cmocka_unit_test(one_resource_has_one_spelling),
		cmocka_unit_test(the_path_is_what_follows_the_host),
		cmocka_unit_test(the_password_stays_in_the_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
