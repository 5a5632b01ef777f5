-- Whom the texts of a preparation name, as it was when it was handed in: what both read stays as it was.

ALTER TABLE preparation ADD COLUMN coach TEXT NOT NULL DEFAULT ''; -- '' until it is handed in
ALTER TABLE preparation ADD COLUMN coach_display_name TEXT NOT NULL DEFAULT '';
