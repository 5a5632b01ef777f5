/* service/ — Templates: the sets of questions that are built in. */
#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/domain/template.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/store/page.h"

#define RPC_SERVICE Templates_Service

/* A language that a template has not falls back to English. */
static const char *language_of(const struct call *call, const char *asked)
{
	return asked[0] != '\0' ? asked : call->locale;
}

RPC_METHOD(get_template, GetTemplateRequest, Template)
(struct call *call, const GetTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st;

	st = service_name_check(call, "name", in->name, "templates");
	if (st != STATUS_OK)
		return st;
	template = template_builtin(in->name, language_of(call, in->language), call->arena);
	if (template == NULL)
		return may_not_found(in->name, call->locale, &call->error);
	*ret = template;
	return STATUS_OK;
}

/* The index after the one that the token names. */
static enum status find_start(
	struct call *call, Template *const *templates, size_t count, const char *token, size_t *ret_start)
{
	*ret_start = 0;
	if (token[0] == '\0')
		return STATUS_OK;
	for (size_t i = 0; i < count; i++)
		if (strcmp(templates[i]->name, token) == 0) {
			*ret_start = i + 1;
			return STATUS_OK;
		}
	return store_page_invalid(&call->error);
}

RPC_METHOD(list_templates, ListTemplatesRequest, ListTemplatesResponse)
(struct call *call, const ListTemplatesRequest *in, ListTemplatesResponse **ret)
{
	ListTemplatesResponse *list = arena_alloc(call->arena, sizeof(*list));
	Template **templates;
	size_t count, start;
	enum status st;
	int size;

	list_templates_response__init(list);
	templates = template_list(language_of(call, in->language), call->arena, &count);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = find_start(call, templates, count, in->page_token, &start);
	if (st != STATUS_OK)
		return st;
	list->templates = templates + start;
	list->n_templates = count - start;
	list->next_page_token = service_page_end(list->templates, &list->n_templates, size);
	*ret = list;
	return STATUS_OK;
}

Templates_Service service_templates = TEMPLATES__INIT(handle_);
