-- What the two arrange before they go: talking through, the invitation and its answer, the way there and back; and how
-- often a preparation went back and forth.
ALTER TABLE session ADD COLUMN talk TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN talk_time INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN invite_state INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN invite_note TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN coachee_focus TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN travel_together INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN travel_back INTEGER NOT NULL DEFAULT 0;
-- Invitations went ahead without an answer until now. What an inviting coachee wanted watched stood as the coach's focus.
UPDATE session SET invite_state = 2, coachee_focus = coach_focus, coach_focus = '' WHERE invited = 1;

ALTER TABLE preparation ADD COLUMN returns BLOB; -- NULL: never
ALTER TABLE preparation ADD COLUMN unplaced TEXT NOT NULL DEFAULT '';
