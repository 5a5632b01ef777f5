/* domain/ — the built-in templates. */
#include "daemon/domain/template.h"

#include <string.h>

#include "daemon/domain/words.h"

#define REQUIRED  1
#define INTENTION 2
#define COACHEE   SPEAKER_COACHEE
#define COACH     SPEAKER_COACH

/* The languages of what is built in. */
enum { ENGLISH, DUTCH, LANGUAGES };

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
static const struct built_in {
	const char *key;
	int version;
	const char *en, *nl;
	const struct line *lines;
	size_t count;
	bool confidential; /* also: never unannounced */
	const char *notice_en, *notice_nl;
} built_ins[] = {
	{ "account-manager", 1, "Account manager", "Accountmanager", LINES(account_manager), false, "", "" },
	{ "consultant", 1, "Consultant", "Adviseur", LINES(consultant), false, "", "" },
	{ "customer-contact", 1, "Customer contact", "Klantcontact", LINES(customer_contact), false, "", "" },
	{ "hr", 1, "HR professional", "HR-professional", LINES(hr), true,
		"Write only about your own approach. No names, no health, no case file.",
		"Schrijf alleen over je eigen aanpak. Geen namen, geen gezondheid, geen dossier." },
	{ "team-lead", 1, "Team lead", "Teamleider", LINES(team_lead), false, "", "" },
};

/* What is built in is never freed: it is borrowed, not copied. */
static QuestionText *make_text(const char *language, const char *text, struct arena *arena)
{
	QuestionText *made = arena_alloc(arena, sizeof(*made));

	question_text__init(made);
	made->language = (char *)language;
	made->text = (char *)text;
	return made;
}

static Question *make_question(const struct line *line, struct arena *arena)
{
	Question *question = arena_alloc(arena, sizeof(*question));

	question__init(question);
	question->key = (char *)line->key;
	question->part = line->part;
	question->required = (line->flags & REQUIRED) != 0;
	question->intention = (line->flags & INTENTION) != 0;
	question->speaker = line->speaker;
	question->texts = arena_alloc(arena, LANGUAGES * sizeof(QuestionText *));
	question->texts[ENGLISH] = make_text("en", line->en, arena);
	question->texts[DUTCH] = make_text("nl", line->nl, arena);
	question->n_texts = LANGUAGES;
	return question;
}

static void fill_questions(Template *template, const struct built_in *from, struct arena *arena)
{
	Question *question = NULL;

	template->questions = arena_zero(arena, from->count * sizeof(Question *));
	for (size_t i = 0; i < from->count; i++) {
		const struct line *line = &from->lines[i];

		if (line->kind == QUESTION_LINE) {
			question = template->questions[template->n_questions++] = make_question(line, arena);
		} else if (line->kind == HINT_LINE) {
			question->texts[ENGLISH]->hint = (char *)line->en;
			question->texts[DUTCH]->hint = (char *)line->nl;
		} else {
			question->texts[ENGLISH]->default_answer = (char *)line->en;
			question->texts[DUTCH]->default_answer = (char *)line->nl;
		}
	}
}

static TemplateText *make_name(const char *language, const char *name, const char *notice, struct arena *arena)
{
	TemplateText *made = arena_alloc(arena, sizeof(*made));

	template_text__init(made);
	made->language = (char *)language;
	made->display_name = (char *)name;
	made->notice = (char *)notice;
	return made;
}

static Template *make_head(const struct built_in *from, struct arena *arena)
{
	Template *template = arena_alloc(arena, sizeof(*template));

	template__init(template);
	template->name = arena_printf(arena, TEMPLATE_COLLECTION "%s", from->key);
	template->version = from->version;
	template->confidential = from->confidential;
	template->unannounced_allowed = !from->confidential;
	template->built_in = true;
	template->texts = arena_alloc(arena, LANGUAGES * sizeof(TemplateText *));
	template->texts[ENGLISH] = make_name("en", from->en, from->notice_en, arena);
	template->texts[DUTCH] = make_name("nl", from->nl, from->notice_nl, arena);
	template->n_texts = LANGUAGES;
	return template;
}

static Template *make(const struct built_in *from, struct arena *arena)
{
	Template *template = make_head(from, arena);

	fill_questions(template, from, arena);
	return template;
}

static const struct built_in *find(const char *key)
{
	if (key == NULL)
		return NULL;
	if (strncmp(key, TEMPLATE_COLLECTION, strlen(TEMPLATE_COLLECTION)) == 0)
		key += strlen(TEMPLATE_COLLECTION);
	for (size_t i = 0; i < sizeof(built_ins) / sizeof(built_ins[0]); i++)
		if (strcmp(built_ins[i].key, key) == 0)
			return &built_ins[i];
	return NULL;
}

Template *template_built_in(const char *key, struct arena *arena)
{
	const struct built_in *found = find(key);

	return found != NULL ? make(found, arena) : NULL;
}

Template *template_built_in_head(const char *key, struct arena *arena)
{
	const struct built_in *found = find(key);

	return found != NULL ? make_head(found, arena) : NULL;
}

Template **template_list(struct arena *arena, size_t *ret_count)
{
	size_t count = sizeof(built_ins) / sizeof(built_ins[0]);
	Template **list = arena_zero(arena, count * sizeof(Template *));

	for (size_t i = 0; i < count; i++)
		list[i] = make(&built_ins[i], arena);
	*ret_count = count;
	return list;
}

