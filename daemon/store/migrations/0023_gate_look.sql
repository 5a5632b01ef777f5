-- What the preparation check found when it looked: codes and numbers, packed.

ALTER TABLE session ADD COLUMN gate_look BLOB; -- NULL: it has not looked, or that is not kept any more
