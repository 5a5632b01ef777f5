/* The conversation right after: four entries, the coachee first, two signatures. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/debrief.h"

struct fixture {
	Debrief debrief;
	Observation compliment;
	Observation *compliments[1];
	char *action_points[1];
	Signature by_coach, by_coachee;
	Signature *signatures[2];
};

/* Has what the letters say: e(xperience of the coachee), c(oach's), k (compliment), a(ction point), and the signatures
 * C(oach's) and E. */
static void fixture_init(struct fixture *f, const char *has)
{
	debrief__init(&f->debrief);
	observation__init(&f->compliment);
	signature__init(&f->by_coach);
	signature__init(&f->by_coachee);
	f->by_coach.person = (char *)"people/coach";
	f->by_coachee.person = (char *)"people/coachee";
	f->compliments[0] = &f->compliment;
	f->action_points[0] = (char *)"actionPoints/1";
	f->debrief.compliments = f->compliments;
	f->debrief.action_points = f->action_points;
	f->debrief.signatures = f->signatures;
	if (strchr(has, 'e'))
		f->debrief.coachee_experience = (char *)"it went well";
	if (strchr(has, 'c'))
		f->debrief.coach_experience = (char *)"I was curious";
	f->debrief.n_compliments = strchr(has, 'k') != NULL;
	f->debrief.n_action_points = strchr(has, 'a') != NULL;
	if (strchr(has, 'C'))
		f->signatures[f->debrief.n_signatures++] = &f->by_coach;
	if (strchr(has, 'E'))
		f->signatures[f->debrief.n_signatures++] = &f->by_coachee;
}

static void what_is_missing_is_named_and_asked_for_kindly(void **state)
{
	static const struct {
		const char *has, *missing, *nudge;
	} rows[] = {
		{ "", "coachee_experience coach_experience compliment action_point", "Wat werkte er?" },
		{ "k", "coachee_experience coach_experience action_point", "Hoe ging het?" },
		{ "ke", "coach_experience action_point", "En voor de coach:" },
		{ "kec", "action_point", "Wat gebeurt er nu?" },
		{ "eca", "compliment", "Wat werkte er?" },
		{ "ecka", "", "" },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char list[200] = "";
		struct fixture f;
		size_t count;
		char **missing;
		const char *nudge;

		fixture_init(&f, rows[i].has);
		missing = debrief_missing(&f.debrief, arena, &count);
		for (size_t m = 0; m < count; m++) {
			strcat(list, m == 0 ? "" : " ");
			strcat(list, missing[m]);
		}
		assert_string_equal(list, rows[i].missing);
		nudge = debrief_nudge(&f.debrief, "nl", arena);
		assert_row(strncmp(nudge, rows[i].nudge, strlen(rows[i].nudge)) == 0, rows[i].has, "\"%s\"", nudge);
		assert_row((*nudge == '\0') == (*rows[i].nudge == '\0'), rows[i].has, "\"%s\"", nudge);
	}
	arena_destroy(arena);
}

static void together_the_coachee_speaks_first(void **state)
{
	struct error error = { 0 };
	struct fixture f;

	(void)state;
	fixture_init(&f, "");
	assert_int_equal(debrief_may_speak(&f.debrief, DEBRIEF_MODE_TOGETHER, false, "en", &error), STATUS_OK);
	assert_int_equal(
		debrief_may_speak(&f.debrief, DEBRIEF_MODE_TOGETHER, true, "en", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.reason, "COACHEE_FIRST");
	assert_int_equal(debrief_may_speak(&f.debrief, DEBRIEF_MODE_APART, true, "en", &error), STATUS_OK);
	fixture_init(&f, "e");
	assert_int_equal(debrief_may_speak(&f.debrief, DEBRIEF_MODE_TOGETHER, true, "en", &error), STATUS_OK);
}

static void one_signs_what_is_complete_once(void **state)
{
	static const struct {
		const char *sentence, *has, *person;
		SignatureKind kind;
		const char *remark;
		enum status status;
		const char *reason;
	} rows[] = {
		{ "a complete one is signed", "ecka", "people/coach", SIGNATURE_KIND_CORRECT, "", STATUS_OK, NULL },
		{ "seen comes with a remark", "ecka", "people/coach", SIGNATURE_KIND_SEEN, "not quite so", STATUS_OK,
			NULL },
		{ "a remark of white space is none", "ecka", "people/coach", SIGNATURE_KIND_SEEN, " \n",
			STATUS_INVALID_ARGUMENT, "REMARK_MISSING" },
		{ "one says how", "ecka", "people/coach", SIGNATURE_KIND_UNSPECIFIED, "", STATUS_INVALID_ARGUMENT,
			"KIND_MISSING" },
		{ "an incomplete one is not signed", "ec", "people/coach", SIGNATURE_KIND_CORRECT, "",
			STATUS_FAILED_PRECONDITION, "DEBRIEF_INCOMPLETE" },
		{ "nobody signs twice", "eckaC", "people/coach", SIGNATURE_KIND_CORRECT, "", STATUS_FAILED_PRECONDITION,
			"SIGNED" },
		{ "the other one still signs", "eckaC", "people/coachee", SIGNATURE_KIND_CORRECT, "", STATUS_OK, NULL },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct error error = { 0 };
		struct fixture f;
		enum status st;

		fixture_init(&f, rows[i].has);
		st = debrief_may_sign(&f.debrief, rows[i].person, rows[i].kind, rows[i].remark, "en", &error);
		assert_row(st == rows[i].status, rows[i].sentence, "%s", error.message);
		if (rows[i].reason != NULL)
			assert_string_equal(error.reason, rows[i].reason);
	}
}

static void what_is_missing_for_a_signature_is_listed(void **state)
{
	struct error error = { 0 };
	struct fixture f;

	(void)state;
	fixture_init(&f, "ec");
	debrief_may_sign(&f.debrief, "people/coach", SIGNATURE_KIND_CORRECT, "", "nl", &error);
	assert_string_equal(
		error.message, "voor het tekenen ontbreekt nog een regel over: iets wat werkte, een actiepunt");
	fixture_init(&f, "C");
	assert_false(debrief_signed_by_both(&f.debrief, "people/coach", "people/coachee"));
	assert_false(debrief_written(&f.debrief));
	fixture_init(&f, "eCE");
	assert_true(debrief_signed_by_both(&f.debrief, "people/coach", "people/coachee"));
	assert_true(debrief_written(&f.debrief));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missing_is_named_and_asked_for_kindly),
		cmocka_unit_test(together_the_coachee_speaks_first),
		cmocka_unit_test(one_signs_what_is_complete_once),
		cmocka_unit_test(what_is_missing_for_a_signature_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
