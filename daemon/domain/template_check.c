/* domain/ — whether a template that somebody made can be asked. Every sentence names the key, and what to write. */
#include "daemon/domain/template_check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "daemon/domain/template.h"
#include "daemon/domain/words.h"

#define SMALL  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* What is looked at, for the sentences. */
struct look {
	const Template *template;
	const char *locale;
	struct error *reterr;
};

static enum status refuse(const struct look *look, const char *reason, const char *field, const char *en,
	const char *nl, ...) __attribute__((format(printf, 4, 6), format(printf, 5, 6)));

static enum status refuse(
	const struct look *look, const char *reason, const char *field, const char *en, const char *nl, ...)
{
	char sentence[400];
	va_list arguments;

	va_start(arguments, nl);
	vsnprintf(sentence, sizeof(sentence), words_pick(look->locale, en, nl), arguments);
	va_end(arguments);
	return error_detail(look->reterr, STATUS_INVALID_ARGUMENT, reason, field, "%s", sentence);
}

static bool is_language(const char *language)
{
	return strcmp(language, "en") == 0 || strcmp(language, "nl") == 0;
}

/* The first "{…" that is no placeholder we know; NULL when all are. */
static const char *strange_brace(const char *text)
{
	static const char *const known[] = { "{coach}", "{coachee}" };

	for (const char *at = strchr(text, '{'); at != NULL; at = strchr(at + 1, '{'))
		if (strncmp(at, known[0], strlen(known[0])) != 0 && strncmp(at, known[1], strlen(known[1])) != 0)
			return at;
	return NULL;
}

/* One line, without white space at its ends (a file could not say it), within its size, with placeholders we know. */
static enum status check_line(const struct look *look, const char *what, const char *text, size_t most)
{
	const size_t length = strlen(text);
	const char *brace = strange_brace(text);

	if (length > most)
		return refuse(look, "TOO_LONG", "template", "%s is too long: %zu bytes at the most",
			"%s is te lang: hooguit %zu bytes", what, most);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return refuse(
				look, "ONE_LINE", "template", "%s must be one line", "%s moet één regel zijn", what);
	if (length > 0 && (text[0] == ' ' || text[length - 1] == ' '))
		return refuse(look, "SPACE", "template", "%s begins or ends with a space",
			"%s begint of eindigt met een spatie", what);
	if (brace != NULL)
		return refuse(look, "PLACEHOLDER", "template",
			"%s: only {coach} and {coachee} are filled in, not \"%.*s\"",
			"%s: alleen {coach} en {coachee} worden ingevuld, niet \"%.*s\"", what,
			(int)(strcspn(brace, "}") < 20 ? strcspn(brace, "}") + 1 : 20), brace);
	return STATUS_OK;
}

static enum status check_names(const struct look *look)
{
	const Template *template = look->template;

	if (template->n_texts == 0)
		return refuse(look, "NO_LANGUAGE", "template.texts",
			"the template has no language yet: give it a display_name in \"en\", \"nl\" or both",
			"de vragenlijst heeft nog geen taal: geef een display_name in \"en\", \"nl\" of allebei");
	for (size_t i = 0; i < template->n_texts; i++) {
		const TemplateText *text = template->texts[i];
		char what[80];
		enum status st;

		if (!is_language(text->language))
			return refuse(look, "LANGUAGE", "template.texts.language",
				"a template speaks \"en\" or \"nl\", not \"%.40s\"",
				"een vragenlijst spreekt \"en\" of \"nl\", niet \"%.40s\"", text->language);
		for (size_t j = 0; j < i; j++)
			if (strcmp(template->texts[j]->language, text->language) == 0)
				return refuse(look, "TWICE", "template.texts.language",
					"the language \"%s\" is there twice", "de taal \"%s\" staat er twee keer",
					text->language);
		if (text->display_name[0] == '\0')
			return refuse(look, "NO_NAME", "template.texts.display_name",
				"display_name.%s is missing: say for whom the questions are",
				"display_name.%s ontbreekt: zeg voor wie de vragen zijn", text->language);
		snprintf(what, sizeof(what), "display_name.%s", text->language);
		st = check_line(look, what, text->display_name, TEMPLATE_LINE_MOST);
		snprintf(what, sizeof(what), "notice.%s", text->language);
		if (st == STATUS_OK)
			st = check_line(look, what, text->notice, TEMPLATE_LINE_MOST);
		if (st != STATUS_OK)
			return st;
	}
	return STATUS_OK;
}

