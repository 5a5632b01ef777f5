/* tests — Templates: made, changed, copied, archived; who may, and who sees. */
#include "story.h"

#include "ridealong/v1/template.pb-c.h"

extern People_Service service_people;
extern Templates_Service service_templates;

/* A template in English of one question. */
struct draft {
	QuestionText text, *texts[1];
	TemplateText name, *names[1];
	Question question, *questions[1];
	Template template;
};

static Template *draft(struct draft *draft, const char *key, const char *text)
{
	question_text__init(&draft->text);
	draft->text.language = "en";
	draft->text.text = (char *)text;
	draft->texts[0] = &draft->text;
	template_text__init(&draft->name);
	draft->name.language = "en";
	draft->name.display_name = "Field engineer";
	draft->names[0] = &draft->name;
	question__init(&draft->question);
	draft->question.key = (char *)key;
	draft->question.part = TEMPLATE_PART_BEFORE;
	draft->question.required = true;
	draft->question.texts = draft->texts;
	draft->question.n_texts = 1;
	draft->questions[0] = &draft->question;
	template__init(&draft->template);
	draft->template.texts = draft->names;
	draft->template.n_texts = 1;
	draft->template.questions = draft->questions;
	draft->template.n_questions = 1;
	return &draft->template;
}

static enum status create(
	struct fixture *fixture, const struct actor *actor, const char *key, Template *template, Template **ret)
{
	CreateTemplateRequest in = CREATE_TEMPLATE_REQUEST__INIT;

	in.template_id = (char *)key;
	in.template_ = template;
	return fixture_call(fixture, actor, &service_templates, "CreateTemplate", &in, ret);
}

static enum status update(struct fixture *fixture, const struct actor *actor, const char *name, const char *etag,
	Template *template, Template **ret)
{
	UpdateTemplateRequest in = UPDATE_TEMPLATE_REQUEST__INIT;

	template->name = (char *)name;
	template->etag = (char *)etag;
	in.template_ = template;
	return fixture_call(fixture, actor, &service_templates, "UpdateTemplate", &in, ret);
}

static enum status get(
	struct fixture *fixture, const struct actor *actor, const char *name, int32_t version, Template **ret)
{
	GetTemplateRequest in = GET_TEMPLATE_REQUEST__INIT;

	in.name = (char *)name;
	in.version = version;
	return fixture_call(fixture, actor, &service_templates, "GetTemplate", &in, ret);
}

static enum status archive(struct fixture *fixture, const struct actor *actor, const char *name)
{
	DeleteTemplateRequest in = DELETE_TEMPLATE_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_templates, "DeleteTemplate", &in, NULL);
}

static enum status bring_back(struct fixture *fixture, const struct actor *actor, const char *name)
{
	UndeleteTemplateRequest in = UNDELETE_TEMPLATE_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_templates, "UndeleteTemplate", &in, NULL);
}

static size_t count(struct fixture *fixture, const struct actor *actor, bool deleted)
{
	ListTemplatesRequest in = LIST_TEMPLATES_REQUEST__INIT;
	ListTemplatesResponse *list;

	in.show_deleted = deleted;
	assert_ok(fixture, fixture_call(fixture, actor, &service_templates, "ListTemplates", &in, &list));
	return list->n_templates;
}

static enum status set_template(struct fixture *fixture, const struct actor *actor, const char *person, const char *key)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person changed = PERSON__INIT;
	char *paths[] = { "template" };

	mask.paths = paths;
	mask.n_paths = 1;
	changed.name = (char *)person;
	changed.template_ = (char *)key;
	in.person = &changed;
	in.update_mask = &mask;
	return fixture_call(fixture, actor, &service_people, "UpdatePerson", &in, NULL);
}

static void a_coach_makes_questions_for_their_team_and_the_team_reads_them(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;
	Template *template;

	assert_ok(fixture, create(fixture, &fixture->ruud, "engineer", draft(&made, "goal", "What for?"), &template));
	assert_string_equal(template->name, "templates/engineer");
	assert_int_equal(template->version, 1);
	assert_string_equal(template->coach, "people/ruud");
	assert_string_equal(template->author, "people/ruud");
	assert_string_equal(template->questions[0]->text, "What for?");
	assert_ok(fixture, get(fixture, &fixture->noor, "templates/engineer", 0, &template));
	assert_string_equal(template->language, "en");
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->kim, "templates/engineer", 0, NULL));
	assert_int_equal(count(fixture, &fixture->noor, false), 6);
	assert_int_equal(count(fixture, &fixture->kim, false), 5);
	assert_int_equal(count(fixture, &fixture->admin, false), 6);
	assert_int_equal(fixture_events(fixture, "template.created", "people/ruud"), 1);
	assert_int_equal(fixture_events(fixture, "template.created", "people/noor"), 0);
}

