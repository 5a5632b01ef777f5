/* domain/ — a checklist as a page: text, Markdown or HTML. What people wrote is taken for words in each of them, never
 * for markup. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_CHECKLIST_H
#define RIDEALONG_DOMAIN_CHECKLIST_H

#include <ridealong/v1/checklist.pb-c.h>

#include "daemon/base/arena.h"

/** The page as its format says (unspecified: text), from everything else in the message. In the arena. */
char *checklist_write(const Checklist *checklist, struct arena *arena);

/** The grammar of quick lines in the language "nl" or (any other) English: *ret_count rows, in the arena. */
ChecklistSign **checklist_signs(const char *language, struct arena *arena, size_t *ret_count);

#endif