static bool has_language(const Template *template, const char *language)
{
	for (size_t i = 0; i < template->n_texts; i++)
		if (strcmp(template->texts[i]->language, language) == 0)
			return true;
	return false;
}

static enum status check_text(const struct look *look, const Question *question, const QuestionText *text)
{
	const struct {
		const char *name, *text;
		size_t most;
	} lines[] = { { "text", text->text, TEMPLATE_LINE_MOST }, { "hint", text->hint, TEMPLATE_LINE_MOST },
		{ "default", text->default_answer, TEMPLATE_ANSWER_MOST },
		{ "label", text->label, TEMPLATE_KEY_MOST } };
	enum status st = STATUS_OK;

	if (!has_language(look->template, text->language))
		return refuse(look, "LANGUAGE", "template.questions.texts.language",
			"%s has a text in \"%.40s\", in which the template has no display_name",
			"%s heeft een tekst in \"%.40s\", maar de vragenlijst heeft daarin geen display_name",
			question->key, text->language);
	for (size_t i = 0; st == STATUS_OK && i < sizeof(lines) / sizeof(lines[0]); i++) {
		char what[TEMPLATE_KEY_MOST + 40];

		snprintf(what, sizeof(what), "%s: %s.%s", question->key, lines[i].name, text->language);
		st = check_line(look, what, lines[i].text, lines[i].most);
	}
	if (st == STATUS_OK && strchr(text->label, ':') != NULL)
		st = refuse(look, "LABEL", "template.questions.texts.label", "%s: a label has no colon",
			"%s: een label heeft geen dubbele punt", question->key);
	return st;
}

static enum status check_texts(const struct look *look, const Question *question)
{
	const Template *template = look->template;
	size_t defaults = 0;

	for (size_t i = 0; i < question->n_texts; i++) {
		enum status st = check_text(look, question, question->texts[i]);

		if (st != STATUS_OK)
			return st;
		for (size_t j = 0; j < i; j++)
			if (strcmp(question->texts[i]->language, question->texts[j]->language) == 0)
				return refuse(look, "TWICE", "template.questions.texts.language",
					"%s has the language \"%s\" twice", "%s heeft de taal \"%s\" twee keer",
					question->key, question->texts[i]->language);
		defaults += question->texts[i]->default_answer[0] != '\0';
	}
	for (size_t i = 0; i < template->n_texts; i++) {
		const char *language = template->texts[i]->language;
		bool asked = false;

		for (size_t j = 0; j < question->n_texts; j++)
			asked = asked || (strcmp(question->texts[j]->language, language) == 0 &&
						 question->texts[j]->text[0] != '\0');
		if (!asked)
			return refuse(look, "NO_TEXT", "template.questions.texts.text", "%s: text.%s is missing",
				"%s: text.%s ontbreekt", question->key, language);
	}
	if (defaults > 0 && question->part != TEMPLATE_PART_BEFORE)
		return refuse(look, "DEFAULT", "template.questions.texts.default_answer",
			"%s: only questions before the meeting have a default answer",
			"%s: alleen vragen vooraf hebben een standaardantwoord", question->key);
	if (defaults > 0 && defaults != template->n_texts)
		return refuse(look, "DEFAULT", "template.questions.texts.default_answer",
			"%s: the default answer is there in some languages only",
			"%s: het standaardantwoord is er niet in alle talen", question->key);
	return STATUS_OK;
}

