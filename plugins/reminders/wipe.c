/* plugins/reminders/ — wiping what is kept here of somebody who is being erased. */
#include "plugins/reminders/wipe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <uv.h>

#include "plugins/reminders/answers/inbox.h"
#include "plugins/reminders/mail/maildir.h"
#include "plugins/reminders/wipe_file.h"
#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define OURS ".ridealong" /* in the names of the files that we deliver */

enum { PAGE = 1000 };

/* A list of texts of its own. */
struct texts {
	char **list;
	size_t count;
};

struct wipe {
	struct task task;
	struct reminders *self;
	struct ridealong_work *work;
	char *person;
	struct texts marks, receivers; /* what tells of them; whose Maildirs there are */
	struct texts own;              /* their own addresses */
	char *token;                   /* of the page asked for */
	uv_work_t on_disk;
	bool good, in_thread, orphan;
	delivery_cb done;
	void *arg;
};

static void add(struct texts *texts, char *text)
{
	texts->list = realloc(texts->list, (texts->count + 1) * sizeof(*texts->list));
	if (texts->list == NULL || text == NULL)
		abort();
	texts->list[texts->count++] = text;
}

static void forget(struct texts *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		free(texts->list[i]);
	free(texts->list);
}

static void free_wipe(struct task *task)
{
	struct wipe *wipe = (struct wipe *)task;

	if (wipe->in_thread) {
		wipe->orphan = true;
		return;
	}
	forget(&wipe->marks);
	forget(&wipe->receivers);
	forget(&wipe->own);
	free(wipe->person);
	free(wipe->token);
	free(wipe);
}

static void end(struct wipe *wipe, int status, const char *message)
{
	delivery_cb done = wipe->done;
	void *arg = wipe->arg;
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", message);
	task_end(&wipe->task);
	done(arg, status, copy);
}

/* ---- on the disk ---- */

/* The folders of somebody of whom nothing is left. */
static void remove_empty(const char *dir)
{
	static const char *const folders[] = { "tmp", "new", "cur", "" };
	char path[MAILDIR_PATH + 8];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, folders[i]);
		rmdir(path); /* refuses when anything is in it */
	}
}

static void on_thread(uv_work_t *request)
{
	struct wipe *wipe = request->data;
	const struct sdk *sdk = &wipe->self->sdk;
	const struct wipe_marks marks = { wipe->marks.list, wipe->marks.count };
	const char *pattern = sdk_config(sdk, "maildir", NULL);
	char dir[MAILDIR_PATH];

	wipe->good = true;
	for (size_t i = 0; pattern != NULL && i < wipe->receivers.count; i++)
		if (maildir_path(pattern, wipe->receivers.list[i], dir, NULL) == STATUS_OK)
			wipe->good = wipe_maildir(dir, OURS, &marks) && wipe->good;
	for (size_t i = 0; pattern != NULL && i < wipe->own.count; i++)
		if (maildir_path(pattern, wipe->own.list[i], dir, NULL) == STATUS_OK)
			remove_empty(dir);
	wipe->good = wipe_maildir(inbox_dir(wipe->self->inbox), "", &marks) && wipe->good;
	snprintf(dir, sizeof(dir), "%.2000s/answers", sdk->api->data_dir(sdk->host));
	wipe->good = wipe_folder(dir, "", &marks) && wipe->good;
}

static void on_wiped(uv_work_t *request, int status)
{
	struct wipe *wipe = request->data;

	(void)status;
	wipe->in_thread = false;
	if (wipe->orphan)
		free_wipe(&wipe->task);
	else if (wipe->good)
		end(wipe, STATUS_OK, "");
	else
		end(wipe, STATUS_UNAVAILABLE, "some mails of somebody who is being erased could not be removed");
}

static void wipe_disk(struct wipe *wipe)
{
	wipe->on_disk.data = wipe;
	wipe->in_thread = true;
	uv_queue_work(wipe->self->sdk.api->loop(wipe->self->sdk.host), &wipe->on_disk, on_thread, on_wiped);
}

