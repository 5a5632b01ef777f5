/* tests/ — commands as somebody types them, with what came out. */
#ifndef RIDEALONG_TESTS_TYPED_H
#define RIDEALONG_TESTS_TYPED_H

/** What the last command printed. */
extern char typed_out[1 << 18], typed_err[1 << 16];

/** Runs a shell command line in which "ridealong" is the one of the build; `folder` is for its files. Returns its exit
 *  code. */
int typed(const char *folder, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Writes a text file into that folder. */
void typed_file(const char *folder, const char *name, const char *text);

/** Fails, and shows everything, when the text is not in what was printed. */
void typed_says(const char *text);
void typed_complains(const char *text);

#endif
