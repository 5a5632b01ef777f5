/* tests/ — a coach and a coachee at work with the command line, against a real daemon with its plugins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "house.h"

static const char calendar[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
			       "BEGIN:VEVENT\r\nUID:one@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
			       "DTSTART;TZID=Europe/Amsterdam:20260309T100000\r\n"
			       "DTEND;TZID=Europe/Amsterdam:20260309T110000\r\nSUMMARY:Bakkerij: jaarcontract\r\n"
			       "LOCATION:Houten\r\nORGANIZER:mailto:daan@example.com\r\n"
			       "ATTENDEE;CN=Inkoop:mailto:inkoop@bakkerij.example\r\nEND:VEVENT\r\n"
			       "BEGIN:VEVENT\r\nUID:two@example.com\r\nDTSTAMP:20260101T000000Z\r\n"
			       "DTSTART;TZID=Europe/Amsterdam:20260316T140000\r\n"
			       "DTEND;TZID=Europe/Amsterdam:20260316T150000\r\nSUMMARY:Steer \x1b[31mmy terminal\r\n"
			       "ORGANIZER:mailto:daan@example.com\r\nEND:VEVENT\r\n"
			       "BEGIN:VEVENT\r\nUID:bad@example.com\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:banana\r\n"
			       "SUMMARY:Bad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static int setup(void **state)
{
	(void)state;
	house_open("calendar reminders skip_unprepared");
	typed_file(house.dir, "daan.ics", calendar);
	typed_file(house.dir, "no.ics", "this is a letter\n");
	return 0;
}

static void people_and_their_coaching_are_added(void **state)
{
	(void)state;
	assert_int_equal(
		RUN("ridealong person add sanne@example.com --display-name Sanne --time-zone Europe/Amsterdam"), 0);
	typed_says("Name:         Sanne");
	assert_int_equal(RUN("ridealong person add daan@example.com --display-name Daan --language nl --time-zone "
			     "Europe/Amsterdam --template account-manager"),
		0);
	assert_int_equal(RUN("ridealong person add DAAN@example.com"), 5);
	assert_int_equal(RUN("ridealong coaching add sanne@example.com daan@example.com --cadence 14"), 0);
	typed_says("Coachee:      Daan");
	assert_int_equal(RUN("ridealong " COACH "team set --told 2026-02-01"), 0);
	assert_int_equal(RUN("ridealong " COACHEE "person set daan@example.com --quiet 20:00-06:30"), 0);
	typed_says("Quiet from:   20:00");
	assert_int_equal(RUN("ridealong person list"), 0);
	typed_says("sanne@example.com Sanne");
	assert_int_equal(RUN("ridealong " COACHEE "person add eve@example.com"), 6);
}

static void a_calendar_is_looked_at_before_it_is_taken_over(void **state)
{
	(void)state;
	assert_int_equal(
		RUN("ridealong calendar check daan.ics --from 2026-03-01 --until 2026-04-01 --output jsonl"), 0);
	typed_says("{\"uid\":\"one@example.com\",\"start\":\"");
	typed_says("\"summary\":\"Bakkerij: jaarcontract\",\"status\":\"\"}");
	typed_says("{\"uid\":\"bad@example.com\",\"refused\":\"");
	assert_int_equal(RUN("ridealong calendar check daan.ics --from 2026-03-10 --to 2026-04-01 --output jsonl"), 0);
	typed_says("{\"uid\":\"one@example.com\",\"start\":\"-\"");
	typed_says("{\"uid\":\"two@example.com\",\"start\":\"2026-03-16T13:00:00Z\"");
	assert_int_equal(
		RUN("ridealong calendar check daan.ics --from 2026-03-09T09:00:01 --to 2026-04-01 --output jsonl"), 0);
	typed_says("{\"uid\":\"one@example.com\",\"start\":\"-\"");
	assert_int_equal(
		RUN("ridealong calendar check daan.ics no.ics --from 2026-03-01 --until 2026-04-01 --output jsonl"), 2);
	typed_says("{\"file\":\"no.ics\",\"refused\":\"");
	assert_int_equal(RUN("ridealong " COACHEE "--locale nl calendar check daan.ics no.ics"), 2);
	typed_says("ma 9 mrt 2026 10:00       ma 9 mrt 2026 11:00       Bakkerij: jaarcontract");
	typed_says("geweigerd: regel 22, bad@example.com: regel 25: DTSTART is geen datum of tijd: \"banana\"");
	typed_says(
		"geweigerd: no.ics is geen agenda: BEGIN:VCALENDAR staat niet op regel 1, en ook niet op een andere");
	assert_string_equal(house_value(".meetings | length", COACHEE "meeting list"), "0");
}

static void a_sync_says_that_an_import_was_held(void **state)
{
	(void)state;
	typed_file(house.dir, "none.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nEND:VCALENDAR\r\n");
	assert_int_equal(RUN("ridealong " COACHEE "calendar import none.ics --calendar daan.ics"), 4);
	assert_int_equal(RUN("ridealong " COACHEE "calendar sync daan.ics --accept-cancellations"), 4);
	typed_says("  ✗ daan.ics (Daan): 2 of the 2 meetings");
	typed_says("ridealong calendar import FILE --calendar daan.ics");
	assert_int_equal(RUN("ridealong " COACHEE "calendar import daan.ics"), 0);
	assert_int_equal(RUN("ridealong " COACHEE "calendar sync daan.ics"), 0);
}

static void an_import_takes_the_good_ones_and_lists_the_bad_one(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong calendar import daan.ics --owner daan@example.com"), 0);
	typed_says("new: 2");
	typed_says("bad@example.com");
	assert_int_equal(RUN("ridealong --locale nl calendar import daan.ics --owner daan@example.com"), 0);
	typed_says("niet overgenomen: regel 22, bad@example.com: regel 25: DTSTART is geen datum of tijd: \"banana\"");
	assert_int_equal(RUN("ridealong calendar import daan.ics --owner daan@example.com"), 0);
	typed_says("new: 0, changed: 0, moved: 0, the same: 2");
	assert_int_equal(RUN("ridealong " COACHEE "calendar explain one@example.com"), 0);
	typed_says("daan.ics: a meeting\n");
	typed_says("the customer is Bakkerij");
	assert_int_equal(RUN("ridealong --locale nl " COACHEE "calendar explain bad@example.com"), 0);
	typed_says("daan.ics: geen bezoek of gesprek\n");
	typed_says("het wordt geweigerd:\n  regel 25: DTSTART is geen datum of tijd: \"banana\"");
	assert_int_equal(RUN("ridealong " COACH "calendar explain one@example.com --person daan@example.com"), 6);
	assert_int_equal(RUN("ridealong " COACHEE "calendar explain nothing@example.com"), 3);
	assert_int_equal(RUN("ridealong calendar import no.ics nowhere.ics --owner daan@example.com"), 2);
	typed_complains("no.ics is no calendar");
	typed_complains("nowhere.ics cannot be read");
	assert_int_equal(RUN("ridealong calendar import daan.ics --owner nobody@example.com"), 3);
}

static void what_became_of_a_message_out_of_a_mail_is_said(void **state)
{
	static const char mail[] =
		"BEGIN:VCALENDAR\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\nUID:mail@example.com\r\nSEQUENCE:%d\r\n"
		"DTSTAMP:20260101T000000Z\r\nDTSTART:20250302T090000Z\r\nDURATION:PT1H\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n";
	char text[400];

	(void)state;
	snprintf(text, sizeof(text), mail, "REQUEST", 1);
	typed_file(house.dir, "mail.ics", text);
	assert_int_equal(RUN("ridealong calendar import mail.ics --owner daan@example.com"), 0);
	typed_says("mail.ics: an invitation (METHOD:REQUEST, UID mail@example.com)\n  applied in the calendar "
		   "Invitations\n");
	typed_says("  no meeting is different because of it\n  left out: 1, before 2026-01-01");
	snprintf(text, sizeof(text), mail, "CANCEL", 0);
	typed_file(house.dir, "mail.ics", text);
	assert_int_equal(RUN("ridealong --locale nl calendar import mail.ics --owner daan@example.com"), 0);
	typed_says("mail.ics: een afzegging (METHOD:CANCEL, UID mail@example.com)\n  in de agenda staat al een "
		   "nieuwere versie\n");
	assert_int_equal(RUN("ridealong " COACHEE "calendar explain other@example.com"), 3);
	typed_complains("looked in: Invitations, daan.ics");
	typed_complains("ridealong calendar check FILE");
}

static void what_strangers_wrote_does_not_steer_the_terminal(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "meeting list"), 0);
	typed_says("my terminal");
	assert_null(strchr(typed_out, '\x1b'));
	assert_int_equal(RUN("ridealong " COACHEE "meeting show \"$(printf 'meetings/\\033[31m')\""), 3);
	assert_null(strchr(typed_err, '\x1b'));
	assert_int_equal(RUN("ridealong " COACHEE "prep write \"$(ridealong " COACHEE
			     "--output json meeting list | jq -r '.meetings[0].name')\" "
			     "\"$(printf '1 a \\033[31mred\\r\\342\\200\\256 goal')\""),
		0);
	typed_says("red");
	assert_null(strchr(typed_out, '\x1b'));
	assert_null(strchr(typed_out, '\r'));
	assert_null(strstr(typed_out, "\u202e"));
}

static void times_are_in_the_zone_and_language_of_the_caller(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "meeting list"), 0);
	typed_says("Mon, 9 Mar 2026, 10:00");
	assert_int_equal(RUN("ridealong " COACHEE "--locale nl meeting list"), 0);
	typed_says("ma 9 mrt 2026 10:00");
}

static void ids_can_be_shortened_to_what_is_unique(void **state)
{
	const char *name = house_value(".meetings[0].name", COACHEE "meeting list");

	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "meeting show %s", name + strlen(name) - 8), 0);
	typed_says("Bakkerij: jaarcontract");
	typed_says(name + strlen(name) - 8); /* on screen the same short one */
	assert_int_equal(RUN("ridealong " COACHEE "meeting show %s", strchr(name, '/') + 1), 0);
	typed_says("Bakkerij: jaarcontract");
	assert_int_equal(RUN("ridealong " COACHEE "meeting show %.4s", strchr(name, '/') + 1), 2);
	typed_complains("could be 2 different ones");
	assert_int_equal(RUN("ridealong " COACHEE "meeting show ab"), 2);
	assert_int_equal(RUN("ridealong " COACHEE "meeting show zzzzzz"), 3);
	typed_complains("Look it up: ridealong meeting list");
	assert_int_equal(RUN("ridealong " COACHEE "meeting show meetings/zzzzzz"), 3);
	typed_complains("Look it up");
}

