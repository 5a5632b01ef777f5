/* A channel beside a server of a test's own, a loop, and what became of what was handed over. */
#ifndef RIDEALONG_TESTS_CHANNELS_BENCH_H
#define RIDEALONG_TESTS_CHANNELS_BENCH_H

#include <stdbool.h>
#include <uv.h>

#include "plugins/reminders/channels/channel.h"

enum { BENCH_MOST = 64, BENCH_VALUES = 16 };

struct bench {
	char folder[64];
	int port;
	uv_loop_t loop;
	uv_timer_t heart;
	uint64_t beat, longest_pause; /* ms that the loop was held up at most */
	const char *values[BENCH_VALUES][2];
	size_t n_values;
	struct channel *channel;
	int wanted, done;
	enum status status[BENCH_MOST]; /* in the order of the callbacks */
	char message[BENCH_MOST][400];
	int64_t wait_us;
};

/** Starts "python3 PROGRAM FOLDER MOOD…" (a file beside this one), which says a port a mood; NULL ends the moods. One a
 *  program: starting is what takes time. FOLDER/cert.pem is its certificate, for localhost. */
void bench_serve(const char *program, const char *const *moods);
void bench_serve_no_more(void);

/** A loop, and an empty folder with the server's certificate: where the server in that mood leaves what it gets. NULL:
 * no server's. */
void bench_open(struct bench *bench, const char *mood);
/** A setting of the section, a printf of port and folder: "%d" is the port, "%s" the folder. */
void bench_set(struct bench *bench, const char *key, const char *format);
/** Opens the channel of the section. Fails the test when the section has a fault. */
void bench_channel(struct bench *bench);
/** What is wrong with the section; NULL: nothing. */
const char *bench_fault(struct bench *bench, const char **ret_key);
/** Hands a mail over; its key counts on. */
void bench_hand(struct bench *bench, const char *to);
/** The same of a mail of the test's own, which it keeps. */
void bench_hand_over(struct bench *bench, const struct channel_mail *mail);
/** Runs until all that was handed over has its callback. */
void bench_wait(struct bench *bench);
/** Both, for one mail; how it went is in status[0] and message[0]. */
enum status bench_send(struct bench *bench);
/** Whether a file of the folder has these words; and how many lines begin with them. */
bool bench_has(const struct bench *bench, const char *file, const char *words);
int bench_lines(const struct bench *bench, const char *file, const char *begin);
/** From here on there is nobody at the port. */
void bench_leave_server(struct bench *bench);
/** Closes all and looks that nothing is left open. */
void bench_close(struct bench *bench);
/** Writes a file into the folder. */
void bench_write(const struct bench *bench, const char *file, const char *text);

#endif
