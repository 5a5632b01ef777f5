/* What servers of all kinds say of their resources, whole and in pieces, and what nobody should say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav/multistatus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAID = 8192 };

/* Every response as a line, for comparing. */
static void on_response(void *arg, const struct calendar_dav_response *response)
{
	static const char *const names[] = { "name", "etag", "ctag", "token", "data", "principal", "homes" };
	static const char *const traits[] = { "calendar", "particular", "events", "can-sync", "can-get" };
	char *said = arg;
	size_t at = strlen(said);

	at += (size_t)snprintf(said + at, SAID - at, "%s %d", response->href, response->status);
	for (size_t i = 0; i < CALENDAR_DAV_TEXTS; i++)
		if (response->texts[i])
			at += (size_t)snprintf(said + at, SAID - at, " %s=%s", names[i], response->texts[i]);
	for (size_t i = 0; i < CALENDAR_DAV_TRAITS; i++)
		if (response->traits[i])
			at += (size_t)snprintf(said + at, SAID - at, " %s", traits[i]);
	snprintf(said + at, SAID - at, "\n");
}

/* In one piece, and byte by byte: the same. */
static void assert_says(const char *xml, const char *expected, const char *token)
{
	for (size_t piece = strlen(xml); piece > 0; piece = piece > 1 ? 1 : 0) {
		char said[SAID] = "";
		struct calendar_multistatus *status = calendar_multistatus_create(on_response, said);

		for (size_t at = 0; at < strlen(xml); at += piece)
			assert_true(calendar_multistatus_feed(status, xml + at, piece));
		assert_true(calendar_multistatus_end(status));
		assert_string_equal(said, expected);
		if (token)
			assert_string_equal(calendar_multistatus_token(status), token);
		else
			assert_null(calendar_multistatus_token(status));
		calendar_multistatus_destroy(status);
	}
}

static void a_calendar_says_what_it_is(void **state)
{
	(void)state;
	/* prefixes of one's own, white space for looks, two propstats */
	assert_says("<?xml version='1.0' encoding='utf-8'?>\n"
		    "<multistatus xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
		    "xmlns:CS=\"http://calendarserver.org/ns/\" xmlns:ICAL=\"http://apple.com/ns/ical/\">\n"
		    "  <response>\n    <href>/anna/work/</href>\n    <propstat>\n      <prop>\n"
		    "        <resourcetype><collection /><C:calendar /></resourcetype>\n"
		    "        <displayname>Work &amp; travel</displayname>\n"
		    "        <current-user-principal><href>/anna/</href></current-user-principal>\n"
		    "        <C:supported-calendar-component-set><C:comp name=\"VEVENT\" /><C:comp name=\"VTODO\" />"
		    "</C:supported-calendar-component-set>\n"
		    "        <supported-report-set><supported-report><report><sync-collection /></report>"
		    "</supported-report><supported-report><report><C:calendar-multiget /></report></supported-report>"
		    "</supported-report-set>\n"
		    "        <sync-token>http://example.com/ns/sync/1</sync-token>\n"
		    "        <CS:getctag>\"c1\"</CS:getctag>\n"
		    "      </prop>\n      <status>HTTP/1.1 200 OK</status>\n    </propstat>\n"
		    "    <propstat><prop><C:calendar-home-set/><ICAL:calendar-color/></prop>"
		    "<status>HTTP/1.1 404 Not Found</status></propstat>\n  </response>\n</multistatus>\n",
		"/anna/work/ 0 name=Work & travel ctag=\"c1\" token=http://example.com/ns/sync/1 principal=/anna/ "
		"calendar particular events can-sync can-get\n",
		NULL);
}

static void where_the_calendars_are_is_told_by_the_principal(void **state)
{
	(void)state;
	assert_says("<d:multistatus xmlns:d=\"DAV:\" xmlns:cal=\"urn:ietf:params:xml:ns:caldav\"><d:response>"
		    "<d:href>/principals/anna/</d:href><d:propstat><d:prop><cal:calendar-home-set>"
		    "<d:href>https://p42.example.com:443/1234/calendars/</d:href><d:href>/shared/</d:href>"
		    "</cal:calendar-home-set></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
		    "</d:multistatus>",
		"/principals/anna/ 0 homes=https://p42.example.com:443/1234/calendars/\n/shared/\n", NULL);
}

