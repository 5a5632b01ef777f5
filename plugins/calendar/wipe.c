/* plugins/calendar: what is kept here of somebody who is being erased. See plugin.h. */
#include "plugin.h"

#include "sources/subscription.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdlib.h>
#include <string.h>

struct wipe {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
	Person *person; /* own */
	struct calendar_turn turn;
};

static void wipe_free(struct wipe *wipe)
{
	if (wipe->person)
		sdk_free(&wipe->person->base);
	free(wipe);
}

/* As the daemon does it with its meetings, so that what is kept here goes on saying the same: addresses, and the name
 * when it is a full one. */
static bool shelf_wipe(struct calendar_plugin *plugin, const Person *person)
{
	size_t count = 0;
	const char **words = malloc((person->n_aliases + 2) * sizeof(*words));
	bool good;

	if (!words)
		return false;
	words[count++] = person->email;
	for (size_t i = 0; i < person->n_aliases; i++)
		words[count++] = person->aliases[i];
	if (strchr(person->display_name, ' '))
		words[count++] = person->display_name;
	good = calendar_shelf_erase(plugin->shelf, person->name, words, count, "–");
	free(words);
	return good;
}

static void on_turn(void *arg)
{
	struct wipe *wipe = arg;
	struct calendar_plugin *plugin = wipe->plugin;
	bool good = calendar_subscriptions_wipe(plugin->subscriptions, wipe->person);

	good = shelf_wipe(plugin, wipe->person) && good;
	if (!good)
		sdk_fail(&plugin->sdk, wipe->work, STATUS_UNAVAILABLE, NULL,
			"calendars of somebody who is being erased are still kept");
	else
		sdk_finish(&plugin->sdk, wipe->work, NULL);
	calendar_shelf_turn_end(plugin->shelf, &wipe->turn);
	wipe_free(wipe);
}

SDK_REPLY(on_person, struct wipe, wipe, Person, person)
{
	if (end->status != STATUS_OK) {
		sdk_finish_as(&wipe->plugin->sdk, wipe->work, end);
		wipe_free(wipe);
		return;
	}
	wipe->person = (Person *)sdk_copy(&person->base);
	wipe->turn = (struct calendar_turn){ .have = on_turn, .arg = wipe };
	calendar_shelf_turn(wipe->plugin->shelf, &wipe->turn);
}

void calendar_wipe(struct calendar_plugin *plugin, struct ridealong_work *work, const char *person)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	struct wipe *wipe = calloc(1, sizeof(*wipe));

	if (!wipe)
		abort(); /* as the SDK does; the host starts anew */
	wipe->plugin = plugin;
	wipe->work = work;
	request.name = (char *)person;
	sdk_call(&plugin->sdk, work, &people__descriptor, "GetPerson", NULL, &request.base, on_person, wipe);
}
