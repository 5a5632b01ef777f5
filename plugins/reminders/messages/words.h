/* plugins/reminders/messages/ — the words of a message: its template filled with what is known, in the receiver's
 * language. */
#ifndef RIDEALONG_REMINDERS_WORDS_H
#define RIDEALONG_REMINDERS_WORDS_H

#include "plugins/reminders/catalogue/text.h"
#include "plugins/reminders/messages/facts.h"

/** Fills the template `name` from facts that have a receiver and a session, an action point or a rhythm; below a
 * request to prepare stand its questions, numbered. *ret_subject and *ret_body are malloc'd. INVALID_ARGUMENT when the
 * template names what is not known, NOT_FOUND when there is none. */
enum status words_write(const struct text_catalogue *texts, const char *name, unsigned needs, const struct facts *facts,
	char **ret_subject, char **ret_body, struct error *reterr);

/** Says below a body how to do without messages of that kind, where one may (their phrase is "foot.KIND"). The body is
 * taken and given back, malloc'd. */
char *words_append_foot(const struct text_catalogue *texts, const char *language, ReminderKind kind, char *body);

/** What the subject of all that is about a session says of it. */
struct words_moment {
	char who[700]; /* the customer, or what else it is called; of a confidential session a name that names nobody */
	char day[DIARY_WORDS], time[DIARY_WORDS];
};

/** In the person's language and zone. All empty when it cannot be said. */
void words_moment(
	const struct text_catalogue *texts, const Person *person, const Session *session, struct words_moment *ret);

/** How others call a person: the display name, or the address without its host; within a line. Room for 200 bytes. */
void words_name(const Person *person, char ret[200]);

#endif