static bool is_one_of(const char *key, const char *const *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return false;
}

/* What of the flags goes with what part, and the keys that a part has to have because somebody acts on them. */
static enum status check_part(const struct look *look, const Question *question)
{
	static const char *const coachs[] = { "coach.focus", "coach.help", "coach.bridge" };

	if (question->part < TEMPLATE_PART_BEFORE || question->part > TEMPLATE_PART_DEBRIEF)
		return refuse(look, "PART", "template.questions.part",
			"%s: the part must be before, coach-before, during or debrief",
			"%s: het deel moet before, coach-before, during of debrief zijn", question->key);
	if (question->required && question->part != TEMPLATE_PART_BEFORE)
		return refuse(look, "REQUIRED", "template.questions.required",
			"%s: only questions before the meeting count for the preparation check",
			"%s: alleen vragen vooraf tellen voor de voorbereidingscheck", question->key);
	if (question->intention && question->part != TEMPLATE_PART_BEFORE)
		return refuse(look, "INTENTION", "template.questions.intention",
			"%s: intentions are picked from answers before the meeting only",
			"%s: voornemens komen alleen uit antwoorden vooraf", question->key);
	if (question->speaker != SPEAKER_UNSPECIFIED &&
		(question->part != TEMPLATE_PART_DEBRIEF || question->speaker > SPEAKER_COACH))
		return refuse(look, "SPEAKER", "template.questions.speaker",
			"%s: only in the debrief somebody speaks first, coachee or coach",
			"%s: alleen in de nabespreking spreekt iemand het eerst, coachee of coach", question->key);
	if (question->part == TEMPLATE_PART_COACH_BEFORE && !is_one_of(question->key, coachs, 3))
		return refuse(look, "COACH_KEY", "template.questions.key",
			"%s: what a coach notes beforehand is coach.focus, coach.help or coach.bridge",
			"%s: wat een coach vooraf noteert is coach.focus, coach.help of coach.bridge", question->key);
	if (question->part == TEMPLATE_PART_DEBRIEF && !is_one_of(question->key, template_steps, TEMPLATE_STEPS))
		return refuse(look, "STEP", "template.questions.key",
			"%s is no step of the debrief: coachee_experience, coach_experience, seen_heard, compliments, "
			"tips, actions, help",
			"%s is geen stap van de nabespreking: coachee_experience, coach_experience, seen_heard, "
			"compliments, tips, actions, help",
			question->key);
	return STATUS_OK;
}

static enum status check_key(const struct look *look, size_t index)
{
	const char *key = look->template->questions[index]->key;

	if (key[0] == '\0' || strchr(SMALL, key[0]) == NULL || key[strspn(key, SMALL DIGITS "_.-")] != '\0' ||
		strlen(key) > TEMPLATE_KEY_MOST)
		return refuse(look, "KEY", "template.questions.key",
			"question %zu: the key \"%.60s\" must be a small letter, then small letters, digits, _, . or "
			"-, %d at the most",
			"vraag %zu: de sleutel \"%.60s\" moet een kleine letter zijn, dan kleine letters, cijfers, _, "
			". of -, hooguit %d",
			index + 1, key, TEMPLATE_KEY_MOST);
	for (size_t i = 0; i < index; i++)
		if (strcmp(look->template->questions[i]->key, key) == 0)
			return refuse(look, "KEY_TWICE", "template.questions.key", "the key \"%s\" is there twice",
				"de sleutel \"%s\" staat er twee keer", key);
	return STATUS_OK;
}

static enum status check_counts(const struct look *look)
{
	const Template *template = look->template;
	size_t before = 0, required = 0;

