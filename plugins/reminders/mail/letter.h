/* plugins/reminders/mail/ — a mail that came in: who wrote it, to which answer address, what they said themselves, and
 * whether a person wrote it at all. Pure; call g_mime_init() first. Whatever the bytes are, the result is a letter:
 * perhaps one that says nothing. */
#ifndef RIDEALONG_REMINDERS_LETTER_H
#define RIDEALONG_REMINDERS_LETTER_H

#include <stdbool.h>
#include <stddef.h>

/** Of a longer mail the beginning is enough: what is behind it is attached, and nobody reads that. */
enum { LETTER_MOST_BYTES = 1 << 20 };

/** Where letters come in. Strings are borrowed. */
struct letter_place {
	const char *domain;    /* of answer addresses and of our Message-IDs */
	const char *authority; /* authserv-id of the server whose Authentication-Results are believed, or NULL */
};

/** Who wrote it. */
enum letter_origin {
	LETTER_PERSON,
	LETTER_BOUNCE,  /* a mail server: a mail of ours did not arrive, or not yet */
	LETTER_ABSENCE, /* their mail program: they are away */
	LETTER_PROGRAM  /* a list, a receipt, a notice, a mail of our own that came back */
};

/** Why there are no words, where there should be some. */
enum letter_sealed {
	LETTER_OPEN,
	LETTER_ENCRYPTED, /* S/MIME or OpenPGP, or S/MIME with the words inside the signature */
	LETTER_TNEF       /* winmail.dat */
};

/** Whether the server of the place says that the mail is from the domain in its From. */
enum letter_proof {
	LETTER_UNPROVEN, /* it says nothing, or no authority is known */
	LETTER_PROVEN,   /* DMARC, or DKIM or SPF of that domain, passed */
	LETTER_FORGED    /* DMARC failed, or nothing passed for that domain */
};

/** What a bounce says (RFC 3464, or the words of a server that does not write such reports). */
struct letter_bounce {
	char *message_id; /* of the mail of ours that it returns, without brackets; NULL: it does not say */
	char *token;      /* "ridealong-bounces+TOKEN@DOMAIN", to which it went; NULL: to another address */
	char *receiver;   /* that could not be reached, or NULL */
	char *words;      /* the other server's, in one line, or NULL */
	char status[16];  /* "5.1.1", or empty */
	bool final;       /* no further attempt will be made */
};

/** Strings are the letter's; NULL for what it does not say. */
struct letter {
	char *message_id; /* without brackets */
	char *sender;     /* address of From */
	char *address;    /* what stands between "ridealong+" and "@DOMAIN" in one of its receivers, in lower case */
	char *text;       /* UTF-8, without quotes and signature; "" when nothing is left */
	char *quoted;     /* the same with the lines it quotes, each beginning with ">" */
	bool cut;         /* there is more of the words than the beginning of the mail holds */
	enum letter_sealed sealed;
	enum letter_origin origin;
	const char *sign; /* by which it was known that no person wrote it; static, NULL for a person's */
	enum letter_proof proof;
	struct letter_bounce bounce; /* of LETTER_BOUNCE */
};

/** `bytes` are at most LETTER_MOST_BYTES, and `cut` when they are only the beginning. NULL only when memory is out. */
struct letter *letter_read(const void *bytes, size_t size, bool cut, const struct letter_place *place);
void letter_destroy(struct letter *letter); /* NULL is fine */

/** What the writer said themselves: without lines that begin with ">", the line that introduces them, what follows an
 *  unmarked introduction ("On … wrote:", "Van: … Verzonden: …"), the signature, what telephones add, and the lines of
 *  an OpenPGP signature. malloc'd. */
char *letter_own_words(const char *text);
/** The same with the lines that begin with ">": between them stand answers to them. malloc'd. */
char *letter_quoted_words(const char *text);

/** The words of an HTML page that its reader sees, a line a paragraph, quotes marked by ">". malloc'd. */
char *letter_html_to_text(const char *html, size_t size);

#endif
