/* clients/cli — what a command is handed, and what it can lean on.
 *
 * A command returns the program's exit code: that of a status (proto/status.h), and has then said on stderr what went
 * wrong and what to do next. Everything runs on the main thread; memory of a run is not given back one by one. */
#ifndef RIDEALONG_CLI_H
#define RIDEALONG_CLI_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "google/protobuf/timestamp.pb-c.h"
#include "proto/status.h"
#include "ridealong/client.h"
#include "ridealong/v1/meeting.pb-c.h"

#define _(text)  cli_translate(text)
#define N_(text) (text)

/** Speaks "en" or "nl" from here on, whatever locales the machine has. Once, at the start. */
void cli_speak(const char *language);
/** The text in the language spoken, itself where it has no translation. Lives as long as the program. */
const char *cli_translate(const char *text) __attribute__((format_arg(1)));

#define CLI_NAME_SIZE 160 /* of a resource name */

struct cli;

/** A flag of a command. The last row of a command's flags is all NULL. */
struct flag {
	const char *name;  /* "owner" */
	const char *value; /* what it takes, "EMAIL"; NULL: nothing */
	const char *help;  /* marked with N_() */
};

/** A row of the table. */
struct command {
	const char *name; /* "action done"; one word where there is no verb */
	int min, max;     /* words after it; max -1: any number */
	const char *words;
	const char *help; /* marked with N_() */
	int (*run)(struct cli *cli, int argc, char **argv);
	const struct flag *flags; /* NULL: none */
};

extern const struct command cli_commands[];
extern const size_t cli_command_count;
extern const struct flag cli_global_flags[];

enum cli_output { CLI_TABLE, CLI_JSON, CLI_JSONL };

struct cli_given {
	const char *name, *value;
};

struct cli {
	const char *server, *act_as, *token_file, *locale;
	char *token;
	enum cli_output output;
	bool no_input;
	const struct command *command;
	struct cli_given given[64]; /* the command's flags */
	size_t given_count;
	struct ridealong_client *client;                                  /* opened at the first call */
	struct cli_person *people;                                        /* names.c: labels that were asked for */
	enum { CLI_ZONE_UNASKED, CLI_ZONE_KNOWN, CLI_ZONE_UNKNOWN } zone; /* time.c: the caller's, to this machine */
};

/* ---- flags (arguments.c) */

/** The value of a flag, "" for one without a value, or NULL when it was not given. */
const char *cli_flag(const struct cli *cli, const char *name);
/** A whole number; `absent` when not given. False, and said so, when it is none. */
bool cli_flag_number(const struct cli *cli, const char *name, int64_t absent, int64_t *ret);
/** Sorts argv into cli's options, its command and what is left for it; or prints what is wrong and returns an exit
 * code, else -1. "--help" is found here. */
int cli_arguments(struct cli *cli, int argc, char **argv, int *ret_argc, char ***ret_argv);

/* ---- calls (call.c) */

/** Reads the token file, if one is named. Returns 0, or the exit code of what was said. Calls do it themselves; who has
 *  exit codes of its own asks first. */
int cli_identify(struct cli *cli);
/** A call whose failure is said. Returns 0 and *ret (never freed), or the exit code. */
int cli_call(
	struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply, void *ret);
/** The same, silently: the status. ret_error may be NULL. */
int cli_try(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, void *ret, struct ridealong_error *ret_error);
/** A method, "Sessions/ListSessions", as protobuf-c knows it: one that there is. */
const ProtobufCMethodDescriptor *cli_method(const char *method);
/** The etag of a resource as its Get shows it now ("Meetings/GetMeeting"): a change that brings it along overwrites
 *  nothing that came in between. Returns 0 and *ret, or the exit code of what was said. */
int cli_etag(struct cli *cli, const char *method, const char *name, char **ret);
/** What to do next about it, in the language of the screen; NULL when its own sentence says so. (advice.c) */
const char *cli_advice(const struct cli *cli, const struct ridealong_error *error);
/** Says why and what to do next; returns the exit code. */
int cli_failed(struct cli *cli, const struct ridealong_error *error);
/** A mistake of the one who types; returns the exit code of INVALID_ARGUMENT. */
int cli_usage(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- names (names.c) */

/** A resource name from what was typed: "sessions/ID", an ID, a unique part of one, "@next". Prints why not and returns
 * an exit code; 0 when *ret is good. */
int cli_name(struct cli *cli, const char *collection, const char *typed, char ret[CLI_NAME_SIZE]);
/** "people/ADDRESS" from an address, a name as it is; "" for NULL. */
char *cli_person(const char *typed);
/** How a person is called, from "people/ID". */
const char *cli_person_label(struct cli *cli, const char *name);
/** A meeting by its name; NULL when the caller may not see it. */
Meeting *cli_meeting_get(struct cli *cli, const char *name);
/** The meeting's name from a meeting or a session, or from a part of either's id. */
int cli_meeting_of(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE]);

/* ---- printing (print.c, labels.c) */

