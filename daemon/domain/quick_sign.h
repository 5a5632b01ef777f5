/* domain/ — the answer to "read it and sign". Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_SIGN_H
#define RIDEALONG_DOMAIN_QUICK_SIGN_H

#include <ridealong/v1/debrief.pb-c.h>
#include <stddef.h>

#include "daemon/base/arena.h"

struct quick_sign {
	SignatureKind kind;  /* UNSPECIFIED: not understood, nothing may be signed */
	const char *remark;  /* with SEEN: the words, without the greetings around them; else "" */
	const char *problem; /* with UNSPECIFIED: one sentence in the locale; else "" */
};

/** `klopt|correct`, alone or among courtesies, signs CORRECT; other words sign SEEN, with those words as the remark.
 *  Greetings, thanks, pictures and putting off alone sign nothing. Nor do the names of the two: people end a mail with
 *  theirs. Quoted mail and signature are cut. */
struct quick_sign quick_sign_read(
	const char *text, const char *const *names, size_t n_names, const char *locale, struct arena *arena);

/** Takes out of the text the lines that can be nothing but lines for the debrief: `+` worked, `! action`, `- moment >
 * first step`, `=1 yes`. Returns them, a line each, "" without any; *ret_rest is what is left. A quotation, a question
 * or a dash alone stay: so do remarks begin. Quoted mail and signature are cut. In the arena. */
const char *quick_sign_lines(const char *text, const char **ret_rest, struct arena *arena);

#endif
