-- Who decided and when, where a session went on or moved from; what became of a subject of the one-on-one.

ALTER TABLE session ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN decided_by TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN decide_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN previous_start_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN move_time INTEGER NOT NULL DEFAULT 0;

ALTER TABLE one_on_one_item ADD COLUMN action_point TEXT NOT NULL DEFAULT '';
ALTER TABLE one_on_one_item ADD COLUMN update_time INTEGER NOT NULL DEFAULT 0;
