/* domain/ — templates: what is asked before, during and after, by role and language.
 *
 * A template is whole when it has its texts in all its languages (texts, questions[].texts), as it is built in and
 * kept; it is said in one of them for whoever reads it. */
#ifndef RIDEALONG_DOMAIN_TEMPLATE_H
#define RIDEALONG_DOMAIN_TEMPLATE_H

#include <ridealong/v1/template.pb-c.h>

#include "daemon/base/arena.h"

/** What people get who chose none. */
#define TEMPLATE_DEFAULT "account-manager"

/** Every template's name begins so. */
#define TEMPLATE_COLLECTION "templates/"

/** A built-in template, whole, by its key, "account-manager" or "templates/account-manager". In the arena. NULL when
 *  there is none of that key. Pure. */
Template *template_built_in(const char *key, struct arena *arena);
/** The same without its questions: its name, version and flags, and what stands above every page. */
Template *template_built_in_head(const char *key, struct arena *arena);

/** All of them, by key; *ret_count. */
Template **template_list(struct arena *arena, size_t *ret_count);

/** Says a whole template in the language of the locale ("nl" or, any other, English); one that it has not falls back to
 *  English, and without English to the first it has. Fills language, display_name, notice, languages, question_count
 * and the questions' text, hint, default_answer and label; its texts stay. They carry their placeholders, {coach} and
 *  {coachee}. */
void template_say(Template *template, const char *locale, struct arena *arena);

/** Takes what only says it in other languages out again. */
void template_drop_texts(Template *template);

/** Fills {coach} and {coachee} in with names, or words that stand for them, with a capital at the beginning; other
 * braces stay. In the arena. */
char *template_fill(const char *text, const char *coach, const char *coachee, struct arena *arena);

/** Fills every text, hint and default answer of the template in place, as it is said. */
void template_fill_all(Template *template, const char *coach, const char *coachee, struct arena *arena);

/** The same for one question. */
void template_fill_question(Question *question, const char *coach, const char *coachee, struct arena *arena);

/** The question of that key, or NULL. */
Question *template_question(const Template *template, const char *key);

/** The keys of the seven steps of a debrief, in their order. */
#define TEMPLATE_STEPS 7
extern const char *const template_steps[TEMPLATE_STEPS];

/** What is asked at the seven steps: the template's questions, and the account manager's question or hint where it has
 *  none. `template` is said; so are these, in its language. TEMPLATE_STEPS of them. */
Question **template_debrief(const Template *template, struct arena *arena);

#endif