static void a_session_is_suggested_and_planned(void **state)
{
	const char *meeting = house_value(".meetings[0].name", COACHEE "meeting list");

	(void)state;
	assert_int_equal(RUN("ridealong " COACH "session suggest"), 0);
	typed_says("Daan: Bakkerij\n");
	assert_int_equal(RUN("ridealong " COACH "session plan %s --focus 'asking first' --travel 45m", meeting), 0);
	typed_says("Departure:                 Mon, 9 Mar 2026, 09:15");
	assert_int_equal(RUN("ridealong " COACHEE "session list --locale nl"), 0);
	typed_says("gepland");
	assert_int_equal(RUN("ridealong " COACH "session set @next --role supporter --customer-knows ja"), 0);
	typed_says("Customer knows:            yes");
	assert_int_equal(RUN("ridealong " COACH "session set @next --customer-knows deels"), 2);
	typed_complains("it can be: yes, no");
	assert_int_equal(RUN("ridealong " COACH "session set @next --role supporter --customer-knows yes"), 0);
	typed_says("helps when asked");
	assert_int_equal(RUN("ridealong " COACHEE "session cancel @next"), 6);
	assert_int_equal(RUN("ridealong " COACH "session start @next"), 4);
	typed_complains("ridealong session decide SESSION go");
	assert_int_equal(RUN("ridealong " COACH "session finish @next"), 4);
	assert_int_equal(RUN("ridealong " COACH "note @now '+ too soon'"), 3);
	typed_complains("Begin one with its first note: ridealong note SESSION");
	assert_int_equal(RUN("ridealong " COACH "debrief show @last"), 3);
	typed_complains("Name it by its id: ridealong session list");
}

