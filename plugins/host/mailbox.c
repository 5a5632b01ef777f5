/* plugins/host — the one door between the client's threads and the loop. */
#include "plugins/host/inside.h"

#include <stdlib.h>
#include <string.h>

static void letter_destroy(struct letter *letter)
{
	free(letter->bytes);
	free(letter);
}

/* One wake-up may stand for many letters. */
static void on_wake(uv_async_t *wake)
{
	struct ridealong_host *host = wake->data;
	struct mailbox *mailbox = &host->mailbox;
	struct letter *letter;

	pthread_mutex_lock(&mailbox->lock);
	letter = mailbox->first;
	mailbox->first = NULL;
	mailbox->last = &mailbox->first;
	pthread_mutex_unlock(&mailbox->lock);
	while (letter != NULL) {
		struct letter *next = letter->next;

		letter->open(host, letter);
		letter_destroy(letter);
		letter = next;
	}
}

enum status mailbox_init(struct mailbox *mailbox, struct ridealong_host *host, struct error *reterr)
{
	int r = uv_async_init(&host->loop, &mailbox->wake, on_wake);

	if (r < 0)
		return error_set(reterr, STATUS_INTERNAL, "no loop: %s", uv_strerror(r));
	pthread_mutex_init(&mailbox->lock, NULL);
	mailbox->wake.data = host;
	mailbox->first = NULL;
	mailbox->last = &mailbox->first;
	mailbox->closed = false;
	return STATUS_OK;
}

void mailbox_close(struct mailbox *mailbox)
{
	pthread_mutex_lock(&mailbox->lock);
	mailbox->closed = true;
	pthread_mutex_unlock(&mailbox->lock);
	uv_close((uv_handle_t *)&mailbox->wake, NULL);
}

void mailbox_finish(struct mailbox *mailbox)
{
	while (mailbox->first != NULL) {
		struct letter *letter = mailbox->first;

		mailbox->first = letter->next;
		letter_destroy(letter);
	}
	pthread_mutex_destroy(&mailbox->lock);
}

void mailbox_post(struct mailbox *mailbox, struct letter *letter)
{
	pthread_mutex_lock(&mailbox->lock);
	letter->next = NULL;
	*mailbox->last = letter;
	mailbox->last = &letter->next;
	if (!mailbox->closed)
		uv_async_send(&mailbox->wake);
	pthread_mutex_unlock(&mailbox->lock);
}

static void on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct letter *letter = arg;

	letter->error = *error;
	if (error->status == STATUS_OK && length > 0) {
		letter->bytes = host_allocate(length);
		memcpy(letter->bytes, bytes, length);
		letter->length = length;
	}
	mailbox_post(&letter->host->mailbox, letter);
}

struct letter *letter_create(
	struct ridealong_host *host, void (*open)(struct ridealong_host *, struct letter *), void *arg)
{
	struct letter *letter = host_allocate(sizeof(*letter));

	*letter = (struct letter){ .open = open, .host = host, .arg = arg };
	return letter;
}

void host_call_async(struct ridealong_host *host, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct letter *letter)
{
	if (ridealong_call_async(host->client, method, bytes, length, options, on_done, letter) == 0)
		abort(); /* out of memory */
}
