-- What the pages need.

-- The second factor of an officer (RFC 6238); secrets are sealed with a key that is not in the store.
ALTER TABLE staff ADD COLUMN factor TEXT NOT NULL DEFAULT '';        -- in force; empty when none
ALTER TABLE staff ADD COLUMN factor_begun TEXT NOT NULL DEFAULT '';  -- shown, not confirmed yet
ALTER TABLE staff ADD COLUMN factor_step BIGINT NOT NULL DEFAULT 0;  -- of the last code: good once
CREATE INDEX staff_session_staff ON staff_session (region, staff);

-- Tries to see papers with a filing's follow code and a party's number.
CREATE TABLE filing_try (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    failures BIGINT NOT NULL,       -- wrong ones in a row, none of them long ago
    last_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing)
);

-- Administration: one-time passwords, and who changed what about officers and offices, when. Rows of
-- staff_change stand in the region in which the change was made and are insert-only.
ALTER TABLE staff ADD COLUMN one_time BIGINT NOT NULL DEFAULT 0; -- 1: must be changed at sign-in
CREATE INDEX staff_document ON staff (document_number);
ALTER TABLE place_office ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

CREATE TABLE staff_change (
    region TEXT NOT NULL,
    id TEXT NOT NULL,               -- in order of time
    actor TEXT NOT NULL,            -- id of the officer who did it; 'setup' at the first run
    actor_name TEXT NOT NULL,
    kind TEXT NOT NULL,             -- CHANGE rows of staff_admin.def
    subject TEXT NOT NULL,          -- id of the officer or office
    subject_name TEXT NOT NULL,
    before TEXT NOT NULL,           -- JSON; empty when there was nothing
    after TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);

-- First run: the code that opens the page on which a city is made. One row at most, region empty;
-- gone once there are officers.
CREATE TABLE setup_code (
    region TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    wait_until_ms BIGINT NOT NULL,
    made_ms BIGINT NOT NULL
);
