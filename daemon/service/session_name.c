/* service/ — the names by which a session is meant. */
#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/session.h"

static const struct alias {
	const char *word;
	enum store_session_alias alias;
	const char *reason, *en, *nl; /* what there is none of */
} aliases[] = {
	{ "@now", STORE_SESSION_NOW, "NONE_NOW", "you have no session under way", "je hebt nu geen sessie" },
	{ "@next", STORE_SESSION_NEXT, "NONE_NEXT", "you have no session to come",
		"je hebt geen sessie in het vooruitzicht" },
	{ "@last", STORE_SESSION_LAST, "NONE_LAST", "you have had no session yet", "je hebt nog geen sessie gehad" },
};

/* An alias between a collection and a suffix: "sessions/" "@now" "/debrief". */
static const struct alias *find_alias(const char *given, const char *collection, const char *suffix)
{
	size_t before = strlen(collection);

	if (strncmp(given, collection, before) != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		size_t length = strlen(aliases[i].word);

		if (strncmp(given + before, aliases[i].word, length) == 0 &&
			strcmp(given + before + length, suffix) == 0)
			return &aliases[i];
	}
	return NULL;
}

static enum status follow(struct call *call, const char *field, const struct alias *alias, const char **ret)
{
	const struct store_viewer *viewer;
	enum status st;

	if (call->actor->person == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "NO_PERSON", field,
			"%s: %s is for people; name the session, or act for somebody with --as",
			"%s: %s is voor mensen; noem de sessie, of zeg voor wie met --as", field, alias->word);
	st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_session_find(call->conn, viewer, alias->alias, call->now, call->arena, ret, &call->error);
	if (st == STATUS_OK && (*ret)[0] == '\0')
		return error_detail(&call->error, STATUS_NOT_FOUND, alias->reason, field, "%s",
			words_pick(call->locale, alias->en, alias->nl));
	return st;
}

enum status service_session_resolve(struct call *call, const char *field, const char *given, const char **ret)
{
	const struct alias *alias = find_alias(given, "sessions/", "");
	enum status st;

	if (alias != NULL)
		return follow(call, field, alias, ret);
	st = service_name_check(call, field, given, "sessions");
	if (st == STATUS_OK)
		*ret = given;
	return st;
}

enum status service_session_open(struct call *call, const char *field, const char *given, Session **ret)
{
	const char *name;
	Session *session;
	struct may_object object = { .name = given };
	enum status st = service_session_resolve(call, field, given, &name);

	if (st == STATUS_OK)
		st = store_session_get(call->conn, name, call->arena, &session, NULL, &call->error);
	if (st != STATUS_OK)
		return st;
	if (session == NULL)
		return may_not_found(given, call->locale, &call->error);
	object.coach = session->coach;
	object.coachee = session->coachee;
	object.hidden = lifecycle_hidden(session);
	st = service_allow(call, &object);
	if (st == STATUS_OK)
		*ret = session;
	return st;
}

enum status service_session_of_debrief(struct call *call, const char *field, const char *given, const char **ret)
{
	const struct alias *alias = find_alias(given, "sessions/", "/debrief");

	if (alias != NULL)
		return follow(call, field, alias, ret);
	return service_name_parent(call, field, given, "sessions", "/debrief", ret);
}

enum status service_session_of_preparation(struct call *call, const char *field, const char *given, const char **ret)
{
	const struct alias *alias = find_alias(given, "meetings/", "/preparation");
	Session *session;
	enum status st;

	if (alias == NULL)
		return service_name_parent(call, field, given, "meetings", "/preparation", ret);
	st = follow(call, field, alias, ret);
	if (st == STATUS_OK)
		st = store_session_get(call->conn, *ret, call->arena, &session, NULL, &call->error);
	if (st == STATUS_OK)
		*ret = session->meeting;
	return st;
}
