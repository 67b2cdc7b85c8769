-- Rules as data: locks of the registry, and the log of what rules found with its sampling pool.

-- 锁定: one officer proposes and a second one confirms, of the lock and of its release alike.
CREATE TABLE rule_lock (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('unit', 'certificate', 'land')),
    unit TEXT NOT NULL,             -- the unit that it was asked for; of 'land' any unit of the parcel
    land TEXT NOT NULL,             -- 宗地代码: the first 19 characters of the unit code
    certificate TEXT NOT NULL,      -- number; empty unless a certificate is locked
    state TEXT NOT NULL CHECK (state IN ('proposed', 'live', 'releasing', 'released')),
    reason TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_ms BIGINT NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_ms BIGINT NOT NULL,   -- in force from then on; 0 before
    release_reason TEXT NOT NULL,
    release_by TEXT NOT NULL,
    release_ms BIGINT NOT NULL,
    released_by TEXT NOT NULL,
    released_ms BIGINT NOT NULL,    -- 0 while it stands
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX rule_lock_land ON rule_lock (region, land, id) WHERE state <> 'released';
CREATE INDEX rule_lock_unit ON rule_lock (region, unit, id);

-- What rules found, when a change was made: insert-only but for the mark of whoever examines it.
CREATE TABLE rule_hit (
    region TEXT NOT NULL,
    id TEXT NOT NULL,               -- in order of time
    filing TEXT NOT NULL,
    seq BIGINT NOT NULL,            -- its place among what was found at that moment
    rule TEXT NOT NULL,
    moment TEXT NOT NULL,           -- acceptance review record
    outcome TEXT NOT NULL CHECK (outcome IN ('shown', 'passed', 'stopped')),
    field TEXT NOT NULL,
    detail TEXT NOT NULL,
    officer TEXT NOT NULL,          -- empty: the service itself
    code TEXT NOT NULL,             -- typed reason, of 'passed'
    reason TEXT NOT NULL,           -- in the officer's own words
    made_ms BIGINT NOT NULL,
    sample TEXT NOT NULL CHECK (sample IN ('', 'open', 'in-order', 'fault')), -- empty: not drawn
    examined_by TEXT NOT NULL,
    examined_ms BIGINT NOT NULL,
    remark TEXT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX rule_hit_filing ON rule_hit (region, filing);
CREATE INDEX rule_hit_sample ON rule_hit (region, sample, id) WHERE sample <> '';
