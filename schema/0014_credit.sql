-- 信易登: who stands on the red or the black list (不良记录名单), since when, until when, and every
-- change of it. A standing counts in the whole city and there are hundreds of them, not millions, so
-- both are copied to every node: credit_standing, credit_event.

CREATE TABLE credit_standing (
    id TEXT PRIMARY KEY,            -- in order of time
    list TEXT NOT NULL CHECK (list IN ('red', 'black')),
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    name TEXT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    phone TEXT NOT NULL,            -- where the party is told
    ground TEXT NOT NULL,           -- GROUND of credit.def
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,         -- hash of a kept paper
    months BIGINT NOT NULL CHECK (months > 0),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'dropped', 'listed', 'appealed', 'repairing',
        'left')),
    proposed_by TEXT NOT NULL,
    proposed_ms BIGINT NOT NULL,
    heard_until_ms BIGINT NOT NULL, -- 陈述申辩: no black listing before, unless the party has spoken
    statement TEXT NOT NULL,        -- what the party said; empty while it has said nothing
    decided_by TEXT NOT NULL,       -- empty before
    decided_ms BIGINT NOT NULL,     -- 0 before
    begins_ms BIGINT NOT NULL,      -- in force from then on; 0 unless it was listed
    ends_ms BIGINT NOT NULL,        -- and before then
    appeal_until_ms BIGINT NOT NULL,
    appealed BIGINT NOT NULL CHECK (appealed IN (0, 1)), -- an appeal is decided once
    asked_by TEXT NOT NULL,         -- the officer who took in the last appeal or wish for repair
    asked_ms BIGINT NOT NULL,
    left_cause TEXT NOT NULL CHECK (left_cause IN ('', 'term', 'repair', 'appeal')),
    left_ms BIGINT NOT NULL,        -- 0 before
    version BIGINT NOT NULL,        -- number of its last event
    CHECK (decided_by <> proposed_by),
    CHECK (begins_ms = 0 OR (begins_ms >= decided_ms AND ends_ms > begins_ms AND decided_ms > 0))
);
-- One at a time of a party and a list.
CREATE UNIQUE INDEX credit_standing_live ON credit_standing (document_number, document_kind, list)
    WHERE state IN ('proposed', 'listed', 'appealed', 'repairing');
CREATE INDEX credit_standing_ends ON credit_standing (ends_ms)
    WHERE state IN ('listed', 'appealed', 'repairing');
CREATE INDEX credit_standing_party ON credit_standing (document_number, id);
CREATE INDEX credit_standing_state ON credit_standing (state, id);

-- The journal: one row a change, written once, sealed (audit_seal, book 'standing').
CREATE TABLE credit_event (
    standing TEXT NOT NULL,
    number BIGINT NOT NULL,         -- from 1 without a gap
    action TEXT NOT NULL,           -- ACTION of credit.def
    actor TEXT NOT NULL,            -- the officer; 'self': a term is over
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL,         -- hash of a kept paper; empty where none is asked for
    notice TEXT NOT NULL,           -- what the party was told, JSON; empty where nothing is told
    message TEXT NOT NULL,          -- of the outbox, that carries it to the party's phone
    region TEXT NOT NULL,           -- whose outbox that is
    after TEXT NOT NULL,            -- the whole standing as this change left it, JSON
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (standing, number)
);
