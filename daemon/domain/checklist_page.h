/* domain/ — the ways to write a checklist: one file each; and the sheet they write on. */
#ifndef RIDEALONG_DOMAIN_CHECKLIST_PAGE_H
#define RIDEALONG_DOMAIN_CHECKLIST_PAGE_H

#include <ridealong/v1/checklist.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"

/** Text that grows, in the arena. */
struct sheet {
	struct arena *arena;
	char *bytes;
	size_t length, room;
};

void sheet_put(struct sheet *sheet, const char *text, size_t length);
void sheet_print(struct sheet *sheet, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A person's words, disarmed (proto/defuse.h), within their line when `one_line`. In the arena. */
char *checklist_tame(const char *words, bool one_line, struct arena *arena);

void checklist_text(const Checklist *checklist, struct sheet *sheet);
void checklist_markdown(const Checklist *checklist, struct sheet *sheet);
void checklist_html(const Checklist *checklist, struct sheet *sheet);

/* Words that all three say, in the page's language. */
/** " (if you like)" behind a line that is optional; "" behind others, and where its own words say so: "(may stay
 * empty)". */
const char *checklist_optional(const Checklist *checklist, const ChecklistLine *line);
const char *checklist_intention(const Checklist *checklist); /* "intention" */
const char *checklist_legend(const Checklist *checklist);    /* the heading above the signs */

#endif
