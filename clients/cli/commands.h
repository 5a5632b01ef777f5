/* clients/cli — the commands' functions, one file a noun, and what several of them share. */
#ifndef RIDEALONG_CLI_COMMANDS_H
#define RIDEALONG_CLI_COMMANDS_H

#include "cli.h"
#include "google/protobuf/duration.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/* Flags that every list has. */
#define LIST_FLAGS                                                                                                     \
	{ "page-size", N_("COUNT"), N_("one page of at most this many, instead of everything") },                      \
	{                                                                                                              \
		"page-token", N_("TOKEN"), N_("the page after the one that ended with this")                           \
	}

/** What a flag can be; the last row's word is NULL. */
struct choice {
	const char *word;
	int value;
};

/** Whether the text is the word, or the Dutch that quick lines have for it: ja, nee, deels, niet, n.t.z., beetje. */
bool cli_is_word(const char *text, const char *word);
/** False, with *ret as it was, when the text is none of the choices. */
bool cli_choose(const char *text, const struct choice *choices, int *ret);
/** "" when the flag was not given. */
const char *cli_flag_or_empty(const struct cli *cli, const char *name);
/** *ret points to the timestamp when the flag was given, else it stays. False, and said so, when it is no time. */
bool cli_flag_time(struct cli *cli, const char *name, Timestamp *timestamp, Timestamp **ret);
/** A day as cli_date_read() reads it; "" when the flag was not given. The exit code. */
int cli_flag_date(struct cli *cli, const char *name, char ret[16]);
/** *ret stays when the flag was not given. False, and said so, when it is none of the choices. */
bool cli_flag_choice(const struct cli *cli, const char *name, const struct choice *choices, int *ret);

/** A coaching relation from its id, the address of the other one, or NULL for the only one. */
int cli_coaching(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE]);
/** The caller's coach, when there is just one. */
int cli_only_coach(struct cli *cli, char ret[CLI_NAME_SIZE]);

/** "templates/KEY" from a key as typed: those are never shortened. */
int cli_template_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE]);
/** How a set of questions is written as a file. */
void cli_help_template(void);
/** What --learning can be. */
extern const struct choice cli_learning_kinds[];
struct ActionPoint;
/** One that a reply names; NULL when the caller may not have it. */
struct ActionPoint *cli_action_get(struct cli *cli, char *name);
/** Calls about one action point, whose name goes to *name_field of the request, and prints it. */
int cli_action_show(struct cli *cli, const char *typed, const char *method, void *request, char **name_field);

void cli_session_print(struct cli *cli, const void *session);
/** Everything about one, and what to mind. */
void cli_session_print_whole(struct cli *cli, const Session *session);
/** Calls a method that replies with a session, and prints it whole. */
int cli_session_show(struct cli *cli, const char *method, const void *request);
/* --format, --together, --travel and the like; what was not given stays. False, and said so, when it is none. */
bool cli_session_format(struct cli *cli, SessionFormat *ret);
bool cli_session_together(struct cli *cli, TravelTogether *ret);
bool cli_session_travel(struct cli *cli, const char *flag, Duration *duration, Duration **ret);

/** The answer to a question, "" for none; and its number as an intention, 0 for none. */
/** The preparation of a meeting, or of a session's meeting, as typed. The exit code. */
int cli_preparation_of(struct cli *cli, const char *typed, Preparation **ret);
const char *cli_preparation_answer(const Preparation *preparation, const char *key);
int cli_preparation_intention(const Preparation *preparation, const char *key);
void cli_preparation_print(struct cli *cli, const Preparation *preparation);
/** What is good to know before writing: notice, what the coach asked and watches for, what is carried over. */
void cli_preparation_print_before(struct cli *cli, const Preparation *preparation);
/** Whether a word means a session rather than being a line: "@last", "sessions/ID", an id or a part of one. */
bool cli_is_session(const char *word);