/* Types lines at a terminal of its own. */
static int at_terminal(const char *command, const char *lines)
{
	typed_file(house.dir, "lines", lines);
	return RUN("script -qec 'ridealong %s' /dev/null <lines | tr -d '\\r'", command);
}

static void a_conversation_in_which_nothing_was_said_hands_nothing_in(void **state)
{
	char command[200];

	(void)state;
	snprintf(command, sizeof(command), COACHEE "prep write %s",
		house_value(".meetings[-1].name", COACHEE "meeting list"));
	assert_int_equal(at_terminal(command, "\n\n\n\n\n\n\n\n"), 0);
	typed_says("(an empty line takes:");
	typed_says("so nothing is handed in");
	assert_null(strstr(typed_out, "Which of these")); /* there is nothing to choose from */
}

static void a_preparation_is_written_with_flags_lines_and_in_conversation(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE
			     "prep write @next --goal 'Een startdatum en het budget horen' --intentions goal"),
		0);
	typed_says("* intention 1: Een startdatum");
	assert_string_equal(house_value(".preparations[0].openKeys | length", COACHEE "prep list"),
		"3"); /* behaviour stood there */
	assert_int_equal(
		RUN("printf '2 Vriendelijk, ik vraag eerst door\\n* exceed: een vergelijking\\n' | ridealong " COACHEE
		    "prep write @next -"),
		0);
	typed_says("(answer to 6: exceed, intention)");
	assert_int_equal(at_terminal(COACHEE "prep write @next", "\n\nWat kost het per maand, en waarom nu\nAls het te "
								 "duur is dan vraag ik door\n\n\n\n3 1\n1 6\ny\n"),
		0);
	typed_says("Keywords are fine.");
	typed_says("an empty line leaves those with *");
	typed_says("3 is none of these");
	typed_says("Preparation: handed in");
	assert_string_equal(house_value(".answers | length", COACHEE "prep show @next"), "6");
	assert_string_equal(
		house_value(".intentions | map(.key) | join(\" \")", COACHEE "prep show @next"), "goal exceed");
	assert_int_equal(RUN("ridealong " COACH "prep show @next --locale nl"), 0);
	typed_says("voornemen 2: een vergelijking");
}

