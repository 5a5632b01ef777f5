/* domain/ — what is kept, in words: the rows of record.def. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_RECORD_H
#define RIDEALONG_DOMAIN_RECORD_H

/** What is in that table of the store and why, in a line; NULL for a table that has no row. Constant for the process's
 *  life. */
const char *record_words(const char *table, const char *locale);
/** Until when it is kept, where no kind of retention.def says so; "" where one does, NULL without a row. */
const char *record_until(const char *table, const char *locale);

#endif
