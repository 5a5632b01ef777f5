/* tests — Templates. */
#include "fixture.h"
#include "ridealong/v1/template.pb-c.h"

extern Templates_Service service_templates;

static enum status get(struct fixture *fixture, const char *name, const char *language, Template **ret)
{
	GetTemplateRequest in = GET_TEMPLATE_REQUEST__INIT;

	in.name = (char *)name;
	in.language = (char *)language;
	return fixture_call(fixture, &fixture->noor, &service_templates, "GetTemplate", &in, ret);
}

static void a_template_is_read_in_the_language_asked_for_or_in_english(void **state)
{
	struct fixture *fixture = *state;
	Template *template;

	assert_ok(fixture, get(fixture, "templates/account-manager", "nl", &template));
	assert_string_equal(template->name, "templates/account-manager");
	assert_string_equal(template->language, "nl");
	assert_string_equal(template->questions[0]->key, "goal");
	assert_non_null(strstr(template->questions[0]->text, "Wat moet dit gesprek"));
	assert_ok(fixture, get(fixture, "templates/account-manager", "", &template));
	assert_string_equal(template->language, "en");
	assert_ok(fixture, get(fixture, "templates/account-manager", "fr", &template));
	assert_string_equal(template->language, "en");
}

static void a_template_that_is_not_there_is_not_found(void **state)
{
	struct fixture *fixture = *state;

	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, "templates/astronaut", "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, get(fixture, "account-manager", "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, get(fixture, "", "", NULL));
}

static void a_template_comes_with_its_texts_in_all_languages(void **state)
{
	struct fixture *fixture = *state;
	Template *template, *other;

	assert_ok(fixture, get(fixture, "templates/hr", "nl", &template));
	assert_int_equal(template->n_texts, 2);
	assert_int_equal(template->questions[0]->n_texts, 2);
	assert_true(template->built_in);
	assert_ok(fixture, get(fixture, "templates/hr", "en", &other));
	assert_string_equal(template->etag, other->etag);
}

static void all_five_come_in_pages(void **state)
{
	struct fixture *fixture = *state;
	ListTemplatesRequest in = LIST_TEMPLATES_REQUEST__INIT;
	ListTemplatesResponse *list;
	char *token;

	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_templates, "ListTemplates", &in, &list));
	assert_int_equal(list->n_templates, 5);
	assert_int_equal(list->templates[0]->n_questions, 0);
	assert_int_equal(list->templates[0]->n_texts, 0);
	assert_int_equal(list->templates[0]->question_count, 23);
	assert_string_equal(list->next_page_token, "");
	in.page_size = 3;
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_templates, "ListTemplates", &in, &list));
	assert_int_equal(list->n_templates, 3);
	token = in.page_token = list->next_page_token;
	assert_string_equal(token, list->templates[2]->name);
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_templates, "ListTemplates", &in, &list));
	assert_int_equal(list->n_templates, 2);
	in.page_token = "templates/astronaut";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->noor, &service_templates, "ListTemplates", &in, &list));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_template_is_read_in_the_language_asked_for_or_in_english),
		with_fixture(a_template_that_is_not_there_is_not_found),
		with_fixture(a_template_comes_with_its_texts_in_all_languages),
		with_fixture(all_five_come_in_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
