/* plugins/reminders/mail/ — a mail that came in: whether a person wrote it.
 *
 * A program that is taken for a person is answered, and may answer in turn for ever; a person who is taken for a
 * program waits for an acknowledgement that never comes. So headers that only programs write decide, and words only
 * where a server is known to write nothing else. */
#include <ctype.h>
#include <string.h>

#include "plugins/reminders/mail/letter_part.h"

enum { HASH = 40 };

/* A header like "auto-replied (vacation)". */
static bool says(GMimeMessage *message, const char *name, const char *value)
{
	return letter_begins(letter_header(message, name), value);
}

static bool has(GMimeMessage *message, const char *name)
{
	return letter_header(message, name) != NULL;
}

static bool is_type(GMimeMessage *message, const char *type, const char *subtype)
{
	GMimeObject *body = g_mime_message_get_mime_part(message);
	GMimeContentType *given = body != NULL ? g_mime_object_get_content_type(body) : NULL;

	return given != NULL && g_mime_content_type_is_type(given, type, subtype);
}

/* What programs put before the subject of what they answer. People write "Re:" there, and may well write about being
 * away: only the whole word with its colon counts, or a subject that is nothing else. */
static bool is_subject_of_absence(const char *subject)
{
	static const char *const words[] = { "Automatic reply", "Automatisch antwoord", "Automatische Antwort",
		"Autoreply", "Auto-reply", "Auto reply", "Out of office", "Out of office autoreply",
		"Out of the office", "Afwezig", "Afwezigheidsbericht", "Afwezigheidsmelding", "Afwezigheidsassistent",
		"Abwesenheitsnotiz", "Vacation", "Vakantiebericht", NULL };

	while (subject != NULL && isspace((unsigned char)*subject))
		subject++;
	for (size_t i = 0; subject != NULL && words[i] != NULL; i++) {
		const char *behind = subject + strlen(words[i]);

		if (strncasecmp(subject, words[i], strlen(words[i])) != 0)
			continue;
		behind += strspn(behind, " ");
		if (*behind == ':' || *behind == '\0')
			return true;
	}
	return false;
}

static const char *sign_of_absence(GMimeMessage *message)
{
	if (says(message, "Auto-Submitted", "auto-replied"))
		return "Auto-Submitted: auto-replied";
	if (has(message, "X-Autoreply") || has(message, "X-Autorespond") || has(message, "X-Autoresponder"))
		return "the header of an autoresponder";
	if (says(message, "Precedence", "auto_reply") || says(message, "X-Precedence", "auto_reply"))
		return "Precedence: auto_reply";
	if (says(message, "Delivered-To", "autoresponder"))
		return "an autoresponder";
	if (is_subject_of_absence(g_mime_message_get_subject(message)))
		return "the subject of an autoresponder";
	return NULL;
}

/* Message-IDs of ours are forty hex figures at our domain. */
static bool is_our_own(const struct letter *letter, const char *domain)
{
	const char *id = letter->message_id;

	return id != NULL && strspn(id, "0123456789abcdef") == HASH && id[HASH] == '@' &&
	       strcasecmp(id + HASH + 1, domain) == 0;
}

static const char *sign_of_program(GMimeMessage *message, const struct letter *letter, const char *domain)
{
	const char *submitted = letter_header(message, "Auto-Submitted");

	if (is_our_own(letter, domain))
		return "a mail of ours that came back";
	if (submitted != NULL && !letter_begins(submitted, "no"))
		return "Auto-Submitted";
	if (letter_begins(letter_header(message, "Return-Path"), "<>"))
		return "an empty Return-Path";
	if (is_type(message, "multipart", "report"))
		return "a report";
	/* Exchange's word for "do not answer me"; its lists of single cases stand above people's mails, too. */
	if (says(message, "X-Auto-Response-Suppress", "All"))
		return "X-Auto-Response-Suppress: All";
	if (says(message, "Precedence", "bulk") || says(message, "Precedence", "junk") ||
		says(message, "Precedence", "list"))
		return "Precedence";
	if (has(message, "List-Id") || has(message, "List-Unsubscribe"))
		return "a mailing list";
	if (letter_begins(letter->sender, "mailer-daemon@") || letter_begins(letter->sender, "postmaster@") ||
		letter_begins(letter->sender, "no-reply@") || letter_begins(letter->sender, "noreply@"))
		return "the address of a program";
	return NULL;
}

/* Who tells of a failure: an empty return path is theirs, and these addresses are. */
static bool may_be_bounce(GMimeMessage *message, const struct letter *letter)
{
	return letter->bounce.token != NULL || letter_begins(letter_header(message, "Return-Path"), "<>") ||
	       has(message, "X-Failed-Recipients") || letter_begins(letter->sender, "mailer-daemon@") ||
	       letter_begins(letter->sender, "postmaster@") || letter_begins(letter->sender, "MicrosoftExchange") ||
	       letter_begins(letter_header(message, "From"), "Mail Delivery S");
}

void letter_find_origin(GMimeMessage *message, const char *domain, struct letter *letter)
{
	if (is_type(message, "multipart", "report") && letter_read_report(message, domain, &letter->bounce)) {
		letter->origin = LETTER_BOUNCE;
		letter->sign = "a delivery report";
		return;
	}
	letter->origin = LETTER_ABSENCE;
	letter->sign = sign_of_absence(message);
	if (letter->sign != NULL)
		return;
	if (!is_type(message, "multipart", "report") && may_be_bounce(message, letter) &&
		letter_read_failure(message, domain, &letter->bounce)) {
		letter->origin = LETTER_BOUNCE;
		letter->sign = "a mail server that could not deliver";
		return;
	}
	letter->origin = LETTER_PROGRAM;
	letter->sign = sign_of_program(message, letter, domain);
	if (letter->sign == NULL && letter->bounce.token != NULL)
		letter->sign = "the address for bounces";
	if (letter->sign == NULL)
		letter->origin = LETTER_PERSON;
}