static void who_coaches_nobody_makes_none(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;

	assert_status(fixture, STATUS_PERMISSION_DENIED,
		create(fixture, &fixture->noor, "mine", draft(&made, "goal", "What for?"), NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		create(fixture, &fixture->kim, "mine", draft(&made, "goal", "What for?"), NULL));
	draft(&made, "goal", "What for?")->coach = "people/ruud";
	assert_status(fixture, STATUS_PERMISSION_DENIED, create(fixture, &fixture->noor, "mine", &made.template, NULL));
}

static void an_administrator_makes_them_for_everybody_or_for_a_team(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;
	Template *template;

	assert_ok(fixture, create(fixture, &fixture->admin, "all", draft(&made, "goal", "What for?"), &template));
	assert_string_equal(template->coach, "");
	assert_ok(fixture, get(fixture, &fixture->kim, "templates/all", 0, NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		update(fixture, &fixture->ruud, "templates/all", "", draft(&made, "goal", "Why?"), NULL));
	draft(&made, "goal", "What for?")->coach = "people/ruud@example.org";
	assert_ok(fixture, create(fixture, &fixture->admin, "team", &made.template, &template));
	assert_string_equal(template->coach, "people/ruud");
	assert_ok(fixture, update(fixture, &fixture->ruud, "templates/team", "", draft(&made, "goal", "Why?"), NULL));
}

static void a_key_is_taken_once_and_built_in_ones_stay(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;

	draft(&made, "goal", "What for?");
	assert_status(fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->admin, "hr", &made.template, NULL));
	assert_ok(fixture, create(fixture, &fixture->admin, "one", &made.template, NULL));
	assert_status(fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->ruud, "one", &made.template, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, "No", &made.template, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, "two", NULL, NULL));
	made.question.required = false;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, "two", &made.template, NULL));
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		update(fixture, &fixture->admin, "templates/hr", "", draft(&made, "goal", "Why?"), NULL));
	assert_reason(fixture, "BUILT_IN");
	assert_status(fixture, STATUS_FAILED_PRECONDITION, archive(fixture, &fixture->admin, "templates/hr"));
}

static void a_change_is_a_new_version_and_none_when_nothing_is_different(void **state)
{
	struct fixture *fixture = *state;
	ListTemplateVersionsRequest in = LIST_TEMPLATE_VERSIONS_REQUEST__INIT;
	ListTemplateVersionsResponse *list;
	struct draft made;
	Template *template, *before;

	assert_ok(fixture, create(fixture, &fixture->ruud, "one", draft(&made, "goal", "What for?"), &before));
	assert_ok(fixture,
		update(fixture, &fixture->ruud, "templates/one", "", draft(&made, "goal", "What for?"), &template));
	assert_int_equal(template->version, 1);
	assert_ok(fixture, update(fixture, &fixture->ruud, "templates/one", before->etag, draft(&made, "goal", "Why?"),
				   &template));
	assert_int_equal(template->version, 2);
	assert_status(fixture, STATUS_ABORTED,
		update(fixture, &fixture->ruud, "templates/one", before->etag, draft(&made, "goal", "How?"), NULL));
	assert_ok(fixture, get(fixture, &fixture->noor, "templates/one", 1, &template));
	assert_string_equal(template->questions[0]->text, "What for?");
	assert_ok(fixture, get(fixture, &fixture->noor, "templates/one", 0, &template));
	assert_string_equal(template->questions[0]->text, "Why?");
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->noor, "templates/one", 3, NULL));
	in.name = "templates/one";
	in.page_size = 1;
	assert_ok(
		fixture, fixture_call(fixture, &fixture->sam, &service_templates, "ListTemplateVersions", &in, &list));
	assert_int_equal(list->n_templates, 1);
	assert_int_equal(list->templates[0]->version, 2);
	in.page_token = list->next_page_token;
	assert_ok(
		fixture, fixture_call(fixture, &fixture->sam, &service_templates, "ListTemplateVersions", &in, &list));
	assert_int_equal(list->templates[0]->version, 1);
	assert_string_equal(list->next_page_token, "");
	in.page_token = "x";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->sam, &service_templates, "ListTemplateVersions", &in, NULL));
	assert_int_equal(fixture_events(fixture, "template.updated", NULL), 1);
}

static void what_is_only_looked_at_is_not_kept(void **state)
{
	struct fixture *fixture = *state;
	UpdateTemplateRequest in = UPDATE_TEMPLATE_REQUEST__INIT;
	struct draft made;
	Template *template;

	in.template_ = draft(&made, "goal", "What for?");
	in.template_->name = "templates/new";
	in.validate_only = true;
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->ruud, &service_templates, "UpdateTemplate", &in, NULL));
	in.allow_missing = true;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_templates, "UpdateTemplate", &in, &template));
	assert_int_equal(template->version, 1);
	assert_int_equal(count(fixture, &fixture->ruud, true), 5);
	in.validate_only = false;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_templates, "UpdateTemplate", &in, NULL));
	assert_int_equal(count(fixture, &fixture->ruud, false), 6);
	assert_int_equal(fixture_events(fixture, "template.created", NULL), 1);
}