/* The keys that have a shorter name than themselves, or a Dutch one. */
static const char *usual_label(const char *key, const char *language)
{
	static const struct {
		const char *key, *en, *nl;
	} labels[] = {
		{ "goal", "goal", "doel" },
		{ "behaviour", "behaviour", "houding" },
		{ "questions", "questions", "vragen" },
		{ "scenarios", "scenarios", "wendingen" },
		{ "introduction", "introduction", "voorstellen" },
		{ "exceed", "exceed", "verrassing" },
		{ "focus", "focus", "aandacht" },
		{ "coach.focus", "focus", "aandacht" },
		{ "coach.help", "help", "hulp" },
		{ "coach.bridge", "bridge", "bruggetje" },
		{ "d.watch", "watch", "letten op" },
		{ "d.facts", "facts", "feiten" },
		{ "d.works", "works", "werkt" },
		{ "d.sharper", "sharper", "scherper" },
		{ "d.intentions", "intentions", "voornemens" },
		{ "d.rails", "rails", "vangrails" },
		{ "coachee_experience", "coachee first", "eerst de ander" },
		{ "coach_experience", "then the coach", "dan de coach" },
		{ "seen_heard", "seen and heard", "gezien en gehoord" },
		{ "compliments", "what worked", "wat werkte" },
		{ "tips", "tips", "tips" },
		{ "actions", "action points", "actiepunten" },
		{ "help", "help", "hulp" },
	};

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].key, key) == 0)
			return words_pick(language, labels[i].en, labels[i].nl);
	return key;
}

static const QuestionText *text_in(const Question *question, const char *language)
{
	static const QuestionText none = QUESTION_TEXT__INIT;

	for (size_t i = 0; i < question->n_texts; i++)
		if (strcmp(question->texts[i]->language, language) == 0)
			return question->texts[i];
	return &none;
}

static const TemplateText *choose_language(const Template *template, const char *locale)
{
	static const TemplateText none = TEMPLATE_TEXT__INIT;
	const char *wanted = words_pick(locale, "en", "nl");
	const TemplateText *english = NULL;

	for (size_t i = 0; i < template->n_texts; i++) {
		if (strcmp(template->texts[i]->language, wanted) == 0)
			return template->texts[i];
		if (strcmp(template->texts[i]->language, "en") == 0)
			english = template->texts[i];
	}
	if (english != NULL)
		return english;
	return template->n_texts > 0 ? template->texts[0] : &none;
}

static void say_question(Question *question, const char *language, struct arena *arena)
{
	const QuestionText *text = text_in(question, language);

	question->text = text->text;
	question->hint = text->hint;
	question->default_answer = text->default_answer;
	question->label =
		text->label[0] != '\0' ? text->label : arena_strdup(arena, usual_label(question->key, language));
}

void template_say(Template *template, const char *locale, struct arena *arena)
{
	const TemplateText *text = choose_language(template, locale);

	template->language = text->language;
	template->display_name = text->display_name;
	template->notice = text->notice;
	template->languages = arena_alloc(arena, (template->n_texts + 1) * sizeof(char *));
	for (size_t i = 0; i < template->n_texts; i++)
		template->languages[i] = template->texts[i]->language;
	template->n_languages = template->n_texts;
	template->question_count = (int32_t) template->n_questions;
	for (size_t i = 0; i < template->n_questions; i++)
		say_question(template->questions[i], text->language, arena);
}

void template_drop_texts(Template *template)
{
	template->texts = NULL;
	template->n_texts = 0;
	for (size_t i = 0; i < template->n_questions; i++) {
		template->questions[i]->texts = NULL;
		template->questions[i]->n_texts = 0;
	}
}

const char *const template_steps[TEMPLATE_STEPS] = { "coachee_experience", "coach_experience", "seen_heard",
	"compliments", "tips", "actions", "help" };

Question **template_debrief(const Template *template, struct arena *arena)
{
	Question **questions = arena_alloc(arena, TEMPLATE_STEPS * sizeof(Question *));
	Template *usual = template_built_in(TEMPLATE_DEFAULT, arena);

	template_say(usual, template->language, arena);
	template_drop_texts(usual);
	for (size_t i = 0; i < TEMPLATE_STEPS; i++) {
		Question *asked = template_question(template, template_steps[i]);
		Question *common = template_question(usual, template_steps[i]);

		questions[i] = asked != NULL ? asked : common;
		/* "May stay empty" stands in most templates' own words. */
		if (questions[i]->hint[0] == '\0' && i + 1 < TEMPLATE_STEPS)
			questions[i]->hint = common->hint;
	}
	return questions;
}

/* "your coach" begins a sentence with a capital. */
static char *add_name(const char *filled, const char *name, struct arena *arena)
{
	char *longer = arena_printf(arena, "%s%s", filled, name);

	if (filled[0] == '\0' && longer[0] >= 'a' && longer[0] <= 'z')
		longer[0] = (char)(longer[0] - 'a' + 'A');
	return longer;
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
				filled = add_name(filled, marks[i].name, arena);
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

void template_fill_question(Question *question, const char *coach, const char *coachee, struct arena *arena)
{
	question->text = template_fill(question->text, coach, coachee, arena);
	question->hint = template_fill(question->hint, coach, coachee, arena);
	question->default_answer = template_fill(question->default_answer, coach, coachee, arena);
}

void template_fill_all(Template *template, const char *coach, const char *coachee, struct arena *arena)
{
	for (size_t i = 0; i < template->n_questions; i++)
		template_fill_question(template->questions[i], coach, coachee, arena);
}

Question *template_question(const Template *template, const char *key)
{
	for (size_t i = 0; i < template->n_questions; i++)
		if (strcmp(template->questions[i]->key, key) == 0)
			return template->questions[i];
	return NULL;
}
