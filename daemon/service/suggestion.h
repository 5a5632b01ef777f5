/* service/ — Sessions.ListSuggestions: coming meetings worth joining. */
#ifndef RIDEALONG_SERVICE_SUGGESTION_H
#define RIDEALONG_SERVICE_SUGGESTION_H

#include "daemon/service/call.h"
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

#endif
