/* tests/bench/ — a disk whose syncs take a stated time: loaded before libc (LD_PRELOAD), and linked into the floor's
 * own program. RIDEALONG_SYNC_US says how long, in µs; without it the disk's own syncs stand. What is "synced" so is on
 * no disk: for measuring only. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static int wait_us(long us)
{
	struct timespec until;

	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL); /* else 50 µs late */
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += us * 1000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
	return 0;
}

static int sync_as(const char *name, int fd)
{
	const char *us = getenv("RIDEALONG_SYNC_US");
	int (*next)(int);
	void *data;

	if (us != NULL)
		return wait_us(atol(us));
	data = dlsym(RTLD_NEXT, name); /* POSIX has it give functions as data */
	memcpy(&next, &data, sizeof(next));
	return next(fd);
}

int fdatasync(int fd)
{
	return sync_as("fdatasync", fd);
}

int fsync(int fd)
{
	return sync_as("fsync", fd);
}
