/* What the calendar's tests share: a calendar from text or from data/, in pieces, and its rows. */
#ifndef CALENDAR_TEST_H
#define CALENDAR_TEST_H

#include "ical/check.h"
#include "ical/source.h"

/** A source that has read this text in pieces of that many bytes. */
struct calendar_source *calendar_test_read(const char *text, size_t length, size_t piece);

/** A source that has read a file of data/. */
struct calendar_source *calendar_test_file(const char *name);

/** Expands from one date to another ("2026-01-01") and writes all rows, one a line, as "uid start end summary status";
 *  a refusal is "uid line N refused: reason", an empty series "uid -". The text is static. */
const char *calendar_test_rows(struct calendar_source *source, const char *from, const char *end);

#endif
