-- 存量导入: what came into a region's book from a legacy register, and what was refused.

-- One import of certain files by a certain mapping; its id is their digest, so that the same command
-- goes on where it was cut off.
CREATE TABLE legacy_import (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    mapping TEXT NOT NULL,          -- name of the mapping
    files TEXT NOT NULL,            -- names and digests, a line each
    state TEXT NOT NULL CHECK (state IN ('running', 'done')),
    lines BIGINT NOT NULL,          -- of all files, without their heads
    records BIGINT NOT NULL,        -- done so far, as are all counts below
    lines_done BIGINT NOT NULL,
    complete BIGINT NOT NULL,       -- records of grade A
    gaps BIGINT NOT NULL,           -- B
    refused BIGINT NOT NULL,        -- C
    units BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    recorder TEXT NOT NULL,
    began_ms BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,       -- 0 while it runs
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);

CREATE TABLE legacy_record (
    region TEXT NOT NULL,
    import TEXT NOT NULL,
    number BIGINT NOT NULL,         -- in the order of the files, from 1
    file BIGINT NOT NULL,           -- which file its first line stands in, from 0
    line BIGINT NOT NULL,
    lines BIGINT NOT NULL,
    unit TEXT NOT NULL,             -- the first one; empty when none could be read
    grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C')),
    reasons TEXT NOT NULL,          -- a line each: rule, tab, field, tab, value
    entry BIGINT NOT NULL,          -- the first of its entries; 0 when refused
    entries BIGINT NOT NULL,
    PRIMARY KEY (region, import, number)
);
