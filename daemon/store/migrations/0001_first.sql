-- The first schema. Resource names are whole ("sessions/0192…"); a column bears the name of the contract's field. Times
-- are µs UTC, 0 for none; booleans 0 or 1; a BLOB under the name of a repeated field is a packed message with that field
-- alone.

CREATE TABLE migration (
	number     INTEGER PRIMARY KEY,
	name       TEXT NOT NULL,
	apply_time INTEGER NOT NULL
) STRICT;

-- What the daemon has to know of itself: whether time is simulated, and where it stands.
CREATE TABLE meta (
	key   TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

-- Numbers that only ever count up.
CREATE TABLE counter (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
	name               TEXT PRIMARY KEY,
	email              TEXT NOT NULL,
	sort_email         TEXT NOT NULL, -- email in lower case
	display_name       TEXT NOT NULL,
	aliases            BLOB NOT NULL,
	language           TEXT NOT NULL,
	time_zone          TEXT NOT NULL,
	working_days       BLOB NOT NULL,
	days_off           BLOB NOT NULL,
	quiet_from_minute  INTEGER NOT NULL,
	quiet_until_minute INTEGER NOT NULL,
	template           TEXT NOT NULL,
	unix_login         TEXT NOT NULL,
	create_time        INTEGER NOT NULL,
	update_time        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_by_email ON person (sort_email, name);
CREATE UNIQUE INDEX person_by_login ON person (unix_login) WHERE unix_login <> '';

-- The address and the aliases of everybody, in lower case: unique over all people.
CREATE TABLE person_address (
	address TEXT PRIMARY KEY,
	person  TEXT NOT NULL REFERENCES person (name)
) STRICT;
CREATE INDEX person_address_by_person ON person_address (person);

CREATE TABLE coaching (
	name         TEXT PRIMARY KEY,
	coach        TEXT NOT NULL REFERENCES person (name),
	coachee      TEXT NOT NULL REFERENCES person (name),
	start_date   TEXT NOT NULL,
	end_date     TEXT NOT NULL, -- '' while it lasts
	cadence_days INTEGER NOT NULL,
	create_time  INTEGER NOT NULL,
	update_time  INTEGER NOT NULL
) STRICT;
CREATE INDEX coaching_by_coach ON coaching (coach, coachee, start_date, end_date, name);
CREATE INDEX coaching_by_coachee ON coaching (coachee, coach, start_date, end_date, name);

CREATE TABLE team (
	name                  TEXT PRIMARY KEY,
	coach                 TEXT NOT NULL UNIQUE REFERENCES person (name),
	unannounced_told_date TEXT NOT NULL
) STRICT;

CREATE TABLE meeting (
	name          TEXT PRIMARY KEY,
	owner         TEXT NOT NULL REFERENCES person (name),
	title         TEXT NOT NULL,
	customer      TEXT NOT NULL,
	place         TEXT NOT NULL,
	start_time    INTEGER NOT NULL,
	end_time      INTEGER NOT NULL,
	time_zone     TEXT NOT NULL,
	all_day       INTEGER NOT NULL,
	online        INTEGER NOT NULL,
	confidential  INTEGER NOT NULL,
	attendees     BLOB NOT NULL,
	state         INTEGER NOT NULL,
	calendar      TEXT NOT NULL, -- '' when entered by hand
	uid           TEXT NOT NULL,
	recurrence_id TEXT NOT NULL,
	create_time   INTEGER NOT NULL,
	update_time   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meeting_by_source ON meeting (owner, calendar, uid, recurrence_id) WHERE calendar <> '';
CREATE INDEX meeting_by_owner ON meeting (owner, start_time, name, end_time, state, calendar);
CREATE INDEX meeting_by_start ON meeting (start_time, name, end_time, state, owner, calendar);

CREATE TABLE preparation (
	name             TEXT PRIMARY KEY,
	meeting          TEXT NOT NULL UNIQUE REFERENCES meeting (name),
	owner            TEXT NOT NULL REFERENCES person (name),
	template         TEXT NOT NULL,
	template_version INTEGER NOT NULL,
	state            INTEGER NOT NULL,
	answers          BLOB NOT NULL,
	submit_time      INTEGER NOT NULL,
	return_reason    TEXT NOT NULL,
	create_time      INTEGER NOT NULL,
	update_time      INTEGER NOT NULL
) STRICT;
CREATE INDEX preparation_by_owner ON preparation (owner, submit_time, name);

CREATE TABLE intention (
	meeting TEXT NOT NULL REFERENCES meeting (name),
	number  INTEGER NOT NULL,
	key     TEXT NOT NULL,
	text    TEXT NOT NULL,
	outcome INTEGER NOT NULL,
	PRIMARY KEY (meeting, number)
) STRICT;

CREATE TABLE session (
	name              TEXT PRIMARY KEY,
	coach             TEXT NOT NULL REFERENCES person (name),
	coachee           TEXT NOT NULL REFERENCES person (name),
	coaching          TEXT NOT NULL REFERENCES coaching (name),
	meeting           TEXT NOT NULL REFERENCES meeting (name),
	state             INTEGER NOT NULL,
	previous_state    INTEGER NOT NULL,
	state_time        INTEGER NOT NULL, -- when it came into its state
	format            INTEGER NOT NULL,
	unannounced       INTEGER NOT NULL,
	hidden            INTEGER NOT NULL, -- unannounced and not revealed: the coachee must not see a byte of it
	reveal_time       INTEGER NOT NULL,
	coach_focus       TEXT NOT NULL,
	coach_help        TEXT NOT NULL,
	coach_bridge      TEXT NOT NULL,
	role              INTEGER NOT NULL,
	introduction      TEXT NOT NULL,
	customer_knows    INTEGER NOT NULL,
	travel            INTEGER NOT NULL,
	start_time        INTEGER NOT NULL,
	end_time          INTEGER NOT NULL,
	departure_time    INTEGER NOT NULL,
	cutoff_time       INTEGER NOT NULL,
	grace_time        INTEGER NOT NULL,
	actual_start_time INTEGER NOT NULL,
	actual_end_time   INTEGER NOT NULL,
	verdict           INTEGER NOT NULL,
	verdict_reason    TEXT NOT NULL,
	verdict_rule      TEXT NOT NULL,
	verdict_cause     INTEGER NOT NULL,
	appealed          INTEGER NOT NULL,
	appeal_reason     TEXT NOT NULL,
	cancel_reason     TEXT NOT NULL,
	meeting_cancelled INTEGER NOT NULL,
	not_confirmed     INTEGER NOT NULL,
	invited           INTEGER NOT NULL,
	create_time       INTEGER NOT NULL,
	update_time       INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_coach ON session (coach, start_time, name, state, end_time);
CREATE INDEX session_by_coachee ON session (coachee, start_time, name, state, hidden, end_time);
CREATE INDEX session_by_start ON session (start_time, name);
CREATE INDEX session_by_meeting ON session (meeting, state);
CREATE INDEX session_by_coaching ON session (coaching, start_time);

CREATE TABLE observation (
	name         TEXT PRIMARY KEY,
	session      TEXT NOT NULL REFERENCES session (name),
	kind         INTEGER NOT NULL,
	text         TEXT NOT NULL,
	next_step    TEXT NOT NULL,
	author       TEXT NOT NULL,
	observe_time INTEGER NOT NULL,
	create_time  INTEGER NOT NULL,
	debrief      INTEGER NOT NULL
) STRICT;
CREATE INDEX observation_by_session ON observation (session, observe_time, name);

-- Notes that came with an id of the client's: kept once, however often and however late they are sent.
CREATE TABLE note_batch (
	author    TEXT NOT NULL,
	client_id TEXT NOT NULL,
	session   TEXT NOT NULL REFERENCES session (name),
	hash      TEXT NOT NULL,
	PRIMARY KEY (author, client_id)
) STRICT;

CREATE TABLE debrief (
	name                    TEXT PRIMARY KEY,
	session                 TEXT NOT NULL UNIQUE REFERENCES session (name),
	mode                    INTEGER NOT NULL,
	coachee_experience      TEXT NOT NULL,
	coachee_experience_time INTEGER NOT NULL,
	coach_experience        TEXT NOT NULL,
	coach_experience_hash   TEXT NOT NULL,
	coach_experience_time   INTEGER NOT NULL,
	delay                   INTEGER NOT NULL,
	create_time             INTEGER NOT NULL,
	update_time             INTEGER NOT NULL
) STRICT;

CREATE TABLE signature (
	session   TEXT NOT NULL REFERENCES session (name),
	person    TEXT NOT NULL REFERENCES person (name),
	kind      INTEGER NOT NULL,
	remark    TEXT NOT NULL,
	sign_time INTEGER NOT NULL,
	PRIMARY KEY (session, person)
) STRICT;

CREATE TABLE action_point (
	name        TEXT PRIMARY KEY,
	coaching    TEXT NOT NULL REFERENCES coaching (name),
	owner       TEXT NOT NULL REFERENCES person (name),
	text        TEXT NOT NULL,
	due_date    TEXT NOT NULL,
	state       INTEGER NOT NULL,
	session     TEXT NOT NULL, -- '' when agreed outside of one
	learning    INTEGER NOT NULL,
	skill       TEXT NOT NULL,
	agree_time  INTEGER NOT NULL,
	end_time    INTEGER NOT NULL,
	drop_reason TEXT NOT NULL,
	extensions  INTEGER NOT NULL,
	update_time INTEGER NOT NULL
) STRICT;
CREATE INDEX action_point_by_coaching ON action_point (coaching, state, due_date, name);
CREATE INDEX action_point_by_owner ON action_point (owner, due_date, name, state);
CREATE INDEX action_point_by_due ON action_point (due_date, name, state);
CREATE INDEX action_point_by_session ON action_point (session, agree_time, name);

CREATE TABLE one_on_one_item (
	name          TEXT PRIMARY KEY,
	coaching      TEXT NOT NULL REFERENCES coaching (name),
	subject       TEXT NOT NULL, -- '' when the service opened it
	session       TEXT NOT NULL, -- '' when opened by hand
	state         INTEGER NOT NULL,
	author        TEXT NOT NULL, -- '' when the service opened it
	create_time   INTEGER NOT NULL,
	discuss_time  INTEGER NOT NULL,
	verdict_cause INTEGER NOT NULL
) STRICT;
CREATE INDEX one_on_one_item_by_coaching ON one_on_one_item (coaching, create_time, name, state);
CREATE INDEX one_on_one_item_by_time ON one_on_one_item (create_time, name);
CREATE INDEX one_on_one_item_by_session ON one_on_one_item (session, state);

CREATE TABLE reminder (
	name           TEXT PRIMARY KEY,
	key            TEXT NOT NULL UNIQUE,
	kind           INTEGER NOT NULL,
	person         TEXT NOT NULL REFERENCES person (name),
	session        TEXT NOT NULL, -- '' when it is about none
	action_point   TEXT NOT NULL, -- '' when it is about none
	due_time       INTEGER NOT NULL,
	state          INTEGER NOT NULL,
	channel        TEXT NOT NULL,
	message_id     TEXT NOT NULL,
	attempts       INTEGER NOT NULL,
	reason         TEXT NOT NULL,
	rule           TEXT NOT NULL,
	send_time      INTEGER NOT NULL,
	create_time    INTEGER NOT NULL,
	answer_address TEXT NOT NULL,
	answer_time    INTEGER NOT NULL
) STRICT;
CREATE INDEX reminder_by_person ON reminder (person, create_time, name, state);
CREATE INDEX reminder_by_time ON reminder (create_time, name);
CREATE INDEX reminder_by_session ON reminder (session, create_time, name);
CREATE UNIQUE INDEX reminder_by_address ON reminder (answer_address) WHERE answer_address <> '';

-- In order of writing. The number is the daemon's own and never shown: counting it would tell of others' work.
CREATE TABLE event (
	seq        INTEGER PRIMARY KEY,
	name       TEXT NOT NULL UNIQUE,
	type       TEXT NOT NULL,
	subject    TEXT NOT NULL,
	event_time INTEGER NOT NULL,
	actor      TEXT NOT NULL,
	from_state TEXT NOT NULL,
	to_state   TEXT NOT NULL,
	audience   INTEGER NOT NULL -- how many people may see it
) STRICT;
CREATE INDEX event_by_subject ON event (subject, seq);

-- Who may ever see an event, besides administrators and plugins. Never changes.
CREATE TABLE event_audience (
	person TEXT NOT NULL,
	seq    INTEGER NOT NULL REFERENCES event (seq),
	PRIMARY KEY (person, seq)
) STRICT;

CREATE TABLE timer (
	owner       TEXT NOT NULL, -- plugin's name, or "service"
	key         TEXT NOT NULL,
	due         INTEGER NOT NULL,
	generation  INTEGER NOT NULL,
	payload     BLOB NOT NULL,
	create_time INTEGER NOT NULL,
	PRIMARY KEY (owner, key)
) STRICT;
CREATE INDEX timer_by_due ON timer (due, owner, key);
CREATE INDEX timer_by_owner ON timer (owner, due, key);

CREATE TABLE token (
	name         TEXT PRIMARY KEY,
	hash         TEXT NOT NULL UNIQUE, -- of the secret, which is not kept
	display_name TEXT NOT NULL,
	person       TEXT NOT NULL, -- '' when it acts for itself
	scopes       BLOB NOT NULL,
	expire_time  INTEGER NOT NULL,
	create_time  INTEGER NOT NULL,
	revoke_time  INTEGER NOT NULL
) STRICT;
CREATE INDEX token_by_time ON token (create_time, name);

-- Writes that had their effect: the same one sent again has none.
CREATE TABLE request (
	caller      TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL, -- of method and payload
	resource    TEXT NOT NULL, -- what it made or changed, read anew for the answer; '' when the answer is none
	reply       BLOB NOT NULL, -- the packed answer, when it is no resource
	create_time INTEGER NOT NULL,
	PRIMARY KEY (caller, id)
) STRICT;
CREATE INDEX request_by_time ON request (create_time);

-- How far a plugin came with the events, and whether an administrator stopped it.
CREATE TABLE plugin_cursor (
	plugin   TEXT PRIMARY KEY,
	seq      INTEGER NOT NULL,
	disabled INTEGER NOT NULL
) STRICT;

-- Reads by others than the two whom something is about.
CREATE TABLE audit (
	seq        INTEGER PRIMARY KEY,
	read_time  INTEGER NOT NULL,
	actor      TEXT NOT NULL,
	via        TEXT NOT NULL, -- who acted for them; '' when nobody did
	method     TEXT NOT NULL,
	resource   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_resource ON audit (resource, seq);
