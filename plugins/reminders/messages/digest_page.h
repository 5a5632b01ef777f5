/* plugins/reminders/messages/ — what stands in a digest: its messages one below the other, each with its own address
 * for an answer; those about what comes first are first. */
#ifndef RIDEALONG_REMINDERS_DIGEST_PAGE_H
#define RIDEALONG_REMINDERS_DIGEST_PAGE_H

#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/rules/rule.h"

struct digest_page;

/** Room for so many messages. */
struct digest_page *digest_page_create(size_t most);
void digest_page_destroy(struct digest_page *page); /* NULL is fine */

/** Adds a message in the words that it has now; `place` is the caller's name for it, and orders what is about the same
 *  moment. Nothing is added when it has no words: the status is words_write()'s. */
enum status digest_page_add(struct digest_page *page, const struct rule *rule, const Reminder *reminder,
	const struct facts *facts, size_t place, struct error *reterr);

size_t digest_page_count(const struct digest_page *page);
/** The place of the message that was added first; there has to be one. */
size_t digest_page_first(const struct digest_page *page);

/** The mail of that moment (µs, in the receiver's days); both are malloc'd. NOT_FOUND or INVALID_ARGUMENT: its template
 *  is not there, or names what is not known. */
enum status digest_page_write(struct digest_page *page, const struct text_catalogue *texts, const Person *receiver,
	const struct diary *diary, int64_t moment, char **ret_subject, char **ret_body, struct error *reterr);

#endif
