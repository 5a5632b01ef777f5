/* service/ — Sessions.ListSuggestions: coming meetings worth joining. */
#ifndef RIDEALONG_SERVICE_SUGGESTION_H
#define RIDEALONG_SERVICE_SUGGESTION_H

#include "daemon/domain/policy.h"
#include "daemon/domain/suggestion.h"
#include "daemon/service/call.h"
#include "daemon/service/viewer.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** Best first, each with its reasons (domain/suggestion.h), and none that planning would refuse. The coach asks for
 * themself; administrators, plugins and programs by scope for anybody. What only hidden sessions could tell is told to
 * the coach alone. Read lane. INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED. */
enum status service_suggestions_list(
	struct call *call, const ListSuggestionsRequest *in, ListSuggestionsResponse **ret);

/** Does not suggest a meeting to the coach any more, or does again; done again it stays so. What may not be seen is
 *  NOT_FOUND. Events suggestion.dismissed and suggestion.restored, for the coach alone. Write lane. */
enum status service_suggestion_dismiss(
	struct call *call, const char *coach, const char *meeting, bool dismissed, Suggestion **ret);

/* ---- what there is to suggest (suggestion_gather.c) ---- */

/** What the asking is about, and what was gathered for it. */
struct gathering {
	const struct store_viewer *viewer;
	const ListSuggestionsRequest *in;
	Session *freed; /* only what could be joined in its time; NULL for any */
	Person *coach;
	struct policy policy; /* of the coach's team */
	int today;            /* the coach's */
	int64_t from, until;  /* µs */
	Session **sessions;   /* of the coach: those to come, and a while back */
	size_t n_sessions;
	Meeting **own; /* the coach's own appointments */
	size_t n_own;
	struct suggestion **found;
	size_t n_found;
};

/** Gathers and rates what the coach could join within the span: of all whom they coach, or, when `coachee` is not "",
 *  of one. Not sorted yet. */
enum status service_suggestion_gather(struct call *call, const char *coachee, struct gathering *g);

#endif
