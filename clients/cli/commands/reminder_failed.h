/* clients/cli — reminder: those that could not be sent. */
#ifndef RIDEALONG_CLI_REMINDER_FAILED_H
#define RIDEALONG_CLI_REMINDER_FAILED_H

#include "cli.h"

#include "ridealong/v1/reminder.pb-c.h"

enum { REMINDERS_FAILED_MOST = 1000 };

/** The newest of them, those that the caller may see: at most so many. The status; *ret is never freed. */
enum status reminders_failed(struct cli *cli, ListRemindersResponse **ret, struct ridealong_error *ret_error);
/** Says on the screen that there are some, and what to do; nothing when there are none, or they cannot be seen. */
void reminders_print_failed(struct cli *cli);

#endif
