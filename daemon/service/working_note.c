/* service/ — the coach's working notes. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/retention.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/service/session.h"
#include "daemon/store/session.h"
#include "daemon/store/working_note.h"

#define RPC_SERVICE WorkingNotes_Service

/* When it goes: the time they are kept after the session came to its end, or after it was written since. */
static enum status say_when(struct call *call, const Session *session, WorkingNote *const *notes, size_t count)
{
	Session *row;
	const int64_t kept = retention_days(&call->service->retention, RETENTION_WORKING_NOTES) * INT64_C(86400000000);
	int64_t ended;
	enum status st;

	if (!lifecycle_ended(session->state))
		return STATUS_OK;
	st = store_session_get(call->conn, session->name, call->arena, &row, &ended, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		int64_t written = instant_us(notes[i]->create_time);

		notes[i]->expire_time = instant_new(call->arena, (written > ended ? written : ended) + kept);
	}
	return st;
}

/* Nobody but the coach hears of them. */
static enum status tell(struct call *call, const Session *session, const char *type, const char *note)
{
	return service_event_append(call, type, note, NULL, NULL, session->coach, NULL);
}

RPC_METHOD(create_working_note, CreateWorkingNoteRequest, WorkingNote)
(struct call *call, const CreateWorkingNoteRequest *in, WorkingNote **ret)
{
	WorkingNote *note = arena_alloc(call->arena, sizeof(*note));
	Session *session;
	enum status st = service_session_open(call, "session", in->session, &session);

	working_note__init(note);
	if (st == STATUS_OK)
		st = service_check_present(call, "text", in->text);
	if (st == STATUS_OK)
		st = service_check_size(call, "text", in->text, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	note->name = call_new_name(call, arena_printf(call->arena, "%s/workingNotes", session->name));
	note->session = session->name;
	note->text = in->text;
	note->create_time = instant_new(call->arena, call->now);
	st = store_working_note_insert(call->conn, note, &call->error);
	if (st == STATUS_OK)
		st = tell(call, session, "working_note.created", note->name);
	if (st == STATUS_OK)
		st = say_when(call, session, &note, 1);
	if (st == STATUS_OK)
		*ret = note;
	return st;
}

RPC_METHOD(list_working_notes, ListWorkingNotesRequest, ListWorkingNotesResponse)
(struct call *call, const ListWorkingNotesRequest *in, ListWorkingNotesResponse **ret)
{
	ListWorkingNotesResponse *reply = arena_alloc(call->arena, sizeof(*reply));
	Session *session;
	int size = 0;
	enum status st = service_session_open(call, "session", in->session, &session);

	list_working_notes_response__init(reply);
	if (st == STATUS_OK)
		st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = store_working_note_list(call->conn, session->name, in->page_token, size + 1, call->arena,
			&reply->working_notes, &reply->n_working_notes, &call->error);
	if (st == STATUS_OK)
		st = say_when(call, session, reply->working_notes, reply->n_working_notes);
	if (st != STATUS_OK)
		return st;
	reply->next_page_token = service_page_end(reply->working_notes, &reply->n_working_notes, size);
	*ret = reply;
	return STATUS_OK;
}

/* "sessions/ID/workingNotes/ID" to "sessions/ID". */
static enum status session_of(struct call *call, const char *given, const char **ret)
{
	const char *part = strstr(given, "/workingNotes/");

	if (strncmp(given, "sessions/", 9) != 0 || part == NULL)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "NAME", "name",
			"name must be \"sessions/ID/workingNotes/ID\"",
			"name moet \"sessions/ID/workingNotes/ID\" zijn");
	*ret = arena_strndup(call->arena, given, (size_t)(part - given));
	return STATUS_OK;
}

RPC_METHOD(delete_working_note, DeleteWorkingNoteRequest, DeleteWorkingNoteResponse)
(struct call *call, const DeleteWorkingNoteRequest *in, DeleteWorkingNoteResponse **ret)
{
	const char *name = "";
	WorkingNote *note = NULL;
	Session *session;
	enum status st = session_of(call, in->name, &name);

	if (st == STATUS_OK)
		st = service_session_open(call, "name", name, &session);
	if (st == STATUS_OK)
		st = store_working_note_get(call->conn, in->name, call->arena, &note, &call->error);
	if (st == STATUS_OK && note == NULL)
		st = may_not_found(in->name, call->locale, &call->error);
	if (st == STATUS_OK)
		st = store_working_note_delete(call->conn, note->name, &call->error);
	if (st == STATUS_OK)
		st = tell(call, session, "working_note.deleted", note->name);
	if (st != STATUS_OK)
		return st;
	*ret = arena_alloc(call->arena, sizeof(**ret));
	delete_working_note_response__init(*ret);
	return STATUS_OK;
}

WorkingNotes_Service service_working_notes = WORKING_NOTES__INIT(handle_);