	for (size_t i = 0; i < template->n_questions; i++) {
		before += template->questions[i]->part == TEMPLATE_PART_BEFORE;
		required += template->questions[i]->required;
		if (i > 0 && template->questions[i]->part < template->questions[i - 1]->part)
			return refuse(look, "ORDER", "template.questions",
				"%s: the questions stand in the order before, coach-before, during, debrief",
				"%s: de vragen staan in de volgorde before, coach-before, during, debrief",
				template->questions[i]->key);
	}
	if (before > TEMPLATE_BEFORE_MOST || template->n_questions > TEMPLATE_MOST)
		return refuse(look, "TOO_MANY", "template.questions",
			"too many questions: %d before the meeting and %d in all are the most",
			"te veel vragen: hooguit %d vooraf en %d in totaal", TEMPLATE_BEFORE_MOST, TEMPLATE_MOST);
	if (required == 0)
		return refuse(look, "NONE_REQUIRED", "template.questions.required",
			"at least one question before the meeting has to count for the preparation check: required",
			"minstens één vraag vooraf moet tellen voor de voorbereidingscheck: required");
	return STATUS_OK;
}

enum status template_check_key(const char *key, const char *locale, struct error *reterr)
{
	const struct look look = { .locale = locale, .reterr = reterr };

	if (key[0] != '\0' && strchr(SMALL, key[0]) != NULL && key[strspn(key, SMALL DIGITS "-")] == '\0' &&
		strlen(key) <= TEMPLATE_KEY_MOST)
		return STATUS_OK;
	return refuse(&look, "KEY", "template_id",
		"a template's key must be a small letter, then small letters, digits or \"-\", %d at the most, not "
		"\"%.60s\"",
		"de sleutel van een vragenlijst moet een kleine letter zijn, dan kleine letters, cijfers of \"-\", "
		"hooguit %d, niet \"%.60s\"",
		TEMPLATE_KEY_MOST, key);
}

enum status template_check(const Template *template, const char *locale, struct error *reterr)
{
	const struct look look = { .template = template, .locale = locale, .reterr = reterr };
	enum status st = check_names(&look);

	for (size_t i = 0; st == STATUS_OK && i < template->n_questions; i++) {
		st = check_key(&look, i);
		if (st == STATUS_OK)
			st = check_part(&look, template->questions[i]);
		if (st == STATUS_OK)
			st = check_texts(&look, template->questions[i]);
	}
	if (st == STATUS_OK)
		st = check_counts(&look);
	if (st == STATUS_OK && template->confidential && template->unannounced_allowed)
		st = refuse(&look, "CONFIDENTIAL", "template.unannounced_allowed",
			"a confidential template cannot be unannounced: unannounced = no",
			"een vertrouwelijke vragenlijst kan niet onaangekondigd: unannounced = no");
	return st;
}

static bool same_text(const QuestionText *one, const QuestionText *other)
{
	return strcmp(one->language, other->language) == 0 && strcmp(one->text, other->text) == 0 &&
	       strcmp(one->hint, other->hint) == 0 && strcmp(one->default_answer, other->default_answer) == 0 &&
	       strcmp(one->label, other->label) == 0;
}

static bool same_question(const Question *one, const Question *other)
{
	bool same = strcmp(one->key, other->key) == 0 && one->part == other->part && one->required == other->required &&
		    one->intention == other->intention && one->speaker == other->speaker &&
		    one->n_texts == other->n_texts;

	for (size_t i = 0; same && i < one->n_texts; i++)
		same = same_text(one->texts[i], other->texts[i]);
	return same;
}

bool template_same(const Template *one, const Template *other)
{
	bool same = one->confidential == other->confidential &&
		    one->unannounced_allowed == other->unannounced_allowed && one->n_texts == other->n_texts &&
		    one->n_questions == other->n_questions;

	for (size_t i = 0; same && i < one->n_texts; i++)
		same = strcmp(one->texts[i]->language, other->texts[i]->language) == 0 &&
		       strcmp(one->texts[i]->display_name, other->texts[i]->display_name) == 0 &&
		       strcmp(one->texts[i]->notice, other->texts[i]->notice) == 0;
	for (size_t i = 0; same && i < one->n_questions; i++)
		same = same_question(one->questions[i], other->questions[i]);
	return same;
}