struct Debrief;
struct Intention;
struct Observation;
int cli_debrief_name(struct cli *cli, const char *typed, char ret[CLI_NAME_SIZE]);
int cli_debrief_get(struct cli *cli, char *name, struct Debrief **ret);
/** The whole of it, and parts (debrief_print.c). */
void cli_debrief_print(struct cli *cli, const struct Debrief *debrief);
void cli_debrief_print_observations(struct Observation **observations, size_t count);
void cli_debrief_print_points(struct cli *cli, char **names, size_t count);
void cli_debrief_print_intention(struct cli *cli, const struct Debrief *debrief, const struct Intention *intention);
/** Help given, counted, and what the coachee says of it. Nothing when there was none. */
void cli_debrief_print_help(const struct Debrief *debrief);
void cli_debrief_print_amendments(struct cli *cli, const struct Debrief *debrief);
/** What is missing, what comes next, and who signed. */
void cli_debrief_print_end(struct cli *cli, const struct Debrief *debrief);
/** What is said when somebody signed. */
void cli_debrief_print_signed(struct cli *cli, const struct Debrief *debrief);
/** Whether the help was given so: yes or no. */
extern const struct choice cli_help_answers[];
extern const struct choice cli_outcomes[];

int cmd_action_add(struct cli *cli, int argc, char **argv);
int cmd_action_done(struct cli *cli, int argc, char **argv);
int cmd_action_drop(struct cli *cli, int argc, char **argv);
int cmd_action_extend(struct cli *cli, int argc, char **argv);
int cmd_action_history(struct cli *cli, int argc, char **argv);
int cmd_action_list(struct cli *cli, int argc, char **argv);
int cmd_action_praise(struct cli *cli, int argc, char **argv);
int cmd_action_reopen(struct cli *cli, int argc, char **argv);
int cmd_action_seen(struct cli *cli, int argc, char **argv);
int cmd_action_set(struct cli *cli, int argc, char **argv);
int cmd_action_show(struct cli *cli, int argc, char **argv);
int cmd_agenda_act(struct cli *cli, int argc, char **argv);
int cmd_agenda_add(struct cli *cli, int argc, char **argv);
int cmd_agenda_done(struct cli *cli, int argc, char **argv);
int cmd_agenda_edit(struct cli *cli, int argc, char **argv);
int cmd_agenda_list(struct cli *cli, int argc, char **argv);
int cmd_agenda_reopen(struct cli *cli, int argc, char **argv);
int cmd_agenda_show(struct cli *cli, int argc, char **argv);
int cmd_backup(struct cli *cli, int argc, char **argv);
int cmd_calendar_check(struct cli *cli, int argc, char **argv);
int cmd_calendar_delete(struct cli *cli, int argc, char **argv);
int cmd_calendar_explain(struct cli *cli, int argc, char **argv);
int cmd_calendar_feed(struct cli *cli, int argc, char **argv);
int cmd_calendar_import(struct cli *cli, int argc, char **argv);
int cmd_calendar_list(struct cli *cli, int argc, char **argv);
int cmd_calendar_sync(struct cli *cli, int argc, char **argv);
int cmd_checklist(struct cli *cli, int argc, char **argv);
int cmd_clock_advance(struct cli *cli, int argc, char **argv);
int cmd_clock_show(struct cli *cli, int argc, char **argv);
int cmd_coaching_add(struct cli *cli, int argc, char **argv);
int cmd_coaching_list(struct cli *cli, int argc, char **argv);
int cmd_coaching_postpone(struct cli *cli, int argc, char **argv);
int cmd_coaching_rhythm(struct cli *cli, int argc, char **argv);
int cmd_coaching_set(struct cli *cli, int argc, char **argv);
int cmd_completion(struct cli *cli, int argc, char **argv);
int cmd_debrief_amend(struct cli *cli, int argc, char **argv);
int cmd_debrief_contest(struct cli *cli, int argc, char **argv);
int cmd_debrief_drop_note(struct cli *cli, int argc, char **argv);
int cmd_debrief_guide(struct cli *cli, int argc, char **argv);
int cmd_debrief_help_given(struct cli *cli, int argc, char **argv);
int cmd_debrief_helped(struct cli *cli, int argc, char **argv);
int cmd_debrief_notes(struct cli *cli, int argc, char **argv);
int cmd_debrief_show(struct cli *cli, int argc, char **argv);
int cmd_debrief_sign(struct cli *cli, int argc, char **argv);
int cmd_debrief_trend(struct cli *cli, int argc, char **argv);
int cmd_debrief_write(struct cli *cli, int argc, char **argv);
int cmd_doctor(struct cli *cli, int argc, char **argv);
int cmd_erase(struct cli *cli, int argc, char **argv);
int cmd_event_list(struct cli *cli, int argc, char **argv);
int cmd_event_watch(struct cli *cli, int argc, char **argv);
int cmd_export(struct cli *cli, int argc, char **argv);
int cmd_gate_explain(struct cli *cli, int argc, char **argv);
int cmd_gate_simulate(struct cli *cli, int argc, char **argv);
int cmd_help(struct cli *cli, int argc, char **argv);
int cmd_meeting_add(struct cli *cli, int argc, char **argv);
int cmd_meeting_cancel(struct cli *cli, int argc, char **argv);
int cmd_meeting_duplicates(struct cli *cli, int argc, char **argv);
int cmd_meeting_list(struct cli *cli, int argc, char **argv);
int cmd_meeting_merge(struct cli *cli, int argc, char **argv);
int cmd_meeting_move(struct cli *cli, int argc, char **argv);
int cmd_meeting_restore(struct cli *cli, int argc, char **argv);
int cmd_meeting_set(struct cli *cli, int argc, char **argv);
int cmd_meeting_show(struct cli *cli, int argc, char **argv);
int cmd_meeting_unmerge(struct cli *cli, int argc, char **argv);
int cmd_metrics(struct cli *cli, int argc, char **argv);
int cmd_note(struct cli *cli, int argc, char **argv);
int cmd_person_access(struct cli *cli, int argc, char **argv);
int cmd_person_add(struct cli *cli, int argc, char **argv);
int cmd_person_import_groups(struct cli *cli, int argc, char **argv);
int cmd_person_list(struct cli *cli, int argc, char **argv);
int cmd_person_set(struct cli *cli, int argc, char **argv);
int cmd_person_show(struct cli *cli, int argc, char **argv);
int cmd_plugin_disable(struct cli *cli, int argc, char **argv);
int cmd_plugin_enable(struct cli *cli, int argc, char **argv);
int cmd_plugin_list(struct cli *cli, int argc, char **argv);
int cmd_plugin_show(struct cli *cli, int argc, char **argv);
int cmd_prep_list(struct cli *cli, int argc, char **argv);
int cmd_prep_return(struct cli *cli, int argc, char **argv);
int cmd_prep_show(struct cli *cli, int argc, char **argv);
int cmd_prep_submit(struct cli *cli, int argc, char **argv);
int cmd_prep_write(struct cli *cli, int argc, char **argv);
int cmd_reminder_explain(struct cli *cli, int argc, char **argv);
int cmd_reminder_list(struct cli *cli, int argc, char **argv);
int cmd_reminder_receive(struct cli *cli, int argc, char **argv);
int cmd_reminder_retry(struct cli *cli, int argc, char **argv);
int cmd_reminder_show(struct cli *cli, int argc, char **argv);
int cmd_report(struct cli *cli, int argc, char **argv);
int cmd_report_coverage(struct cli *cli, int argc, char **argv);
int cmd_report_debrief(struct cli *cli, int argc, char **argv);
int cmd_report_intentions(struct cli *cli, int argc, char **argv);
int cmd_report_learning(struct cli *cli, int argc, char **argv);
int cmd_report_organisation(struct cli *cli, int argc, char **argv);
int cmd_report_works_council(struct cli *cli, int argc, char **argv);
int cmd_report_preparation(struct cli *cli, int argc, char **argv);
int cmd_session_accept(struct cli *cli, int argc, char **argv);
int cmd_session_appeal(struct cli *cli, int argc, char **argv);
int cmd_session_calendar(struct cli *cli, int argc, char **argv);
int cmd_session_cancel(struct cli *cli, int argc, char **argv);
int cmd_session_card(struct cli *cli, int argc, char **argv);
int cmd_session_check(struct cli *cli, int argc, char **argv);
int cmd_session_confirm(struct cli *cli, int argc, char **argv);
int cmd_session_customer_line(struct cli *cli, int argc, char **argv);
int cmd_session_decide(struct cli *cli, int argc, char **argv);
int cmd_session_decline(struct cli *cli, int argc, char **argv);
int cmd_session_dismiss(struct cli *cli, int argc, char **argv);
int cmd_session_finish(struct cli *cli, int argc, char **argv);
int cmd_session_invite(struct cli *cli, int argc, char **argv);
int cmd_session_list(struct cli *cli, int argc, char **argv);
int cmd_session_object(struct cli *cli, int argc, char **argv);
int cmd_session_plan(struct cli *cli, int argc, char **argv);
int cmd_session_rehearse(struct cli *cli, int argc, char **argv);
int cmd_session_reopen(struct cli *cli, int argc, char **argv);
int cmd_session_reveal(struct cli *cli, int argc, char **argv);
int cmd_session_set(struct cli *cli, int argc, char **argv);
int cmd_session_show(struct cli *cli, int argc, char **argv);
int cmd_session_start(struct cli *cli, int argc, char **argv);
int cmd_session_suggest(struct cli *cli, int argc, char **argv);
int cmd_session_talked(struct cli *cli, int argc, char **argv);
int cmd_status(struct cli *cli, int argc, char **argv);
int cmd_team_set(struct cli *cli, int argc, char **argv);
int cmd_team_show(struct cli *cli, int argc, char **argv);
int cmd_template_check(struct cli *cli, int argc, char **argv);
int cmd_template_copy(struct cli *cli, int argc, char **argv);
int cmd_template_delete(struct cli *cli, int argc, char **argv);
int cmd_template_export(struct cli *cli, int argc, char **argv);
int cmd_template_history(struct cli *cli, int argc, char **argv);
int cmd_template_import(struct cli *cli, int argc, char **argv);
int cmd_template_list(struct cli *cli, int argc, char **argv);
int cmd_template_show(struct cli *cli, int argc, char **argv);
int cmd_template_undelete(struct cli *cli, int argc, char **argv);
int cmd_token_create(struct cli *cli, int argc, char **argv);
int cmd_token_list(struct cli *cli, int argc, char **argv);
int cmd_token_revoke(struct cli *cli, int argc, char **argv);

