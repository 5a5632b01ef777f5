/* daemon/ — the memory that this process takes. */
#include "daemon/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static int64_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	int64_t pages = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%*d %" SCNd64, &pages) != 1)
		pages = 0;
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

/* Not getrusage(), which also knows what this process was before it became us. */
static int64_t peak(void)
{
	FILE *file = fopen("/proc/self/status", "re");
	int64_t kilobytes = 0;
	char line[256];

	if (file == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "VmHWM: %" SCNd64, &kilobytes) == 1)
			break;
	fclose(file);
	return kilobytes * 1024;
}

void memory_count(int64_t *ret_now, int64_t *ret_peak)
{
	*ret_now = resident();
	*ret_peak = peak();
}