/* What there is in a list is told apart, and the id that the list of sessions shows will do. */
static void preparations_are_listed_with_their_meetings(void **state)
{
	char session[9];

	(void)state;
	assert_int_equal(RUN("ridealong " COACH "prep list"), 0);
	typed_says("Mon, 9 Mar 2026, 10:00 Bakkerij: jaarcontract");
	assert_null(strstr(typed_out, "goal"));
	snprintf(session, sizeof(session), "%s", house_value(".name | .[-8:]", COACH "session show @next"));
	assert_int_equal(RUN("ridealong " COACHEE "prep show %s", session), 0);
	typed_says("Preparation: handed in");
}

static void who_is_coached_is_asked_for_their_own_line_and_not_for_the_coachs_three(void **state)
{
	(void)state;
	assert_int_equal(at_terminal(COACHEE "session set @next", "of ik doorvraag\n"), 0);
	typed_says("What would you like your coach to watch for?");
	assert_string_equal(house_value(".coacheeFocus", COACHEE "session show @next"), "of ik doorvraag");
}

static void the_coach_decides_and_reads_the_card(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACH "--locale nl gate explain @last"), 3);
	typed_complains("je hebt nog geen sessie gehad");
	assert_int_equal(RUN("ridealong " COACH "gate explain"), 0);
	assert_int_equal(RUN("ridealong " COACH "session decide @next talk --reason 'Bel me even'"), 0);
	typed_says("coming along, talk first");
	assert_int_equal(RUN("ridealong " COACH "session decide @next go"), 0);
	assert_int_equal(RUN("ridealong clock advance --to 2026-03-09T09:00"), 0);
	assert_int_equal(RUN("ridealong " COACH "session card"), 0);
	typed_says("Afterwards: Daan first.");
	assert_int_equal(RUN("ridealong " COACHEE "session card @next"), 6);
}

static void notes_come_as_words_and_on_standard_input(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong clock advance --to 2026-03-09T10:10"), 0);
	assert_int_equal(RUN("ridealong " COACH "note @now '+ silence after the price' '^n'"), 0);
	typed_says("✓ + silence after the price  (worked)");
	assert_int_equal(RUN("printf '\" \"what does it cost?\"\\n=1 yes\\n' | ridealong " COACH "note @now"), 0);
	typed_says("(seen or heard)");
	assert_string_equal(house_value(".state", COACH "session show @now"), "SESSION_STATE_IN_PROGRESS");
	assert_int_equal(RUN("ridealong " COACHEE "note @now '+ ik'"), 6);
	assert_int_equal(RUN("ridealong " COACH "note @now --at 10:05 '\" \"tell me more\"'"), 0);
	assert_int_equal(RUN("ridealong " COACH "note @now --at 11:05 '+ too soon'"), 2);
	typed_complains("say when with --at");
	typed_file(house.dir, "phone", "{\"lines\":[\"+ in a list\"]}\n");
	assert_int_equal(RUN("ridealong " COACH "note @now --from phone"), 2);
	typed_complains("phone, line 1 is no note such as {\"lines\": \"+ silence\"");
	assert_int_equal(RUN("ridealong " COACH "debrief notes"), 0);
	typed_says("Mon, 9 Mar 2026, 10:05");
	assert_int_equal(RUN("ridealong " COACH "session finish @now"), 0);
	assert_int_equal(RUN("ridealong " COACH "session finish @last"), 4);
	typed_complains("five minutes after the planned end that goes by itself");
	typed_complains("Go on with the debrief: ridealong debrief guide SESSION");
}

static void the_debrief_is_led_in_seven_steps_and_signed(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACH "debrief write @last 'I liked it'"), 4);
	typed_complains("Let the coachee go first");
	assert_int_equal(at_terminal(COACH "debrief guide @last", "Beter dan ik dacht\n"), 0);
	typed_says("2/7");
	assert_null(strstr(typed_out, "3/7"));
	typed_says("Go on later: ridealong debrief guide");
	assert_int_equal(at_terminal(COACH "debrief guide @last",
				 "Fine to sit back\n+ in between\nyess\npartly, at the end\nthe customer "
				 "laughed\n\nyou summed up\n\n"
				 "the offer came early\nask first\n\nsamenvatten\n2026-03-20\n\n\n+ the pause\nn\n"),
		0);
	typed_says("1/7");
	typed_says("It was about: Een startdatum");
	typed_says("7/7");
	typed_says("Begin with yes, partly, no or n/a");
	typed_says("A remark begins without a sign.");
	typed_says("Sign later"); /* a no is no remark */
	assert_int_equal(at_terminal(COACH "debrief guide @last", "\n\n\n\n\nCorrect.\n"), 0);
	typed_says("Debrief with Daan");
	typed_says("Sanne: correct");
	typed_says("Next: Daan reads it and signs.");
	assert_int_equal(at_terminal(COACHEE "debrief guide @last", ""), 0);
	typed_says("Debrief with Sanne");
	assert_int_equal(RUN("ridealong " COACHEE "debrief sign --remark 'Mooi gesprek'"), 0);
	typed_says("seen, with a remark – Mooi gesprek");
	assert_string_equal(house_value(".state", COACH "session show @last"), "SESSION_STATE_CLOSED");
	assert_int_equal(RUN("ridealong " COACHEE "debrief show --locale nl"), 0);
	typed_says("the offer came early > ask first");
	typed_says("in between");
	typed_says("the pause");
	assert_null(strstr(typed_out, "yess"));
	typed_says("Actiepunten");
}

