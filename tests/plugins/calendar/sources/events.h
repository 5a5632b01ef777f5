/* Calendars for tests of where they come from. */
#ifndef CALENDAR_TEST_EVENTS_H
#define CALENDAR_TEST_EVENTS_H

#define BEGIN             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Test//EN\r\n"
#define END               "END:VCALENDAR\r\n"
#define EVENT(uid, lines) "BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"
#define AT(uid, day)      EVENT(uid, "DTSTART:202603" day "T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Visit\r\n")

#define NOW_US  INT64_C(1772438400000000) /* 2026-03-02T08:00:00Z */
#define MINUTES INT64_C(60000000)

#endif
