-- Who read whose record: one row an answer, numbered without gaps for each reader, and sealed. The
-- tally says how many there are, under a seal of its own.

CREATE TABLE access_tally (
    region TEXT NOT NULL,
    reader TEXT NOT NULL,           -- officer, department, or party/<filing>
    reads BIGINT NOT NULL,
    hour BIGINT NOT NULL,           -- of the last one, since 1970
    hour_reads BIGINT NOT NULL,     -- in that hour
    mac BYTEA NOT NULL,
    PRIMARY KEY (region, reader)
);

CREATE TABLE access_row (
    region TEXT NOT NULL,
    reader TEXT NOT NULL,
    number BIGINT NOT NULL,
    office TEXT NOT NULL,           -- where the officer sits; empty for others
    route TEXT NOT NULL,
    record TEXT NOT NULL,           -- filing unit building certificate paper entry search ...
    subject TEXT NOT NULL,          -- which one; empty for a list
    purpose TEXT NOT NULL,
    reference TEXT NOT NULL,        -- the filing, the letter or the words that the purpose asks for
    request TEXT NOT NULL,          -- its id, in order of time
    made_ms BIGINT NOT NULL,
    mac BYTEA NOT NULL,
    PRIMARY KEY (region, reader, number)
);
CREATE INDEX access_row_request ON access_row (region, request);
CREATE INDEX access_row_subject ON access_row (region, subject, request);

-- A reader who reached the limit of an hour: once an hour.
CREATE TABLE access_alert (
    region TEXT NOT NULL,
    reader TEXT NOT NULL,
    hour BIGINT NOT NULL,
    most BIGINT NOT NULL,           -- the limit
    made_ms BIGINT NOT NULL,
    mac BYTEA NOT NULL,
    PRIMARY KEY (region, hour, reader)
);
