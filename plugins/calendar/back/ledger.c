/* plugins/calendar/back: see ledger.h. */
#include "back/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE = 512 };

static void *or_abort(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static struct ledger_entry *add(struct ledger *ledger, const char *person)
{
	struct ledger_entry *entry;

	ledger->entries = or_abort(realloc(ledger->entries, (ledger->count + 1) * sizeof(*entry)));
	entry = &ledger->entries[ledger->count++];
	*entry = (struct ledger_entry){ .person = or_abort(strdup(person)) };
	return entry;
}

bool ledger_open(struct ledger *ledger, const char *folder)
{
	char line[LINE], person[LINE], secret[LEDGER_SECRET];
	int64_t created;
	FILE *file;

	*ledger = (struct ledger){ 0 };
	if (asprintf(&ledger->path, "%s/feeds", folder) < 0)
		abort();
	file = fopen(ledger->path, "re");
	if (!file)
		return errno == ENOENT;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%500s %64[0-9a-f] %" SCNd64, person, secret, &created) == 3 &&
			strlen(secret) == LEDGER_SECRET - 1) {
			struct ledger_entry *entry = add(ledger, person);

			memcpy(entry->secret, secret, sizeof(secret));
			entry->created_us = created;
		}
	}
	return fclose(file) == 0;
}

void ledger_close(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->count; i++)
		free(ledger->entries[i].person);
	free(ledger->entries);
	free(ledger->path);
	*ledger = (struct ledger){ 0 };
}

static bool write_out(const struct ledger *ledger, int fd)
{
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	bool good;

	if (!file) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	for (size_t i = 0; i < ledger->count; i++)
		fprintf(file, "%s %s %" PRId64 "\n", ledger->entries[i].person, ledger->entries[i].secret,
			ledger->entries[i].created_us);
	good = fflush(file) == 0 && fsync(fd) == 0;
	return fclose(file) == 0 && good;
}

static bool save(const struct ledger *ledger)
{
	char *fresh;
	bool good;

	if (asprintf(&fresh, "%s.new", ledger->path) < 0)
		abort();
	good = write_out(ledger, open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) &&
	       rename(fresh, ledger->path) == 0;
	free(fresh);
	return good;
}

static struct ledger_entry *find(const struct ledger *ledger, const char *person)
{
	for (size_t i = 0; i < ledger->count; i++)
		if (strcmp(ledger->entries[i].person, person) == 0)
			return &ledger->entries[i];
	return NULL;
}

const struct ledger_entry *ledger_find(const struct ledger *ledger, const char *person)
{
	return find(ledger, person);
}

const struct ledger_entry *ledger_find_secret(const struct ledger *ledger, const char *secret, size_t length)
{
	for (size_t i = 0; i < ledger->count && length == LEDGER_SECRET - 1; i++)
		if (memcmp(ledger->entries[i].secret, secret, length) == 0)
			return &ledger->entries[i];
	return NULL;
}

static bool secret_make(char ret[LEDGER_SECRET])
{
	unsigned char bits[32];

	if (getrandom(bits, sizeof(bits), 0) != (ssize_t)sizeof(bits))
		return false;
	for (size_t i = 0; i < sizeof(bits); i++)
		snprintf(ret + 2 * i, 3, "%02x", bits[i]);
	return true;
}

static void take_out(struct ledger *ledger, struct ledger_entry *entry)
{
	free(entry->person);
	*entry = ledger->entries[--ledger->count];
}

const struct ledger_entry *ledger_renew(struct ledger *ledger, const char *person, int64_t now_us)
{
	struct ledger_entry *entry = find(ledger, person), former;
	const bool known = entry != NULL;
	char secret[LEDGER_SECRET];

	if (!secret_make(secret))
		return NULL;
	if (!known)
		entry = add(ledger, person);
	former = *entry;
	memcpy(entry->secret, secret, sizeof(secret));
	entry->created_us = now_us;
	if (save(ledger))
		return entry;
	if (known)
		*entry = former;
	else
		take_out(ledger, entry);
	return NULL;
}

bool ledger_forget(struct ledger *ledger, const char *person)
{
	struct ledger_entry *entry = find(ledger, person), former, *last;

	if (!entry)
		return true;
	/* It changes places with the last, so that it comes back by counting one more. */
	last = &ledger->entries[ledger->count - 1];
	former = *entry;
	*entry = *last;
	*last = former;
	ledger->count--;
	if (!save(ledger)) {
		ledger->count++;
		return false;
	}
	free(former.person);
	return true;
}
