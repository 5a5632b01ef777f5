/* service/ — the names by which requests mean things. */
#include "daemon/service/name.h"

#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/person.h"

#define PEOPLE "people/"

static enum status not_a_person(struct call *call, const char *field)
{
	return service_refuse(call, STATUS_INVALID_ARGUMENT, "NAME", field,
		"%s must be \"people/ID\", \"people/ADDRESS\" or \"people/me\"",
		"%s moet \"people/ID\", \"people/ADRES\" of \"people/me\" zijn", field);
}

static enum status resolve(struct call *call, const char *field, const char *given, const char **ret)
{
	if (strncmp(given, PEOPLE, strlen(PEOPLE)) != 0 || given[strlen(PEOPLE)] == '\0')
		return not_a_person(call, field);
	if (strcmp(given, PEOPLE "me") == 0) {
		if (call->actor->person == NULL)
			return service_refuse(call, STATUS_INVALID_ARGUMENT, "NO_PERSON", field,
				"%s: you are no person here; name one by address, or act for one with --as",
				"%s: je bent hier geen persoon; noem iemand met een adres, of handel voor iemand met "
				"--as",
				field);
		*ret = call->actor->person;
		return STATUS_OK;
	}
	if (strchr(given, '@') != NULL)
		return store_person_find(call->conn, given + strlen(PEOPLE), call->arena, ret, &call->error);
	if (strchr(given + strlen(PEOPLE), '/') != NULL)
		return not_a_person(call, field);
	*ret = given;
	return STATUS_OK;
}

enum status service_name_person(struct call *call, const char *field, const char *given, Person **ret)
{
	const struct store_viewer *viewer;
	const char *name = NULL;
	Person *person = NULL;
	enum status st;

	st = resolve(call, field, given, &name);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK && name != NULL)
		st = store_person_see(call->conn, viewer, name, call->arena, &person, &call->error);
	if (st != STATUS_OK)
		return st;
	if (person == NULL)
		return may_not_found(given, call->locale, &call->error);
	*ret = person;
	return STATUS_OK;
}

enum status service_name_filter(struct call *call, const char *field, const char *given, const char **ret)
{
	Person *person;
	enum status st;

	if (given[0] == '\0') {
		*ret = "";
		return STATUS_OK;
	}
	st = service_name_person(call, field, given, &person);
	if (st == STATUS_OK)
		*ret = person->name;
	return st;
}

/* Length of the id after "collection/", or 0. */
static size_t id_length(const char *given, const char *collection)
{
	size_t length = strlen(collection);

	if (strncmp(given, collection, length) != 0 || given[length] != '/')
		return 0;
	return strcspn(given + length + 1, "/");
}

enum status service_name_parent(struct call *call, const char *field, const char *given, const char *collection,
	const char *suffix, const char **ret)
{
	size_t id = id_length(given, collection), length = strlen(collection) + 1 + id;

	if (id == 0 || strcmp(given + length, suffix) != 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "NAME", field, "%s must be \"%s/ID%s\"",
			"%s moet \"%s/ID%s\" zijn", field, collection, suffix);
	*ret = arena_strndup(call->arena, given, length);
	return STATUS_OK;
}

enum status service_name_check(struct call *call, const char *field, const char *given, const char *collection)
{
	const char *name;

	return service_name_parent(call, field, given, collection, "", &name);
}