static void a_change_is_an_etag_or_a_404(void **state)
{
	(void)state;
	assert_says("<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\">"
		    "<d:response><d:href>/cal/1.ics</d:href><d:propstat><d:prop><d:getetag>\"5\"</d:getetag></d:prop>"
		    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
		    "<d:response><d:status>HTTP/1.1 404 Not Found</d:status><d:href>/cal/2.ics</d:href></d:response>"
		    "<d:response><d:href>/cal/</d:href><d:status>HTTP/1.1 507 Insufficient Storage</d:status>"
		    "<d:error><d:number-of-matches-within-limits/></d:error></d:response>"
		    "<d:sync-token>http://sabre.io/ns/sync/7</d:sync-token></d:multistatus>",
		"/cal/1.ics 0 etag=\"5\"\n/cal/2.ics 404\n/cal/ 507\n", "http://sabre.io/ns/sync/7");
}

static void an_object_comes_whole(void **state)
{
	(void)state;
	assert_says("<A:multistatus xmlns:A='DAV:' xmlns:B='urn:ietf:params:xml:ns:caldav'><A:response>"
		    "<A:href>/c/1.ics</A:href><A:propstat><A:prop><A:getetag>W/\"a\"</A:getetag>"
		    "<B:calendar-data><![CDATA[BEGIN:VCALENDAR\r\nX:a<b]]>&#13;\nY:c&lt;d\nEND:VCALENDAR\n"
		    "</B:calendar-data></A:prop><A:status>HTTP/2 200</A:status></A:propstat></A:response>"
		    "</A:multistatus>",
		"/c/1.ics 0 etag=W/\"a\" data=BEGIN:VCALENDAR\nX:a<b\r\nY:c<d\nEND:VCALENDAR\n", NULL);
}

static void only_the_right_place_and_namespace_count(void **state)
{
	(void)state;
	assert_says("<multistatus xmlns='DAV:' xmlns:x='urn:x' xmlns:C='urn:ietf:params:xml:ns:caldav'><response>"
		    "<x:href>/wrong/</x:href><href>/c/</href><propstat><prop><x:getetag>no</x:getetag>"
		    "<calendar-data>no</calendar-data><x:wrap><getetag>no</getetag><href>/no/</href></x:wrap>"
		    "<resourcetype><calendar/></resourcetype>"
		    "<C:supported-calendar-component-set><C:comp name='VTODO'/></C:supported-calendar-component-set>"
		    "</prop><status>HTTP/1.1 200 OK</status></propstat></response><response><propstat/></response>"
		    "</multistatus>",
		"/c/ 0 particular\n", NULL);
}

static void a_report_counts_without_its_wrapper_too(void **state)
{
	(void)state;
	assert_says(
		"<a:multistatus xmlns:a='DAV:' xmlns:b='urn:ietf:params:xml:ns:caldav'><a:response><a:href>/c/</a:href>"
		"<a:propstat><a:status>HTTP/1.1 200 OK</a:status><a:prop><a:supported-report-set>"
		"<a:supported-report><b:calendar-multiget/></a:supported-report>"
		"<a:supported-report><a:sync-collection/></a:supported-report></a:supported-report-set></a:prop>"
		"</a:propstat></a:response></a:multistatus>",
		"/c/ 0 can-sync can-get\n", NULL);
}

static void an_empty_answer_is_one(void **state)
{
	(void)state;
	assert_says("<multistatus xmlns='DAV:'/>", "", NULL);
}

/* ---- what nobody should say ---- */

static void assert_refused_bytes(const char *xml, size_t length, enum calendar_why why)
{
	char said[SAID] = "";
	struct calendar_multistatus *status = calendar_multistatus_create(on_response, said);

	calendar_multistatus_feed(status, xml, length);
	assert_false(calendar_multistatus_end(status));
	assert_int_equal(calendar_multistatus_refused(status), why);
	assert_false(calendar_multistatus_feed(status, "<a/>", 4));
	assert_string_equal(said, "");
	calendar_multistatus_destroy(status);
}

static void assert_refused(const char *xml, enum calendar_why why)
{
	assert_refused_bytes(xml, strlen(xml), why);
}

static void a_doctype_is_refused(void **state)
{
	(void)state;
	assert_refused("<!DOCTYPE m [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
		       "<multistatus xmlns='DAV:'><response><href>&b;</href></response></multistatus>",
		CALENDAR_WHY_DAV_DOCTYPE);
	assert_refused("<!DOCTYPE m SYSTEM 'file:///etc/passwd'><multistatus xmlns='DAV:'/>", CALENDAR_WHY_DAV_DOCTYPE);
	assert_refused("<!DOCTYPE html><html><body>Log in</body></html>", CALENDAR_WHY_DAV_DOCTYPE);
}

