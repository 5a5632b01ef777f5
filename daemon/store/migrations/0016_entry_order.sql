-- What was written at one instant is listed in the order in which it came in: names of one instant have none.

ALTER TABLE observation ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in its session
UPDATE observation SET place = (SELECT count(*) FROM observation o WHERE o.session = observation.session
	AND (o.observe_time, o.name) <= (observation.observe_time, observation.name));
DROP INDEX observation_by_session;
CREATE INDEX observation_by_session ON observation (session, observe_time, place);

ALTER TABLE amendment ADD COLUMN place INTEGER NOT NULL DEFAULT 0; -- in its session
UPDATE amendment SET place = (SELECT count(*) FROM amendment a WHERE a.session = amendment.session
	AND (a.create_time, a.name) <= (amendment.create_time, amendment.name));
DROP INDEX amendment_by_session;
CREATE INDEX amendment_by_session ON amendment (session, create_time, place);