/** A column of a list, or a line of a single resource. */
struct column {
	const char *title; /* marked with N_() */
	const char *field; /* its name in the contract */
	enum {
		AS_IS,
		AS_WORD,      /* the same, never wrapped */
		AS_ID,        /* the short form of a resource name */
		AS_PERSON,    /* the name of "people/ID", or of whose "people/ID/team" it is */
		AS_MEETING,   /* the title of "meetings/ID" */
		AS_START,     /* when "meetings/ID" begins */
		AS_DATE,      /* a day, or the words that stand where one could */
		AS_MINUTE,    /* minutes after midnight as "19:00" */
		AS_COUNT,     /* a number, 0 too; of a list its length */
		AS_HAPPENING, /* what an event's type or a method is called, never wrapped */
		AS_YES_NO,    /* "no" is said, too */
		AS_NUMBERED,  /* texts with their numbers */
	} as;
};

/** Disarms all texts of a message (proto/defuse.h): what others wrote must not steer somebody's terminal. Every reply
 *  that is printed for people comes from cli_try() that way. */
void cli_defuse_message(ProtobufCMessage *message);
/** Prints a message: JSON, or a line a field. Columns end with a row of NULL; empty fields are left out. */
void cli_print(struct cli *cli, const void *message, const struct column *columns);
/** Calls, and prints the reply so. Returns the exit code. */
int cli_show(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	const struct column *columns);
/** Prints JSON when that was asked for: true, and the command is done. */
bool cli_print_json(struct cli *cli, const void *message);
/** Asks for all pages of a list and prints them as one. `request` has page_size and page_token; `none` is said when
 * there is nothing. Returns the exit code. */
int cli_list(struct cli *cli, const char *method, void *request, const struct column *columns, const char *none);
/** Text of a field, for people; malloc'd, "" when it is empty. */
char *cli_text(struct cli *cli, const ProtobufCMessage *message, const struct column *column);
/** The short form of a resource name: what is enough to type, of "sessions/ID/debrief" with what it is of the session.
 *  Points into it. */
const char *cli_short(const char *name);
/** What an enum's value is called. */
const char *cli_label(const char *value_name);
const char *cli_enum(const ProtobufCEnumDescriptor *descriptor, int value);
/** What happened, from an event's type ("session.planned"), or what was read, from a method; itself when we have no
 * word for it. (happening.c) */
const char *cli_happening(const char *what);
/** What a field of the contract or the store is called; NULL when we have no word for it. (field.c) */
const char *cli_field_label(const char *name);
/** The same for a place in an export's record: "answers.0.text" is "Answers 1, Wording"; a part without a word is
 * itself. Malloc'd. */
char *cli_path_label(const char *path);
/** What a kind of an export's records is called; itself when we have no word for it. */
const char *cli_kind(const char *kind);
/** A field by its name; NULL when there is none. */
const ProtobufCFieldDescriptor *cli_field(const ProtobufCMessageDescriptor *descriptor, const char *name);
/** What became of quick lines: `lines` are LineResults of the contract. */
void cli_print_lines(void *const *lines, size_t count);

/* ---- times (time.c) */

/** A moment in the caller's zone and language; in UTC, and says so, where this machine does not know the zone. ret has
 *  room for 80 bytes. */
void cli_time_print(struct cli *cli, const Timestamp *timestamp, char ret[80]);
/** "2026-03-20" in the caller's language. */
void cli_date_print(const char *date, char ret[80]);
/** A moment as typed: RFC 3339; or in the caller's zone a day and an hour, "2026-03-02T09:00", "fri 9:00", "20-3 9:00",
 *  a day alone (its begin) or an hour alone (of today). */
bool cli_time_read(struct cli *cli, const char *text, Timestamp *ret);
/** "2d", "90m", "1w2d", "3h" to seconds. */
bool cli_duration_read(const char *text, int64_t *ret_seconds);
/** A day as quick lines know them (proto/quick_due.h), to "2026-03-20", by the daemon's clock; "@" before it is fine.
 */
int cli_date_read(struct cli *cli, const char *text, char ret[16]);
/** When something is due: the flag's value, else what stands behind the last "@" of the words, which is cut off; else
 * nothing is written. */
int cli_due_read(struct cli *cli, const char *flag, char *text, char ret[16]);

/* ---- typing (input.c) */

/** Whether somebody can be asked. */
bool cli_can_ask(const struct cli *cli);
/** One line, without its end; NULL when there are no more. The prompt goes to stdout. Malloc'd. */
char *cli_ask(const char *prompt);
/** All of stdin, or the words, one a line. Malloc'd; NULL, and said so, when that cannot be. */
char *cli_lines(const struct cli *cli, int argc, char **argv);

/* ---- help (help.c, completion.c) */

void cli_help(void);
int cli_help_about(const char *words);
void cli_help_command(const struct command *command);
/** What there is to say about a command beyond its line (pages.c); NULL when that is all. */
const char *cli_page(const char *command);

#endif