static void action_points_are_followed(void **state)
{
	const char *name = house_value(".actionPoints[0].name", COACHEE "action list");

	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "action list"), 0);
	typed_says("Fri, 20 Mar 2026");
	assert_int_equal(RUN("ridealong " COACHEE "action extend %s +2w", name + strlen(name) - 8), 0);
	typed_says("Due:                Fri, 3 Apr 2026");
	assert_int_equal(RUN("ridealong " COACHEE "action extend %s 2026-03-27", name), 4);
	assert_int_equal(RUN("ridealong " COACHEE "action extend %s 2026-03-27 --earlier", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action set %s --skill asking --learning training", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action list --skill asking"), 0);
	typed_says("Fri, 27 Mar 2026");
	assert_int_equal(RUN("ridealong " COACHEE "action done %s", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action done %s", name), 4);
	assert_int_equal(RUN("ridealong " COACHEE "action reopen %s", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action done %s", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action praise %s 'mine'", name), 6);
	assert_int_equal(RUN("ridealong " COACH "action praise %s 'That silence!'", name), 0);
	assert_int_equal(RUN("ridealong " COACHEE "action history %s", name), 0);
	typed_says("That silence!");
	assert_int_equal(RUN("ridealong " COACHEE "action history %s --locale nl", name), 0);
	typed_says("weer open");
	assert_int_equal(RUN("ridealong " COACHEE "action show %s", name + strlen(name) - 8), 0);
	typed_says("done");
	assert_int_equal(RUN("ridealong " COACH "action add 'Call purchasing' --due @fri"), 0);
	typed_says("Who:          Sanne");
	assert_int_equal(RUN("ridealong " COACHEE "agenda add 'Mijn rol volgend jaar'"), 0);
	assert_int_equal(RUN("ridealong " COACH "agenda list"), 0);
	typed_says("Mijn rol volgend jaar");
	assert_int_equal(RUN("ridealong report"), 6);
	typed_complains("ridealong report organisation");
	assert_int_equal(RUN("ridealong " COACH "report"), 0);
	typed_says("1 closed by both");
	assert_non_null(strstr(typed_out, "Intended and seen"));
	/* what became of each stands with their counts */
	assert_true(strstr(typed_out, "    · Een startdatum") < strstr(typed_out, "  Debrief "));
}

static void an_action_point_may_say_when_as_in_quick_lines(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "action add 'Mail kees@x.nl @vr'"), 0);
	typed_says("Mail kees@x.nl\n");
	typed_says("Fri, 13 Mar 2026");
	assert_null(strstr(typed_out, "actionPoints/")); /* the end of an id is what people type */
	assert_int_equal(RUN("ridealong " COACHEE "action add 'Mail kees @ooit'"), 2);
	typed_complains("\"@ooit\" is no day");
	assert_int_equal(RUN("ridealong " COACHEE "action drop %s 'was een proef'",
				 house_value(".actionPoints[] | select(.text == \"Mail kees@x.nl\") | .name",
					 COACHEE "action list")),
		0);
}

static void a_day_of_the_week_may_be_written_out(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong " COACHEE "action add 'Bellen' --due vrijdag"), 0);
	assert_int_equal(
		RUN("ridealong " COACHEE "action drop %s 'was een proef'",
			house_value(".actionPoints[] | select(.text == \"Bellen\") | .name", COACHEE "action list")),
		0);
}

static void a_report_has_parts_with_charts(void **state)
{
	static const struct {
		const char *command, *says;
	} rows[] = { { "report coaching", "1 closed by both" },
		{ "report coverage", "Went along, by both           1  ██" },
		{ "report coverage --ascii", "Went along, by both           1  ##" },
		{ "report preparation --locale nl", "Sessies met een check" },
		{ "report debrief", "Begun after the meeting" }, { "report intentions", "Announced" },
		{ "report learning --locale nl", "Hoe je ervan leert (70-20-10)" },
		{ "report works-council --locale nl", "Wie wat mag lezen" },
		{ "report works-council --format markdown", "| action\\_point |" },
		{ "report --output json", "\"coverage\"" }, { "report --quarter 2026-Q1", "1 Jan 2026" } };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char command[200];

		snprintf(command, sizeof(command), "ridealong " COACH "%s", rows[i].command);
		assert_int_equal(RUN(command), 0);
		typed_says(rows[i].says);
	}
	assert_int_equal(RUN("ridealong report nonsense"), 2);
	typed_complains("coverage");
	assert_int_equal(RUN("ridealong report --coach x@example.com coverage"), 2);
	typed_complains("ridealong report coverage");
	assert_int_equal(RUN("ridealong " COACH "report --quarter 2026-Q5"), 2);
	typed_complains("2026-Q1");
}

static void lists_are_json_and_json_lines_too(void **state)
{
	static const struct {
		const char *command, *key;
	} lists[] = { { COACH "action list --state all", "actionPoints" }, { COACH "agenda list", "oneOnOneItems" },
		{ "coaching list", "coachings" }, { "meeting list", "meetings" }, { "person list", "people" },
		{ "plugin list", "plugins" }, { "prep list", "preparations" }, { "reminder list", "reminders" },
		{ "session list", "sessions" }, { "template list", "templates" }, { "token list", "tokens" },
		{ COACH "debrief notes", "observations" }, { "event list", "events" } };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		json_t *json, *items;
		size_t lines = 0;

		assert_int_equal(RUN("ridealong --output json %s", lists[i].command), 0);
		json = json_loads(typed_out, 0, NULL);
		assert_non_null(json);
		items = json_object_get(json, lists[i].key);
		assert_true(json_is_array(items));
		assert_int_equal(RUN("ridealong %s --output jsonl", lists[i].command), 0);
		for (const char *at = typed_out; (at = strchr(at, '\n')) != NULL; at++)
			lines++;
		assert_int_equal(lines, json_array_size(items));
		json_decref(json);
	}
	assert_int_equal(RUN("ridealong --output json person list --page-size 1"), 0);
	typed_says("\"nextPageToken\"");
}

static void a_token_opens_the_door_until_it_is_revoked(void **state)
{
	const char *name;

	(void)state;
	assert_int_equal(RUN("ridealong token create planner --scopes meetings.read --expires +90d --output json | jq "
			     "-r .secret "
			     ">token"),
		0);
	assert_int_equal(RUN("ridealong --token-file token meeting list"), 0);
	assert_int_equal(RUN("ridealong --token-file token person add x@example.com"), 6);
	name = house_value(".tokens[0].name", "token list");
	assert_int_equal(RUN("ridealong token revoke %s", name + strlen(name) - 8), 0);
	assert_int_equal(RUN("ridealong --token-file token meeting list"), 6);
	assert_int_equal(RUN("ridealong --token-file token meeting list --locale nl"), 6);
	typed_complains("het token is onbekend, ingetrokken of verlopen");
}

static void a_long_import_shows_its_progress_on_a_terminal_only(void **state)
{
	(void)state;
	assert_int_equal(RUN("{ printf 'BEGIN:VCALENDAR\\r\\nVERSION:2.0\\r\\n'; i=0; while [ $i -lt 3000 ]; do printf "
			     "'BEGIN:VEVENT\\r\\nUID:long%%d\\r\\nDTSTART:20190302T%%06dZ\\r\\nDURATION:"
			     "PT1H\\r\\nDESCRIPTION:%%0500d"
			     "\\r\\nEND:VEVENT\\r\\n' $i $((i %% 60)) $i; i=$((i+1)); done; printf "
			     "'END:VCALENDAR\\r\\n'; } >long.ics"),
		0);
	assert_int_equal(at_terminal("calendar import long.ics --owner daan@example.com", ""), 0);
	typed_says("long.ics: 100% sent");
	typed_says("events: 3000");
	assert_int_equal(RUN("ridealong calendar import long.ics --owner daan@example.com"), 0);
	assert_string_equal(typed_err, "");
}

/* One instant, in Europe/Amsterdam of winter. */
static void a_time_is_written_with_or_without_seconds_and_offset(void **state)
{
	static const char *const times[] = { "2027-01-04T09:00", "2027-01-04 09:00:00", "2027-01-04T09:00+01:00",
		"2027-01-04T08:00Z", "2027-01-04T09:00:00+01:00" };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		assert_int_equal(RUN("ridealong --output json session list --from '%s'", times[i]), 0);
		typed_says("sessions");
	}
	assert_int_equal(RUN("ridealong session list --from 2027-01-04T09:00+"), 2);
	assert_int_equal(RUN("ridealong session list --from 2027-01-04T09:00:77"), 2);
}

static void the_operator_sees_how_it_is(void **state)
{
	(void)state;
	assert_int_equal(RUN("ridealong status"), 0);
	typed_says("SIMULATION");
	assert_int_equal(RUN("ridealong doctor"), 0);
	typed_says("✓ calendar: running");
	assert_int_equal(RUN("ridealong plugin disable reminders"), 0);
	assert_int_equal(RUN("ridealong status"), 0);
	typed_says("Plugins to look at:\n  ✗ reminders: disabled\n    Start it: ridealong plugin enable reminders");
	assert_int_equal(RUN("ridealong doctor"), 11);
	typed_says("ridealong plugin enable reminders");
	assert_int_equal(RUN("ridealong plugin enable reminders"), 0);
	assert_int_equal(RUN("ridealong backup"), 0);
	typed_says("Written to backups/");
	assert_int_equal(RUN("ridealong " COACH "backup"), 6);
	assert_int_equal(RUN("ridealong " COACH "metrics"), 6);
	assert_int_equal(
		RUN("ridealong --output json token create monitoring --scopes admin.read | jq -r .secret >monitor; "
		    "ridealong --token-file monitor metrics --prometheus"),
		0);
	typed_says("ridealong_call_duration_seconds_count{method=\"Sessions/PlanSession\",lane=\"write\"} ");
	assert_int_equal(RUN("ridealong metrics"), 0);
	typed_says("Calls under way:");
	assert_int_equal(RUN("ridealong event list --type session. --limit 1 --output jsonl"), 0);
	typed_says("\"type\":\"session.planned\"");
	assert_int_equal(
		RUN("(ridealong event watch --type person. --limit 1 >seen & pid=$!; for i in 1 2 3 4 5 6 7 8 9; do "
		    "[ -s seen ] && break; ridealong person add w$i@example.com >/dev/null; done; wait $pid); "
		    "cat seen"),
		0);
	typed_says("person.");
}