static void another_teams_key_is_not_told_apart_from_none_but_by_making_it(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;

	assert_ok(fixture, create(fixture, &fixture->ruud, "one", draft(&made, "goal", "What for?"), NULL));
	assert_status(fixture, STATUS_NOT_FOUND,
		update(fixture, &fixture->kim, "templates/one", "", draft(&made, "goal", "Why?"), NULL));
	assert_status(fixture, STATUS_NOT_FOUND, archive(fixture, &fixture->kim, "templates/one"));
	assert_status(fixture, STATUS_PERMISSION_DENIED, archive(fixture, &fixture->noor, "templates/one"));
}

static void a_copy_begins_like_the_other(void **state)
{
	struct fixture *fixture = *state;
	CopyTemplateRequest in = COPY_TEMPLATE_REQUEST__INIT;
	Template *copy, *original;

	in.name = "templates/hr";
	in.template_id = "absence";
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_templates, "CopyTemplate", &in, &copy));
	assert_ok(fixture, get(fixture, &fixture->noor, "templates/hr", 0, &original));
	assert_int_equal(copy->n_questions, original->n_questions);
	assert_string_equal(copy->notice, original->notice);
	assert_true(copy->confidential);
	assert_false(copy->built_in);
	assert_string_equal(copy->coach, "people/ruud");
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		fixture_call(fixture, &fixture->noor, &service_templates, "CopyTemplate", &in, NULL));
}

static void archived_ones_are_not_offered_and_come_back(void **state)
{
	struct fixture *fixture = *state;
	struct draft made;

	assert_ok(fixture, create(fixture, &fixture->ruud, "one", draft(&made, "goal", "What for?"), NULL));
	assert_ok(fixture, set_template(fixture, &fixture->admin, "people/noor", "one"));
	assert_status(fixture, STATUS_FAILED_PRECONDITION, archive(fixture, &fixture->ruud, "templates/one"));
	assert_reason(fixture, "IN_USE");
	assert_ok(fixture, set_template(fixture, &fixture->admin, "people/noor", "hr"));
	assert_ok(fixture, archive(fixture, &fixture->ruud, "templates/one"));
	assert_int_equal(count(fixture, &fixture->noor, false), 5);
	assert_int_equal(count(fixture, &fixture->noor, true), 6);
	assert_ok(fixture, get(fixture, &fixture->noor, "templates/one", 0, NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set_template(fixture, &fixture->admin, "people/noor", "one"));
	assert_status(fixture, STATUS_FAILED_PRECONDITION, archive(fixture, &fixture->ruud, "templates/one"));
	assert_status(fixture, STATUS_FAILED_PRECONDITION,
		update(fixture, &fixture->ruud, "templates/one", "", draft(&made, "goal", "Why?"), NULL));
	assert_status(fixture, STATUS_ALREADY_EXISTS,
		create(fixture, &fixture->ruud, "one", draft(&made, "goal", "What for?"), NULL));
	assert_ok(fixture, bring_back(fixture, &fixture->ruud, "templates/one"));
	assert_status(fixture, STATUS_FAILED_PRECONDITION, bring_back(fixture, &fixture->ruud, "templates/one"));
	assert_ok(fixture, set_template(fixture, &fixture->admin, "people/noor", "one"));
}

static void a_coach_chooses_the_questions_of_whom_they_coach_and_nothing_else(void **state)
{
	struct fixture *fixture = *state;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	Person changed = PERSON__INIT;
	struct draft made;

	assert_ok(fixture, create(fixture, &fixture->ruud, "one", draft(&made, "goal", "What for?"), NULL));
	assert_ok(fixture, set_template(fixture, &fixture->ruud, "people/noor", "one"));
	assert_status(fixture, STATUS_PERMISSION_DENIED, set_template(fixture, &fixture->noor, "people/noor", "hr"));
	assert_status(fixture, STATUS_PERMISSION_DENIED, set_template(fixture, &fixture->noor, "people/ruud", "hr"));
	assert_status(fixture, STATUS_NOT_FOUND, set_template(fixture, &fixture->kim, "people/noor", "hr"));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, set_template(fixture, &fixture->ruud, "people/noor", "none"));
	changed.name = "people/noor";
	changed.language = "en";
	in.person = &changed;
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		fixture_call(fixture, &fixture->ruud, &service_people, "UpdatePerson", &in, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_coach_makes_questions_for_their_team_and_the_team_reads_them),
		with_fixture(who_coaches_nobody_makes_none),
		with_fixture(an_administrator_makes_them_for_everybody_or_for_a_team),
		with_fixture(a_key_is_taken_once_and_built_in_ones_stay),
		with_fixture(a_change_is_a_new_version_and_none_when_nothing_is_different),
		with_fixture(what_is_only_looked_at_is_not_kept),
		with_fixture(another_teams_key_is_not_told_apart_from_none_but_by_making_it),
		with_fixture(a_copy_begins_like_the_other),
		with_fixture(archived_ones_are_not_offered_and_come_back),
		with_fixture(a_coach_chooses_the_questions_of_whom_they_coach_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
