-- What is said at the reveal of an unannounced session.

ALTER TABLE session ADD COLUMN goal_clear INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN hardest_question INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN plan_b INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN check_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN inconvenient INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN inconvenient_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE intention ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0; -- typed by the coach at a reveal
