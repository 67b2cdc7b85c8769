-- 查询、查档: who applied for what the register says, in which capacity and for what, and what was
-- answered or on which ground nothing was. One row an application, written once, sealed (audit_seal,
-- book 'query'), numbered without gaps within a year of a region.

CREATE TABLE archive_counter (
    region TEXT NOT NULL,
    year BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (region, year)
);

CREATE TABLE archive_query (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    year BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('record', 'houses')),
    unit TEXT NOT NULL,             -- of 'record', empty for 'houses'
    outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'refused')),
    capacity TEXT NOT NULL,         -- CAPACITY of archive.def
    document_number TEXT NOT NULL,  -- of the applicant
    asked TEXT NOT NULL,            -- all that was applied for, JSON
    result TEXT NOT NULL,           -- what was answered, as of then, JSON; empty when refused
    ground TEXT NOT NULL,           -- GROUND of archive.def; empty when granted
    words TEXT NOT NULL,            -- why, in the officer's words
    code TEXT NOT NULL,             -- by which anybody verifies the proof; empty when refused
    as_of_entry BIGINT NOT NULL,    -- the register as its region's entry of this number left it
    officer TEXT NOT NULL,
    office TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    CHECK ((outcome = 'granted') = (ground = '')),
    CHECK ((outcome = 'granted') = (code <> '')),
    CHECK ((kind = 'houses') = (unit = ''))
);
CREATE UNIQUE INDEX archive_query_number ON archive_query (region, year, number);
CREATE UNIQUE INDEX archive_query_code ON archive_query (region, code) WHERE code <> '';
CREATE INDEX archive_query_unit ON archive_query (region, unit, id);
