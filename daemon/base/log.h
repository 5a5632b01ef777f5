/* base/ — one line an event, to stderr: time, level, then the sentence. Ids and states, never people's words. */
#ifndef RIDEALONG_BASE_LOG_H
#define RIDEALONG_BASE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/** Lines above this level are left out. Set before threads start; INFO by default. Under systemd (JOURNAL_STREAM set)
 *  lines carry "<3>"-style priorities in place of time and level. */
void log_set_level(enum log_level level);

/** Any thread; one write(2) a line. Control characters come out escaped. */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define log_error(...)   log_line(LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(...)    log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)   log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif
