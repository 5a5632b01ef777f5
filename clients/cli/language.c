/* clients/cli — speaking the reader's language. */
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* A catalogue as msgfmt writes it (GNU gettext manual, "The Format of GNU MO Files"): a header of 32-bit numbers in the
 * machine's order, then two tables of (length, offset), the first sorted by its texts. */
enum { MO_MAGIC = 0, MO_COUNT = 2, MO_TEXTS = 3, MO_TRANSLATIONS = 4, MO_HEADER = 7 };
#define MO_MAGIC_NUMBER 0x950412deu

static const uint32_t *catalogue; /* of the language spoken; NULL: gettext finds its own, or it is English */
static size_t catalogue_size;

/* The text at place `index` of a table, or "" where the file is not what it says. */
static const char *catalogue_text(uint32_t table, uint32_t index)
{
	const uint64_t row = table / 4 + UINT64_C(2) * index;
	const char *bytes = (const char *)catalogue;

	if ((row + 2) * 4 > catalogue_size || catalogue[row] >= catalogue_size ||
		catalogue[row + 1] >= catalogue_size - catalogue[row] ||
		bytes[catalogue[row + 1] + catalogue[row]] != '\0')
		return "";
	return bytes + catalogue[row + 1];
}

static const char *look_up(const char *text)
{
	uint32_t from = 0, until = catalogue[MO_COUNT];

	while (from < until) {
		const uint32_t middle = from + (until - from) / 2;
		const int order = strcmp(text, catalogue_text(catalogue[MO_TEXTS], middle));
		const char *translation;

		if (order == 0) {
			translation = catalogue_text(catalogue[MO_TRANSLATIONS], middle);
			return translation[0] == '\0' ? text : translation;
		}
		if (order < 0)
			until = middle;
		else
			from = middle + 1;
	}
	return text;
}

const char *cli_translate(const char *text)
{
	return catalogue != NULL ? look_up(text) : gettext(text);
}

/* Newer C libraries let gettext translate nothing under C.UTF-8, the one locale of a minimal machine. */
static void open_catalogue(const char *folder, const char *language)
{
	char path[4096];
	struct stat info;
	void *bytes = MAP_FAILED;
	int fd;

	snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/ridealong.mo", folder, language);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (fstat(fd, &info) == 0 && (size_t)info.st_size >= MO_HEADER * sizeof(uint32_t))
		bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		return;
	if (((const uint32_t *)bytes)[MO_MAGIC] != MO_MAGIC_NUMBER) {
		munmap(bytes, (size_t)info.st_size);
		return;
	}
	catalogue = bytes;
	catalogue_size = (size_t)info.st_size;
}

/* Translations lie beside the program, in the build as on a machine: bin/ridealong, share/locale. */
static void find_translations(const char *language)
{
	char path[4096];
	const ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 32);

	bind_textdomain_codeset("ridealong", "UTF-8");
	textdomain("ridealong");
	if (length <= 0)
		return;
	path[length] = '\0';
	snprintf(strrchr(path, '/'), 32, "/../share/locale");
	bindtextdomain("ridealong", path);
	if (strcmp(language, "en") != 0 && gettext("")[0] == '\0')
		open_catalogue(path, language);
}

static void take_locale(int category)
{
	const char *locale = setlocale(category, "");

	if (locale == NULL || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		setlocale(category, "C.UTF-8");
}

/* Of the machine's locale, the letters and the wish for translations; numbers and the rest stay as programs read them.
 */
void cli_speak(const char *language)
{
	setenv("LANGUAGE", language, 1);
	take_locale(LC_CTYPE);
	take_locale(LC_MESSAGES);
	find_translations(language);
}