/* ---- who they are, which sessions are theirs, whose Maildirs there are ---- */

static void keep_token(struct wipe *wipe, const char *token)
{
	free(wipe->token);
	wipe->token = task_copy(token);
}

static void ask_people(struct wipe *wipe);

static void on_people(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	const ListPeopleResponse *page = (const ListPeopleResponse *)reply;
	struct wipe *wipe = arg;

	if (reply_end->status != STATUS_OK) {
		end(wipe, reply_end->status, reply_end->message);
		return;
	}
	for (size_t i = 0; i < page->n_people; i++)
		add(&wipe->receivers, task_copy(page->people[i]->email));
	keep_token(wipe, page->next_page_token);
	if (wipe->token[0] != '\0')
		ask_people(wipe);
	else
		wipe_disk(wipe);
}

static void ask_people(struct wipe *wipe)
{
	ListPeopleRequest request = LIST_PEOPLE_REQUEST__INIT;

	request.page_size = PAGE;
	request.page_token = wipe->token;
	sdk_call(&wipe->self->sdk, wipe->work, &people__descriptor, "ListPeople", NULL, &request.base, on_people, wipe);
}

/* As it stands in the References of a mail (mail.c). */
static void add_thread(struct wipe *wipe, const char *session)
{
	const char *id = strrchr(session, '/');
	char thread[400];

	snprintf(thread, sizeof(thread), "%.300s.session", id != NULL ? id + 1 : session);
	add(&wipe->marks, task_copy(thread));
}

static void ask_sessions(struct wipe *wipe);

static void on_sessions(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	const ListSessionsResponse *page = (const ListSessionsResponse *)reply;
	struct wipe *wipe = arg;

	if (reply_end->status != STATUS_OK) {
		end(wipe, reply_end->status, reply_end->message);
		return;
	}
	for (size_t i = 0; i < page->n_sessions; i++)
		add_thread(wipe, page->sessions[i]->name);
	keep_token(wipe, page->next_page_token);
	if (wipe->token[0] != '\0')
		ask_sessions(wipe);
	else
		ask_people(wipe);
}

static void ask_sessions(struct wipe *wipe)
{
	ListSessionsRequest request = LIST_SESSIONS_REQUEST__INIT;

	request.coachee = wipe->person;
	request.page_size = PAGE;
	request.page_token = wipe->token;
	sdk_call(&wipe->self->sdk, wipe->work, &sessions__descriptor, "ListSessions", NULL, &request.base, on_sessions,
		wipe);
}

static void add_address(struct wipe *wipe, const char *address)
{
	if (address[0] == '\0')
		return;
	add(&wipe->marks, task_copy(address));
	add(&wipe->own, task_copy(address));
	add(&wipe->receivers, task_copy(address));
}

static void on_person(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	const Person *person = (const Person *)reply;
	struct wipe *wipe = arg;

	if (reply_end->status != STATUS_OK) {
		end(wipe, reply_end->status, reply_end->message);
		return;
	}
	if (person->email[0] == '\0') { /* gone before we could */
		end(wipe, STATUS_OK, "");
		return;
	}
	add_address(wipe, person->email);
	for (size_t i = 0; i < person->n_aliases; i++)
		add_address(wipe, person->aliases[i]);
	if (person->display_name[0] != '\0')
		add(&wipe->marks, task_copy(person->display_name));
	ask_sessions(wipe);
}

void wipe_person(struct reminders *self, struct ridealong_work *work, const char *person, delivery_cb done, void *arg)
{
	struct wipe *wipe = task_allocate(sizeof(*wipe));
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	wipe->self = self;
	wipe->work = work;
	wipe->person = task_copy(person);
	wipe->token = task_copy("");
	wipe->done = done;
	wipe->arg = arg;
	task_begin(self, &wipe->task, free_wipe);
	request.name = wipe->person;
	sdk_call(&self->sdk, work, &people__descriptor, "GetPerson", NULL, &request.base, on_person, wipe);
}
