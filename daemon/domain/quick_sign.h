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

#endif
