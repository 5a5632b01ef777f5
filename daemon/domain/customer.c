/* domain/ — a line to the customer. */
#include "daemon/domain/customer.h"

#include "daemon/domain/words.h"

static char *confidential_line(const char *coach, const char *day, const char *locale, struct arena *arena)
{
	if (words_dutch(locale))
		return arena_printf(arena,
			"Mag mijn collega %s erbij zijn als wij elkaar %s spreken, alleen om naar mijn aanpak te "
			"kijken? Er wordt niets opgenomen en het gesprek blijft van ons. Liever met z'n tweeën? Dat is "
			"helemaal goed, laat het me weten.",
			coach, day);
	return arena_printf(arena,
		"May my colleague %s sit in when we talk on %s, to look at my approach only? Nothing is recorded, and "
		"the conversation stays ours. Rather just the two of us? That is perfectly fine, let me know.",
		coach, day);
}

char *customer_line(const char *coach, const char *day, bool confidential, const char *locale, struct arena *arena)
{
	if (confidential)
		return confidential_line(coach, day, locale, arena);
	if (words_dutch(locale))
		return arena_printf(arena,
			"Ik neem %s mijn collega %s mee. %s kijkt met mij mee om ervan te leren; het gesprek is gewoon "
			"van ons. Liever met z'n tweeën? Laat het me weten.",
			day, coach, coach);
	return arena_printf(arena,
		"I am bringing my colleague %s on %s, who will sit in so that I can learn from it; the conversation "
		"stays ours. Rather just the two of us? Let me know.",
		coach, day);
}