static void what_was_said_at_a_reveal_is_confirmed_in_conversation(void **state)
{
	char meeting[100];

	(void)state;
	assert_int_equal(RUN("ridealong " COACH "team set --told 2026-03-02"), 0);
	snprintf(meeting, sizeof(meeting), "%s",
		house_value(".name", COACHEE "meeting add Jaarplan --customer Molen --start 2026-03-25T13:00"));
	assert_int_equal(RUN("ridealong " COACH "session plan %s --unannounced --travel 30m", meeting), 0);
	assert_int_equal(RUN("ridealong clock advance --to 2026-03-25T11:40"), 0);
	assert_int_equal(RUN("ridealong " COACH "session check @next yes yes no 'ask first' 'a date'"), 0);
	assert_int_equal(at_terminal(COACHEE "session confirm @next", ""), 0);
	typed_says("1  ask first");
	typed_says("Nothing is confirmed yet.");
	assert_int_equal(at_terminal(COACHEE "session confirm @next", "a date in May\n2 a date in May\n\n"), 0);
	typed_says("a change is");
	assert_string_equal(house_value(".intentions | map(.text) | join(\", \")", COACHEE "prep show @next"),
		"ask first, a date in May");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_and_their_coaching_are_added),
		cmocka_unit_test(a_calendar_is_looked_at_before_it_is_taken_over),
		cmocka_unit_test(an_import_takes_the_good_ones_and_lists_the_bad_one),
		cmocka_unit_test(a_sync_says_that_an_import_was_held),
		cmocka_unit_test(what_became_of_a_message_out_of_a_mail_is_said),
		cmocka_unit_test(what_strangers_wrote_does_not_steer_the_terminal),
		cmocka_unit_test(times_are_in_the_zone_and_language_of_the_caller),
		cmocka_unit_test(ids_can_be_shortened_to_what_is_unique),
		cmocka_unit_test(a_session_is_suggested_and_planned),
		cmocka_unit_test(a_conversation_in_which_nothing_was_said_hands_nothing_in),
		cmocka_unit_test(a_preparation_is_written_with_flags_lines_and_in_conversation),
		cmocka_unit_test(preparations_are_listed_with_their_meetings),
		cmocka_unit_test(who_is_coached_is_asked_for_their_own_line_and_not_for_the_coachs_three),
		cmocka_unit_test(the_coach_decides_and_reads_the_card),
		cmocka_unit_test(notes_come_as_words_and_on_standard_input),
		cmocka_unit_test(the_debrief_is_led_in_seven_steps_and_signed),
		cmocka_unit_test(action_points_are_followed),
		cmocka_unit_test(an_action_point_may_say_when_as_in_quick_lines),
		cmocka_unit_test(a_day_of_the_week_may_be_written_out),
		cmocka_unit_test(a_report_has_parts_with_charts),
		cmocka_unit_test(lists_are_json_and_json_lines_too),
		cmocka_unit_test(a_token_opens_the_door_until_it_is_revoked),
		cmocka_unit_test(a_long_import_shows_its_progress_on_a_terminal_only),
		cmocka_unit_test(a_time_is_written_with_or_without_seconds_and_offset),
		cmocka_unit_test(the_operator_sees_how_it_is),
		cmocka_unit_test(what_was_said_at_a_reveal_is_confirmed_in_conversation),
	};

	return cmocka_run_group_tests(tests, setup, house_close);
}
