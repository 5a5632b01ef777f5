/* plugins/calendar/calls: see caller.h. */
#include "caller.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char PEOPLE[] = "people/", CALENDARS[] = "calendars/";

enum { NAME_SIZE = 400 };

void calendar_caller_init(struct calendar_caller *caller, struct calendar_plugin *plugin, struct ridealong_work *work,
	const struct ridealong_call *call)
{
	*caller = (struct calendar_caller){
		.plugin = plugin, .work = work, .dutch = calendar_call_is_dutch(call), .name = strdup(call->caller)
	};
	if (!caller->name)
		abort(); /* as the SDK does; the host starts anew */
	caller->admin = call->admin || !calendar_caller_is_person(caller);
}

void calendar_caller_finish(struct calendar_caller *caller)
{
	free(caller->name);
	caller->name = NULL;
}

bool calendar_caller_is_person(const struct calendar_caller *caller)
{
	return strncmp(caller->name, PEOPLE, strlen(PEOPLE)) == 0;
}

const char *calendar_caller_as(const struct calendar_caller *caller)
{
	return caller->admin ? NULL : caller->name;
}

void calendar_caller_refuse(
	const struct calendar_caller *caller, int status, const char *code, struct calendar_reason reason)
{
	char text[CALENDAR_REASON_TEXT];

	sdk_fail(&caller->plugin->sdk, caller->work, status, code, "%s",
		calendar_reason_say(&reason, caller->dutch, text));
}

SDK_REPLY(on_person, struct calendar_caller, caller, Person, person)
{
	if (end->status != STATUS_OK) {
		sdk_finish_as(&caller->plugin->sdk, caller->work, end);
		caller->is_refused(caller->arg);
	} else if (!caller->admin && strcmp(caller->name, person->name) != 0) {
		calendar_caller_refuse(caller, STATUS_PERMISSION_DENIED, "NOT_YOURS",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_NOT_YOURS });
		caller->is_refused(caller->arg);
	} else {
		caller->is_allowed(caller->arg, person);
	}
}

/* The person's part of a name; "" for the caller. */
static void person_of(const char *name, char ret[NAME_SIZE])
{
	snprintf(ret, NAME_SIZE, "%s", name);
	if (strncmp(ret, PEOPLE, strlen(PEOPLE)) == 0)
		ret[strlen(PEOPLE) + strcspn(ret + strlen(PEOPLE), "/")] = '\0';
	if (strcmp(ret, "people/me") == 0)
		*ret = '\0';
}

void calendar_caller_ask(struct calendar_caller *caller, const char *whose,
	void (*is_allowed)(void *arg, const struct Person *person), void (*is_refused)(void *arg), void *arg)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	char person[NAME_SIZE];

	caller->is_allowed = is_allowed;
	caller->is_refused = is_refused;
	caller->arg = arg;
	person_of(whose, person);
	if (!*person && !calendar_caller_is_person(caller)) {
		calendar_caller_refuse(caller, STATUS_INVALID_ARGUMENT, "OWNER_MISSING",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_NO_OWNER });
		is_refused(arg);
		return;
	}
	request.name = *person ? person : caller->name;
	sdk_call(&caller->plugin->sdk, caller->work, &people__descriptor, "GetPerson", calendar_caller_as(caller),
		&request.base, on_person, caller);
}

const char *calendar_caller_calendar(const char *name)
{
	const char *id = strncmp(name, PEOPLE, strlen(PEOPLE)) == 0 ? strchr(name + strlen(PEOPLE), '/') : NULL;

	return id && strncmp(id + 1, CALENDARS, strlen(CALENDARS)) == 0 ? id + 1 + strlen(CALENDARS) : "";
}
