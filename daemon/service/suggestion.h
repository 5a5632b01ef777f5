/* service/ — Sessions.ListSuggestions: coming meetings worth joining. */
#ifndef RIDEALONG_SERVICE_SUGGESTION_H
#define RIDEALONG_SERVICE_SUGGESTION_H

#include "daemon/service/call.h"
#include "ridealong/v1/session.pb-c.h"

/** Best first, each with its reasons (domain/suggestion.h). The coach asks for themself; administrators, plugins and
 *  programs by scope for anybody. What only hidden sessions could tell is told to the coach alone. Read lane.
 *  INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED. */
enum status service_suggestions_list(
	struct call *call, const ListSuggestionsRequest *in, ListSuggestionsResponse **ret);

#endif
