/* service/ — Templates: the sets of questions, built in and made. What changes one is in template_write.c. */
#include "daemon/service/template.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/domain/template.h"
#include "daemon/service/etag.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/viewer.h"
#include "daemon/store/page.h"
#include "daemon/store/template.h"

#define RPC_SERVICE Templates_Service

static const char *language_of(const struct call *call, const char *asked)
{
	return asked[0] != '\0' ? asked : call->locale;
}

enum status service_template_open(
	struct call *call, const char *field, const char *name, int32_t version, Template **ret)
{
	const struct store_viewer *viewer;
	Template *built_in = template_built_in(name, call->arena);
	enum status st = service_name_check(call, field, name, "templates");

	*ret = NULL;
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st != STATUS_OK)
		return st;
	if (built_in != NULL && (version == 0 || version == built_in->version))
		*ret = built_in;
	else if (built_in != NULL)
		st = store_template_get(call->conn, name, version, call->arena, ret, &call->error);
	else
		st = store_template_see(call->conn, viewer, name, version, call->arena, ret, &call->error);
	if (st == STATUS_OK && *ret == NULL)
		st = may_not_found(name, call->locale, &call->error);
	return st;
}

enum status service_template_show(struct call *call, Template *template, const char *language, Template **ret)
{
	service_etag_set(call, &template->base);
	template_say(template, language_of(call, language), call->arena);
	*ret = template;
	return STATUS_OK;
}

/* For lists: as it is called, and how much there is of it. */
static void shorten(struct call *call, Template *template, const char *language)
{
	service_etag_set(call, &template->base);
	template_say(template, language_of(call, language), call->arena);
	template_drop_texts(template);
	template->questions = NULL;
	template->n_questions = 0;
}

RPC_METHOD(get_template, GetTemplateRequest, Template)
(struct call *call, const GetTemplateRequest *in, Template **ret)
{
	Template *template;
	enum status st = service_template_open(call, "name", in->name, in->version, &template);

	return st == STATUS_OK ? service_template_show(call, template, in->language, ret) : st;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp((*(Template *const *)left)->name, (*(Template *const *)right)->name);
}

/* A token names a template that this viewer was shown. */
static enum status check_token(struct call *call, const struct store_viewer *viewer, const char *token)
{
	Template *last = template_built_in(token, call->arena);
	enum status st = STATUS_OK;

	if (token[0] == '\0' || last != NULL)
		return STATUS_OK;
	st = store_template_see(call->conn, viewer, token, 0, call->arena, &last, &call->error);
	return st == STATUS_OK && last == NULL ? store_page_invalid(&call->error) : st;
}

RPC_METHOD(list_templates, ListTemplatesRequest, ListTemplatesResponse)
(struct call *call, const ListTemplatesRequest *in, ListTemplatesResponse **ret)
{
	ListTemplatesResponse *list = arena_alloc(call->arena, sizeof(*list));
	const struct store_viewer *viewer;
	Template **made, **built_in;
	size_t n_made, n_built_in;
	enum status st;
	int size;

	list_templates_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = check_token(call, viewer, in->page_token);
	if (st == STATUS_OK)
		st = store_template_list(call->conn, viewer, in->page_token, in->show_deleted, size + 1, call->arena,
			&made, &n_made, &call->error);
	if (st != STATUS_OK)
		return st;
	built_in = template_list(call->arena, &n_built_in);
	list->templates = arena_alloc(call->arena, (n_made + n_built_in) * sizeof(Template *));
	for (size_t i = 0; i < n_made; i++)
		list->templates[list->n_templates++] = made[i];
	for (size_t i = 0; i < n_built_in; i++)
		if (strcmp(built_in[i]->name, in->page_token) > 0)
			list->templates[list->n_templates++] = built_in[i];
	qsort(list->templates, list->n_templates, sizeof(Template *), compare_names);
	list->next_page_token = service_page_end(list->templates, &list->n_templates, size);
	for (size_t i = 0; i < list->n_templates; i++)
		shorten(call, list->templates[i], in->language);
	*ret = list;
	return STATUS_OK;
}

/* "VERSION" of the last one shown. */
static enum status read_version_token(struct call *call, const char *token, int32_t *ret)
{
	char *end;
	long version;

	*ret = 0;
	if (token[0] == '\0')
		return STATUS_OK;
	version = strtol(token, &end, 10);
	if (*end != '\0' || token[0] < '0' || token[0] > '9' || version < 1 || version > INT32_MAX)
		return store_page_invalid(&call->error);
	*ret = (int32_t)version;
	return STATUS_OK;
}

RPC_METHOD(list_template_versions, ListTemplateVersionsRequest, ListTemplateVersionsResponse)
(struct call *call, const ListTemplateVersionsRequest *in, ListTemplateVersionsResponse **ret)
{
	ListTemplateVersionsResponse *list = arena_alloc(call->arena, sizeof(*list));
	Template *template;
	int32_t before;
	int size;
	enum status st = service_template_open(call, "name", in->name, 0, &template);

	list_template_versions_response__init(list);
	if (st == STATUS_OK)
		st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = read_version_token(call, in->page_token, &before);
	if (st == STATUS_OK && !template->built_in)
		st = store_template_versions(call->conn, in->name, before, size + 1, call->arena, &list->templates,
			&list->n_templates, &call->error);
	if (st != STATUS_OK)
		return st;
	if (template->built_in && (before == 0 || template->version < before)) {
		list->templates = arena_memdup(call->arena, &template, sizeof(Template *));
		list->n_templates = 1;
	}
	if (service_page_end(list->templates, &list->n_templates, size)[0] != '\0')
		list->next_page_token =
			arena_printf(call->arena, "%d", (int)list->templates[list->n_templates - 1]->version);
	for (size_t i = 0; i < list->n_templates; i++)
		shorten(call, list->templates[i], in->language);
	*ret = list;
	return STATUS_OK;
}

RPC_METHOD(create_template, CreateTemplateRequest, Template)
(struct call *call, const CreateTemplateRequest *in, Template **ret)
{
	return service_template_create(call, in, ret);
}

RPC_METHOD(update_template, UpdateTemplateRequest, Template)
(struct call *call, const UpdateTemplateRequest *in, Template **ret)
{
	return service_template_update(call, in, ret);
}

RPC_METHOD(copy_template, CopyTemplateRequest, Template)
(struct call *call, const CopyTemplateRequest *in, Template **ret)
{
	return service_template_copy(call, in, ret);
}

RPC_METHOD(delete_template, DeleteTemplateRequest, Template)
(struct call *call, const DeleteTemplateRequest *in, Template **ret)
{
	return service_template_delete(call, in, ret);
}

RPC_METHOD(undelete_template, UndeleteTemplateRequest, Template)
(struct call *call, const UndeleteTemplateRequest *in, Template **ret)
{
	return service_template_undelete(call, in, ret);
}

Templates_Service service_templates = TEMPLATES__INIT(handle_);