extern const struct flag flags_action_add[];
extern const struct flag flags_action_extend[];
extern const struct flag flags_action_history[];
extern const struct flag flags_action_list[];
extern const struct flag flags_action_seen[];
extern const struct flag flags_action_set[];
extern const struct flag flags_agenda_act[];
extern const struct flag flags_agenda_add[];
extern const struct flag flags_agenda_list[];
extern const struct flag flags_calendar_check[];
extern const struct flag flags_calendar_delete[];
extern const struct flag flags_calendar_explain[];
extern const struct flag flags_calendar_feed[];
extern const struct flag flags_calendar_import[];
extern const struct flag flags_calendar_list[];
extern const struct flag flags_calendar_sync[];
extern const struct flag flags_checklist[];
extern const struct flag flags_clock_advance[];
extern const struct flag flags_coaching_add[];
extern const struct flag flags_coaching_list[];
extern const struct flag flags_coaching_set[];
extern const struct flag flags_debrief_contest[];
extern const struct flag flags_debrief_guide[];
extern const struct flag flags_debrief_notes[];
extern const struct flag flags_debrief_sign[];
extern const struct flag flags_debrief_write[];
extern const struct flag flags_erase[];
extern const struct flag flags_event_list[];
extern const struct flag flags_event_watch[];
extern const struct flag flags_export[];
extern const struct flag flags_gate_simulate[];
extern const struct flag flags_meeting_add[];
extern const struct flag flags_meeting_duplicates[];
extern const struct flag flags_meeting_list[];
extern const struct flag flags_meeting_move[];
extern const struct flag flags_meeting_set[];
extern const struct flag flags_metrics[];
extern const struct flag flags_note[];
extern const struct flag flags_person_access[];
extern const struct flag flags_person_add[];
extern const struct flag flags_person_list[];
extern const struct flag flags_person_set[];
extern const struct flag flags_plugin_list[];
extern const struct flag flags_prep_list[];
extern const struct flag flags_prep_write[];
extern const struct flag flags_reason[];
extern const struct flag flags_reminder_list[];
extern const struct flag flags_reminder_receive[];
extern const struct flag flags_reminder_retry[];
extern const struct flag flags_report[], flags_report_organisation[], flags_report_works_council[];
extern const struct flag flags_session_accept[];
extern const struct flag flags_session_cancel[];
extern const struct flag flags_session_customer_line[];
extern const struct flag flags_session_invite[];
extern const struct flag flags_session_list[];
extern const struct flag flags_session_plan[];
extern const struct flag flags_session_set[];
extern const struct flag flags_session_dismiss[];
extern const struct flag flags_session_suggest[];
extern const struct flag flags_session_talked[];
extern const struct flag flags_status[];
extern const struct flag flags_team_set[];
extern const struct flag flags_template_export[];
extern const struct flag flags_template_history[];
extern const struct flag flags_template_import[];
extern const struct flag flags_template_list[];
extern const struct flag flags_template_show[];
extern const struct flag flags_token_create[];
extern const struct flag flags_token_list[];

#endif