static void another_document_is_refused(void **state)
{
	(void)state;
	assert_refused("<html><body>Log in</body></html>", CALENDAR_WHY_DAV_OTHER);
	assert_refused("<multistatus/>", CALENDAR_WHY_DAV_OTHER);
	assert_refused("<error xmlns='DAV:'><valid-sync-token/></error>", CALENDAR_WHY_DAV_OTHER);
}

static void what_is_broken_is_refused(void **state)
{
	(void)state;
	assert_refused("", CALENDAR_WHY_DAV_NO_XML);
	assert_refused("BEGIN:VCALENDAR\r\n", CALENDAR_WHY_DAV_NO_XML);
	assert_refused("<multistatus xmlns='DAV:'><response>", CALENDAR_WHY_DAV_NO_XML);
	assert_refused("<multistatus xmlns='DAV:'><response><href>&unknown;</href></response></multistatus>",
		CALENDAR_WHY_DAV_NO_XML);
	assert_refused("<multistatus xmlns='DAV:'><response><href>\xff</href></response></multistatus>",
		CALENDAR_WHY_DAV_NO_XML);
	assert_refused_bytes("<multistatus xmlns='DAV:'>\0</multistatus>", 41, CALENDAR_WHY_DAV_NO_XML);
}

static void depth_and_names_have_an_end(void **state)
{
	static char deep[100000], name[10000] = "<multistatus xmlns='DAV:'><response><href>";

	(void)state;
	strcpy(deep, "<multistatus xmlns='DAV:'>");
	for (size_t at = strlen(deep); at + 4 < sizeof(deep); at += 3)
		memcpy(deep + at, "<a>", 4);
	assert_refused(deep, CALENDAR_WHY_DAV_LARGE);
	memset(name + strlen(name), 'x', 5000);
	assert_refused(name, CALENDAR_WHY_DAV_LARGE);
}

/* ---- damage: whatever the bytes, there is an answer ---- */

static uint64_t seed = 20260302;

static size_t below(size_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % limit;
}

static void damage_is_survived(void **state)
{
	static const char whole[] =
		"<d:multistatus xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:response>"
		"<d:href>/cal/1.ics</d:href><d:propstat><d:prop><d:getetag>\"5\"</d:getetag><c:calendar-data>"
		"BEGIN:VCALENDAR</c:calendar-data></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
		"</d:response><d:sync-token>7</d:sync-token></d:multistatus>";
	static const char *const pieces[] = { "<d:href>", "</d:href>", "<d:propstat>", "</d:prop>", "&#0;", "&amp;",
		"<![CDATA[", "]]>", "<!--", "<?x?>", "xmlns:d='x'", "<d:response/>", "\xef\xbb\xbf" };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char said[SAID] = "", text[1024];
		struct calendar_multistatus *status = calendar_multistatus_create(on_response, said);

		strcpy(text, whole);
		for (size_t i = 1 + below(3); i > 0; i--) {
			const char *piece = pieces[below(sizeof(pieces) / sizeof(pieces[0]))];
			size_t at = below(strlen(text)), more = strlen(piece);

			if (below(2)) {
				text[at] = (char)(1 + below(255));
			} else {
				memmove(text + at + more, text + at, strlen(text + at) + 1);
				memcpy(text + at, piece, more);
			}
		}
		for (size_t at = 0, length = strlen(text), piece; at < length; at += piece) {
			piece = 1 + below(length - at);
			calendar_multistatus_feed(status, text + at, piece);
		}
		calendar_multistatus_end(status);
		calendar_multistatus_destroy(status);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_says_what_it_is),
		cmocka_unit_test(where_the_calendars_are_is_told_by_the_principal),
		cmocka_unit_test(a_change_is_an_etag_or_a_404),
		cmocka_unit_test(an_object_comes_whole),
		cmocka_unit_test(only_the_right_place_and_namespace_count),
		cmocka_unit_test(a_report_counts_without_its_wrapper_too),
		cmocka_unit_test(an_empty_answer_is_one),
		cmocka_unit_test(a_doctype_is_refused),
		cmocka_unit_test(another_document_is_refused),
		cmocka_unit_test(what_is_broken_is_refused),
		cmocka_unit_test(depth_and_names_have_an_end),
		cmocka_unit_test(damage_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
