#include "tests/plugins/reminders/catalogue/voice.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MOST_WORDS 60

static bool wrong(char ret[VOICE_SAYS], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(ret, VOICE_SAYS, format, args);
	va_end(args);
	return false;
}

/* ---- words ---- */

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* As whole words, in any case; a "*" at the end stands for any ending. */
static bool says(const char *text, const char *term)
{
	const size_t length = strcspn(term, "*");

	for (const char *at = text; *at != '\0'; at++) {
		if (strncasecmp(at, term, length) != 0)
			continue;
		if (at > text && is_letter(at[-1]) && is_letter(term[0]))
			continue;
		if (term[length] == '*' || !is_letter(term[length - 1]) || !is_letter(at[length]))
			return true;
	}
	return false;
}

static const char *find(const char *text, const char *const *terms)
{
	for (; *terms != NULL; terms++)
		if (says(text, *terms))
			return *terms;
	return NULL;
}

/* Facts about what the system knows, and names instead of genders. */
static const char *const blame[] = { "niet voorbereid", "onvoorbereid*", "in gebreke", "nalatig*", "hij/zij",
	"hij of zij", "hem/haar", "zijn/haar", "not prepared", "unprepared", "he/she", "she/he", "he or she", "his/her",
	"him/her", "failed to prepare", NULL };

static const char *const english[] = { "too late", "overdue", "mandatory", "obliged", "obligatory", "you must",
	"you have to", "you failed", "user*", "coachee*", "he", "she", "him", "her", "hers", "his", "score*",
	"percent*", "rating*", "average*", "colleagues", "better than", "worse than", "compared", "ranking*",
	"appraisal*", "assessment*", "objection*", "appeal*", "ridealong*", "%", NULL };

static const char *const dutch[] = { "te laat", "verplicht*", "je moet", "moet je", "u", "uw", "gebruiker*", "coachee*",
	"hij", "zij", "hem", "haar", "score*", "procent*", "percentage*", "gemiddeld*", "collega's", "beter dan",
	"slechter dan", "vergeleken", "ranglijst*", "beoordel*", "oordeel*", "bezwaar*", "ridealong*", "%", NULL };

static bool is_dutch(const char *language)
{
	return strcmp(language, "nl") == 0;
}

bool voice_words(const char *language, const char *words, char ret[VOICE_SAYS])
{
	const char *found = find(words, blame);

	if (found == NULL)
		found = find(words, is_dutch(language) ? dutch : english);
	return found == NULL || wrong(ret, "it says \"%s\": %.300s", found, words);
}

bool voice_blames_nobody(const char *words, char ret[VOICE_SAYS])
{
	const char *found = find(words, blame);

	return found == NULL || wrong(ret, "it says \"%s\": %.300s", found, words);
}

/* ---- templates ---- */

void voice_each_name(const char *template, void (*each)(void *arg, const char *name), void *arg)
{
	char name[64];

	for (const char *at = strchr(template, '{'); at != NULL; at = strchr(at + 1, '{')) {
		const size_t length = strcspn(at + 1, "}:");

		snprintf(name, sizeof(name), "%.*s", (int)length, at + 1);
		name[0] = (char)tolower((unsigned char)name[0]);
		each(arg, name);
	}
}

static void find_stranger(void *arg, const char *name)
{
	/* Who, where and when; the rest is somebody's words, or nobody else's business. */
	static const char *const shown[] = { "who", "day", "time", "coach", "coachee", "name", "due", "weeks", "slot",
		"leave", "until", "was", "n", NULL };
	char *stranger = arg;

	if (strncmp(name, "if_", 3) == 0)
		name += 3;
	for (size_t i = 0; shown[i] != NULL; i++)
		if (strcmp(shown[i], name) == 0)
			return;
	snprintf(stranger, 64, "%s", name);
}

bool voice_template(const struct text *text, const char *how, char ret[VOICE_SAYS])
{
	const char *at = strstr(text->body, "{how}");
	char stranger[64] = "";

	voice_each_name(text->subject, find_stranger, stranger);
	if (stranger[0] != '\0')
		return wrong(ret, "its subject shows {%s}", stranger);
	if (text->subject[strspn(text->subject, " ")] == '\0')
		return wrong(ret, "it has no subject");
	if (how != NULL && at == NULL)
		return wrong(ret, "there is a way to answer it, and it does not say {how}");
	if (how == NULL && at != NULL)
		return wrong(ret, "it says {how}, and there is none");
	if (at != NULL && strstr(at + 1, "{how}") != NULL)
		return wrong(ret, "it asks twice");
	return true;
}

/* ---- mails ---- */

bool voice_mail(const struct voice_mail *mail, char ret[VOICE_SAYS])
{
	static const char *const english_ways[] = { "call*", "phone*", "talk*", "say so", "say why", "another date",
		"postpone", "leave it", "no", "not now", "later", "drop", "otherwise say", "withdraw*", "not right",
		NULL };
	static const char *const dutch_ways[] = { "bel", "bellen", "app", "doorspreken", "bespreek", "overleggen",
		"zeg het", "zeg waarom", "andere datum", "nieuwe datum", "schuif", "te schuiven", "hoef je niets",
		"hoeft niets", "of niet", "nee", "niet kan ook", "vallen", "vervalt", "later mag", "anders: zeg",
		"af te zien", NULL };
	const bool nl = is_dutch(mail->language);
	const size_t words = text_count_words(mail->body) - mail->spared;

	if (words > MOST_WORDS)
		return wrong(ret, "it has %zu words: %.300s", words, mail->body);
	if (strchr(mail->subject, '{') != NULL || strchr(mail->body, '{') != NULL)
		return wrong(ret, "a placeholder is left: %.300s", mail->body);
	if (!voice_words(mail->language, mail->subject, ret) || !voice_words(mail->language, mail->body, ret))
		return false;
	if (mail->asks && find(mail->body, nl ? dutch_ways : english_ways) == NULL)
		return wrong(ret, "it asks, and does not say how to say no, shift it or phone: %.300s", mail->body);
	return true;
}

/* ---- twins ---- */

struct search {
	const char *other, *missing;
	char name[64];
};

static void look_up(void *arg, const char *name)
{
	struct search *search = arg;
	char braced[70];

	snprintf(braced, sizeof(braced), "{%s", name);
	for (const char *at = strcasestr(search->other, braced); at != NULL; at = strcasestr(at + 1, braced))
		if (at[strlen(braced)] == '}' || at[strlen(braced)] == ':')
			return;
	snprintf(search->name, sizeof(search->name), "%s", name);
	search->missing = search->name;
}

bool voice_twins(const char *left, const char *right, char ret[VOICE_SAYS])
{
	struct search search = { .other = right };

	voice_each_name(left, look_up, &search);
	search.other = left;
	voice_each_name(right, look_up, &search);
	return search.missing == NULL || wrong(ret, "only one language has {%s}", search.missing);
}
