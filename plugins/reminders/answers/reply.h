/* plugins/reminders/answers/ — the words of the mail that goes back: what was understood, or why nothing was done. */
#ifndef RIDEALONG_REMINDERS_REPLY_H
#define RIDEALONG_REMINDERS_REPLY_H

#include "plugins/reminders/answers/journal.h"
#include "plugins/reminders/reminders.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** What there is to say, and to whom. Borrowed; NULL for what is not there. */
struct reply_about {
	const Person *person; /* NULL: somebody we do not know, at the address `stranger` */
	const char *stranger;
	const char *session;
	const Session *seen;            /* the same, as the person sees it; NULL: none, or not to be had */
	const AnswerResponse *response; /* NULL: nothing more is known than that it was taken */
	const char *refusal;            /* key of the reason, or NULL: it was taken */
	const char *detail;             /* the daemon's own words with it */
	bool unreadable;                /* the mail cannot be read as it was sent; another one could */
	const char *unclear;            /* with a refusal: their words, which can be said again; NULL: they cannot */
};

/** In the person's language; a stranger gets the configured one. *ret is finished by the caller, also after a failure.
 */
enum status reply_write(
	const struct reminders *self, const struct reply_about *about, struct journal_reply *ret, struct error *reterr);

#endif
