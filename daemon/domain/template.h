/* domain/ — the built-in templates: what is asked before, during and after, by role and language. */
#ifndef RIDEALONG_DOMAIN_TEMPLATE_H
#define RIDEALONG_DOMAIN_TEMPLATE_H

#include <ridealong/v1/template.pb-c.h>

#include "daemon/base/arena.h"

/** What people get who chose none. */
#define TEMPLATE_DEFAULT "account-manager"

/** A template by its key, "account-manager" or "templates/account-manager", in Dutch or (any other locale) English. In
 *  the arena; texts carry their placeholders, {coach} and {coachee}. NULL when there is none of that key. Pure. */
Template *template_builtin(const char *key, const char *locale, struct arena *arena);

/** All of them, by key; *ret_count. */
Template **template_list(const char *locale, struct arena *arena, size_t *ret_count);

/** Fills {coach} and {coachee} in with names; other braces stay. In the arena. */
char *template_fill(const char *text, const char *coach, const char *coachee, struct arena *arena);

/** Fills every text, hint and default answer of the template in place. */
void template_fill_all(Template *template, const char *coach, const char *coachee, struct arena *arena);

/** The question of that key, or NULL. */
Question *template_question(const Template *template, const char *key);

#endif
