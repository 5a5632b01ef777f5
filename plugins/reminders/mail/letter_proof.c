/* plugins/reminders/mail/ — a mail that came in: whether the server that took it says it is from whom it claims to be
 * (RFC 8601). That server has to take away what outsiders write in its name, as the RFC asks of it. */
#include <ctype.h>
#include <string.h>

#include "plugins/reminders/mail/letter_part.h"

enum { MOST_HEADERS = 20, MOST_RESULTS = 40, MOST_LENGTH = 8192 };

/* Comments in parentheses say nothing; they may hold anything. */
static void cut_comments(char *text)
{
	int depth = 0;
	bool quoted = false;
	char *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '"' && depth == 0)
			quoted = !quoted;
		if (*from == '(' && !quoted)
			depth++;
		else if (*from == ')' && !quoted && depth > 0)
			depth--;
		else if (depth == 0)
			*to++ = *from;
	}
	*to = '\0';
}

/* The domain of a property such as "header.d=example.com" or "smtp.mailfrom=daan@example.com". */
static char *property_of(const char *result, const char *name)
{
	const char *at = strcasestr(result, name), *value;
	char *domain, *user;

	if (at == NULL)
		return NULL;
	value = at + strlen(name);
	value += *value == '"';
	domain = g_strndup(value, strcspn(value, " \t\";"));
	user = strrchr(domain, '@');
	if (user != NULL)
		memmove(domain, user + 1, strlen(user));
	return domain;
}

/* Whether the domain is the sender's, or one that it is part of: who signs for example.com signs for mail.example.com.
 */
static bool is_theirs(const char *domain, const char *sender)
{
	const char *own = strrchr(sender, '@');
	size_t length = domain != NULL ? strlen(domain) : 0, all;

	if (own == NULL || length == 0 || strchr(domain, '.') == NULL)
		return false;
	all = strlen(++own);
	return strcasecmp(own, domain) == 0 ||
	       (all > length && own[all - length - 1] == '.' && strcasecmp(own + all - length, domain) == 0);
}

static bool passed_for(const char *result, const char *verdict, const char *const *properties, const char *sender)
{
	bool theirs = false;

	if (!letter_begins(result, verdict))
		return false;
	for (; *properties != NULL && !theirs; properties++) {
		char *domain = property_of(result, *properties);

		theirs = is_theirs(domain, sender);
		g_free(domain);
	}
	return theirs;
}

/* DMARC looks at nothing but the From; DKIM, SPF and a login count when they are about its domain. */
static void weigh(const char *result, const char *sender, bool *passed, bool *failed)
{
	static const char *const dkim[] = { "header.d=", "header.i=", NULL };
	static const char *const spf[] = { "smtp.mailfrom=", NULL };
	static const char *const login[] = { "smtp.auth=", "smtp.mailfrom=", NULL };
	static const char *const dmarc[] = { "header.from=", NULL };

	*failed = *failed || letter_begins(result, "dmarc=fail");
	*passed = *passed || passed_for(result, "dmarc=pass", dmarc, sender) ||
		  passed_for(result, "dkim=pass", dkim, sender) || passed_for(result, "spf=pass", spf, sender) ||
		  passed_for(result, "auth=pass", login, sender);
}

/* "mx.example.com; spf=pass …; dkim=pass …" */
static bool weigh_header(const char *value, const char *authority, const char *sender, bool *passed, bool *failed)
{
	char *text = g_strndup(value, MOST_LENGTH), **results;
	bool ours;

	for (char *at = text; *at != '\0'; at++)
		if (isspace((unsigned char)*at))
			*at = ' ';
	cut_comments(text);
	results = g_strsplit(text, ";", MOST_RESULTS);
	if (results[0] != NULL)
		g_strstrip(results[0]);
	/* A version may stand behind the name. */
	ours = results[0] != NULL && strncasecmp(results[0], authority, strlen(authority)) == 0 &&
	       (results[0][strlen(authority)] == '\0' || results[0][strlen(authority)] == ' ');
	for (size_t i = 1; ours && results[i] != NULL; i++)
		weigh(results[i], sender, passed, failed);
	g_strfreev(results);
	g_free(text);
	return ours;
}

enum letter_proof letter_find_proof(GMimeMessage *message, const char *sender, const char *authority)
{
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
	int count = g_mime_header_list_get_count(headers), looked = 0;
	bool said = false, passed = false, failed = false;

	if (authority == NULL || sender == NULL)
		return LETTER_UNPROVEN;
	for (int i = 0; i < count && looked < MOST_HEADERS; i++) {
		GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
		const char *value = g_mime_header_get_value(header);

		if (strcasecmp(g_mime_header_get_name(header), "Authentication-Results") != 0 || value == NULL)
			continue;
		looked++;
		said = weigh_header(value, authority, sender, &passed, &failed) || said;
	}
	if (!said)
		return LETTER_UNPROVEN;
	return passed && !failed ? LETTER_PROVEN : LETTER_FORGED;
}
