/* domain/ — who does something. */
#ifndef RIDEALONG_DOMAIN_ACTOR_H
#define RIDEALONG_DOMAIN_ACTOR_H

#include <stdbool.h>
#include <stddef.h>

enum actor_kind {
	ACTOR_NOBODY,  /* known by nothing */
	ACTOR_PERSON,  /* acts for themselves, or somebody acts for them */
	ACTOR_PLUGIN,  /* a plugin's host, with its scopes */
	ACTOR_PROGRAM, /* a token without a person, with its scopes */
	ACTOR_ADMIN,   /* not a person */
	ACTOR_SERVICE, /* the daemon itself: reveal, finish, lapse, … */
};

/** A caller, after all is said about tokens, sockets and --as. Strings live as long as the call. */
struct actor {
	enum actor_kind kind;
	bool admin;         /* may do everything; also a person who is one */
	const char *person; /* "people/ID" when kind is ACTOR_PERSON, else NULL */
	const char
		*name;   /* as events name it: "people/ID", "plugins/NAME", "admin", "service", "tokens/ID", "nobody" */
	const char *via; /* who acts for the person, named likewise; NULL when they do it themselves */
	const char *plugin;        /* plugin's name, or NULL; also set when a plugin acts for a person */
	const char *const *scopes; /* "meetings.write", …; of plugins and programs */
	size_t n_scopes;
};

#endif
