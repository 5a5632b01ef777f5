/* domain/ — the built-in templates. */
#include "daemon/domain/template.h"

#include <string.h>

#include "daemon/domain/words.h"

#define REQUIRED  1
#define INTENTION 2
#define COACHEE   SPEAKER_COACHEE
#define COACH     SPEAKER_COACH

/* A question, or a hint or default answer that belongs to the question before it. */
struct line {
	enum { QUESTION_LINE, HINT_LINE, DEFAULT_LINE } kind;
	TemplatePart part;
	const char *key;
	int flags; /* before the meeting: of REQUIRED and INTENTION */
	Speaker speaker;
	const char *en, *nl;
};

/* The .def files' columns: key, flags (of the debrief: who speaks first), English, Dutch. */
#define PART(part, key, flags, speaker, en, nl) { QUESTION_LINE, TEMPLATE_PART_##part, key, flags, speaker, en, nl },
#define BEFORE(key, flags, en, nl)              PART(BEFORE, key, flags, SPEAKER_UNSPECIFIED, en, nl)
#define COACH_BEFORE(key, flags, en, nl)        PART(COACH_BEFORE, key, flags, SPEAKER_UNSPECIFIED, en, nl)
#define DURING(key, flags, en, nl)              PART(DURING, key, flags, SPEAKER_UNSPECIFIED, en, nl)
#define DEBRIEF(key, speaker, en, nl)           PART(DEBRIEF, key, 0, speaker, en, nl)
#define HINT(en, nl)                            { HINT_LINE, TEMPLATE_PART_UNSPECIFIED, NULL, 0, SPEAKER_UNSPECIFIED, en, nl },
#define DEFAULT(en, nl)                         { DEFAULT_LINE, TEMPLATE_PART_UNSPECIFIED, NULL, 0, SPEAKER_UNSPECIFIED, en, nl },

static const struct line account_manager[] = {
#include "daemon/domain/template/account_manager.def"
};
static const struct line consultant[] = {
#include "daemon/domain/template/consultant.def"
};
static const struct line customer_contact[] = {
#include "daemon/domain/template/customer_contact.def"
};
static const struct line hr[] = {
#include "daemon/domain/template/hr.def"
};
static const struct line team_lead[] = {
#include "daemon/domain/template/team_lead.def"
};

#define LINES(array) (array), sizeof(array) / sizeof((array)[0])

/* By key. The version counts up with every change of a text. */
static const struct builtin {
	const char *key;
	int version;
	const char *en, *nl;
	const struct line *lines;
	size_t count;
	bool confidential; /* also: never unannounced */
	const char *notice_en, *notice_nl;
} builtins[] = {
	{ "account-manager", 1, "Account manager", "Accountmanager", LINES(account_manager), false, "", "" },
	{ "consultant", 1, "Consultant", "Adviseur", LINES(consultant), false, "", "" },
	{ "customer-contact", 1, "Customer contact", "Klantcontact", LINES(customer_contact), false, "", "" },
	{ "hr", 1, "HR professional", "HR-professional", LINES(hr), true,
		"Write only about your own approach. No names, no health, no case file.",
		"Schrijf alleen over je eigen aanpak. Geen namen, geen gezondheid, geen dossier." },
	{ "team-lead", 1, "Team lead", "Teamleider", LINES(team_lead), false, "", "" },
};

#define COLLECTION "templates/"

static Question *make_question(const struct line *line, const char *locale, struct arena *arena)
{
	Question *question = arena_alloc(arena, sizeof(*question));

	question__init(question);
	question->key = arena_strdup(arena, line->key);
	question->part = line->part;
	question->text = arena_strdup(arena, words_pick(locale, line->en, line->nl));
	question->required = (line->flags & REQUIRED) != 0;
	question->intention = (line->flags & INTENTION) != 0;
	question->speaker = line->speaker;
	return question;
}

static void fill_questions(Template *template, const struct builtin *from, const char *locale, struct arena *arena)
{
	template->questions = arena_zero(arena, from->count * sizeof(Question *));
	for (size_t i = 0; i < from->count; i++) {
		const struct line *line = &from->lines[i];
		char *text = arena_strdup(arena, words_pick(locale, line->en, line->nl));

		if (line->kind == QUESTION_LINE)
			template->questions[template->n_questions++] = make_question(line, locale, arena);
		else if (line->kind == HINT_LINE)
			template->questions[template->n_questions - 1]->hint = text;
		else
			template->questions[template->n_questions - 1]->default_answer = text;
	}
}

static Template *make(const struct builtin *from, const char *locale, struct arena *arena)
{
	Template *template = arena_alloc(arena, sizeof(*template));

	template__init(template);
	template->name = arena_printf(arena, COLLECTION "%s", from->key);
	template->version = from->version;
	template->language = arena_strdup(arena, words_pick(locale, "en", "nl"));
	template->display_name = arena_strdup(arena, words_pick(locale, from->en, from->nl));
	template->notice = arena_strdup(arena, words_pick(locale, from->notice_en, from->notice_nl));
	template->confidential = from->confidential;
	template->unannounced_allowed = !from->confidential;
	fill_questions(template, from, locale, arena);
	return template;
}

Template *template_builtin(const char *key, const char *locale, struct arena *arena)
{
	if (key == NULL)
		return NULL;
	if (strncmp(key, COLLECTION, strlen(COLLECTION)) == 0)
		key += strlen(COLLECTION);
	for (size_t i = 0; i < sizeof(builtins) / sizeof(builtins[0]); i++)
		if (strcmp(builtins[i].key, key) == 0)
			return make(&builtins[i], locale, arena);
	return NULL;
}

Template **template_list(const char *locale, struct arena *arena, size_t *ret_count)
{
	size_t count = sizeof(builtins) / sizeof(builtins[0]);
	Template **list = arena_zero(arena, count * sizeof(Template *));

	for (size_t i = 0; i < count; i++)
		list[i] = make(&builtins[i], locale, arena);
	*ret_count = count;
	return list;
}

char *template_fill(const char *text, const char *coach, const char *coachee, struct arena *arena)
{
	const struct {
		const char *mark, *name;
	} marks[] = { { "{coach}", coach }, { "{coachee}", coachee } };
	char *filled = arena_strdup(arena, "");

	while (*text != '\0') {
		size_t length = strcspn(text, "{"), skip = 0;

		filled = arena_printf(arena, "%s%.*s", filled, (int)length, text);
		text += length;
		for (size_t i = 0; i < 2 && skip == 0; i++)
			if (strncmp(text, marks[i].mark, strlen(marks[i].mark)) == 0) {
				filled = arena_printf(arena, "%s%s", filled, marks[i].name);
				skip = strlen(marks[i].mark);
			}
		if (skip == 0 && *text == '{') {
			filled = arena_printf(arena, "%s{", filled);
			skip = 1;
		}
		text += skip;
	}
	return filled;
}

void template_fill_all(Template *template, const char *coach, const char *coachee, struct arena *arena)
{
	for (size_t i = 0; i < template->n_questions; i++) {
		Question *question = template->questions[i];

		question->text = template_fill(question->text, coach, coachee, arena);
		question->hint = template_fill(question->hint, coach, coachee, arena);
		question->default_answer = template_fill(question->default_answer, coach, coachee, arena);
	}
}

Question *template_question(const Template *template, const char *key)
{
	for (size_t i = 0; i < template->n_questions; i++)
		if (strcmp(template->questions[i]->key, key) == 0)
			return template->questions[i];
	return NULL;
}
