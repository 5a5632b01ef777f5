/* tests — a receiver of messages that counts: appends RIDEALONG_KEY to the file that it is given, and waits for the
 * disk. A message of which not all arrived is not taken. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Whether what comes from standard input ends as JSON does. */
static int is_whole(void)
{
	char bytes[4096], last = '\0';
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		last = bytes[got - 1];
	return got == 0 && last == '}';
}

int main(int argc, char **argv)
{
	const char *key = getenv("RIDEALONG_KEY");
	char line[400];
	int fd, length;

	if (argc != 2 || key == NULL)
		return EX_USAGE;
	if (!is_whole())
		return EX_TEMPFAIL;
	length = snprintf(line, sizeof(line), "%s\n", key);
	fd = open(argv[1], O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, line, (size_t)length) != length || fsync(fd) != 0)
		return EX_TEMPFAIL;
	return 0;
}
