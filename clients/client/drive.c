/* clients/client — who sees to it that calls come to their end: whoever waits for one, for all that are under way; and
 * for calls that nobody waits for, a thread of the library, which tells of their end, too. One thread at a time does
 * so, the driver; the others wait until their call is over, or nobody drives any more. A program that only waits has no
 * other thread. */
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "private.h"
#include "proto/status.h"

int64_t client_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t earlier(int64_t one, int64_t other)
{
	return one < other ? one : other;
}

/* When somebody has to look, whatever is there to read or write. */
static int64_t due(const struct ridealong_client *client)
{
	return earlier(client->drive.calls_due, client_connection_due(&client->connection));
}

static void end_late(struct ridealong_client *client, struct call *call, int64_t now)
{
	struct ridealong_error error;

	if (call->deadline <= now)
		client_error_late(client, &error);
	else
		client_connection_excuse(&client->connection, &error);
	client_waiting_end(&client->waiting, call, &error);
}

/* Ends what has taken too long. */
static void look(struct ridealong_client *client, int64_t now)
{
	int64_t next = CLIENT_NEVER;

	client_connection_look(&client->connection, now);
	if (now < client->drive.calls_due)
		return;
	for (size_t i = 0; i < client->call_count; i++) {
		struct call *call = client->calls[i];

		if (client_call_due(call) <= now)
			end_late(client, call, now);
		next = earlier(next, client_call_due(call));
	}
	client->drive.calls_due = next;
}

static int time_left(int64_t until)
{
	const int64_t now = client_now();

	if (until == CLIENT_NEVER)
		return -1;
	if (until <= now)
		return 0;
	return until - now > INT32_MAX ? INT32_MAX : (int)(until - now);
}

/* Sleeps until there is something to do, or somebody knocks. */
static void sleep_on(struct ridealong_client *client)
{
	struct drive *drive = &client->drive;
	struct pollfd fds[] = { { .fd = drive->door, .events = POLLIN }, client_connection_poll(&client->connection) };
	eventfd_t knocks;

	drive->waits = fds[1];
	drive->until = due(client);
	drive->asleep = true;
	pthread_mutex_unlock(&client->lock);
	poll(fds, 2, time_left(drive->until));
	pthread_mutex_lock(&client->lock);
	drive->asleep = false;
	if (fds[0].revents != 0)
		eventfd_read(drive->door, &knocks);
}

/* Drives for a while, or lets somebody else. */
static void drive_on(struct ridealong_client *client)
{
	if (client->drive.asleep) {
		pthread_cond_wait(&client->drive.moved, &client->lock);
		return;
	}
	sleep_on(client);
	look(client, client_now());
	client_connection_go_on(&client->connection);
}

static void knock(struct drive *drive)
{
	if (drive->asleep)
		eventfd_write(drive->door, 1);
}

void client_drive_go_on(struct ridealong_client *client, int64_t call_due)
{
	struct drive *drive = &client->drive;
	struct pollfd waits;

	drive->calls_due = earlier(drive->calls_due, call_due);
	client_connection_go_on(&client->connection);
	waits = client_connection_poll(&client->connection);
	if (due(client) < drive->until || waits.fd != drive->waits.fd || waits.events != drive->waits.events)
		knock(drive);
}

void client_drive_wait(const struct call *call)
{
	struct ridealong_client *client = call->client;

	pthread_mutex_lock(&client->lock);
	while (call->stage != CALL_OVER)
		drive_on(client);
	pthread_cond_broadcast(&client->drive.moved); /* somebody else drives on */
	pthread_mutex_unlock(&client->lock);
}

void client_drive_tell(struct call *call)
{
	struct drive *drive = &call->client->drive;

	if (call->done != NULL) {
		call->next = NULL;
		*drive->over_end = call;
		drive->over_end = &call->next;
	}
	pthread_cond_broadcast(&drive->moved);
	knock(drive);
}

/* The thread of the library. */

static void finish_oldest(struct ridealong_client *client)
{
	struct drive *drive = &client->drive;
	struct call *call = drive->over;

	drive->over = call->next;
	if (drive->over == NULL)
		drive->over_end = &drive->over;
	pthread_mutex_unlock(&client->lock);
	client_call_finish(call, call->done, call->arg);
	pthread_mutex_lock(&client->lock);
}

static void *run(void *arg)
{
	struct ridealong_client *client = arg;

	pthread_mutex_lock(&client->lock);
	while (!client->closing || client->drive.over != NULL)
		if (client->drive.over != NULL)
			finish_oldest(client);
		else
			drive_on(client);
	pthread_mutex_unlock(&client->lock);
	return NULL;
}

bool client_drive_start(struct ridealong_client *client)
{
	struct drive *drive = &client->drive;
	sigset_t all, before;

	pthread_mutex_lock(&client->lock);
	if (!drive->has_thread) {
		sigfillset(&all); /* signals are the program's own affair */
		pthread_sigmask(SIG_SETMASK, &all, &before);
		drive->has_thread = pthread_create(&drive->thread, NULL, run, client) == 0;
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	pthread_mutex_unlock(&client->lock);
	return drive->has_thread;
}

bool client_drive_init(struct drive *drive)
{
	drive->calls_due = drive->until = CLIENT_NEVER;
	drive->over_end = &drive->over;
	drive->door = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_cond_init(&drive->moved, NULL);
	return drive->door >= 0;
}

void client_drive_stop(struct ridealong_client *client)
{
	struct drive *drive = &client->drive;

	pthread_mutex_lock(&client->lock);
	pthread_cond_broadcast(&drive->moved);
	knock(drive);
	pthread_mutex_unlock(&client->lock);
	if (drive->has_thread)
		pthread_join(drive->thread, NULL);
	pthread_mutex_lock(&client->lock);
	while (client->busy > 0)
		pthread_cond_wait(&drive->moved, &client->lock);
	pthread_mutex_unlock(&client->lock);
}

void client_drive_finish(struct drive *drive)
{
	pthread_cond_destroy(&drive->moved);
	if (drive->door >= 0)
		close(drive->door);
}
