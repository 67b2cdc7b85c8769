-- Every kind of right, by its family instead of by its name; several entries of one filing. Tables with a
-- reference to the one that changes are made anew beside it, filled, and take its name.

CREATE TABLE registry_right_new (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,             -- registry/right.def
    family TEXT NOT NULL CHECK (family IN ('title', 'burden', 'guard')),
    sort TEXT NOT NULL,             -- within the kind; empty when it has none
    state TEXT NOT NULL CHECK (state IN ('live', 'history', 'ended')),
    holding TEXT NOT NULL CHECK (holding IN ('sole', 'joint', 'shares')),
    rank BIGINT NOT NULL,           -- mortgage 1..n; seizure 0 effective, 1..n 轮候; else 0
    amount_fen BIGINT NOT NULL,
    begins_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    lapses_on TEXT NOT NULL,        -- the last day on which it stands by law; empty when it has none
    no_transfer BIGINT NOT NULL,    -- 是否存在禁止或限制转让抵押不动产的约定
    maximum BIGINT NOT NULL,        -- 最高额抵押
    cause TEXT NOT NULL,            -- 登记原因, contract or order
    terms TEXT NOT NULL,            -- what is agreed or said besides: 担保范围, 居住条件, 异议事项
    dominant TEXT NOT NULL,         -- 需役地: the unit that an easement serves; empty otherwise
    previous TEXT NOT NULL,         -- right that this one replaced; empty for the first
    since_entry BIGINT NOT NULL,    -- the entry from which its place in line counts
    entry_made BIGINT NOT NULL,
    entry_ended BIGINT NOT NULL,    -- 0 while live
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, unit) REFERENCES registry_unit (region, code),
    CHECK ((state = 'live') = (entry_ended = 0))
);
INSERT INTO registry_right_new (region, id, unit, kind, family, sort, state, holding, rank, amount_fen,
        begins_on, ends_on, lapses_on, no_transfer, maximum, cause, terms, dominant, previous,
        since_entry, entry_made, entry_ended, version)
SELECT region, id, unit, kind,
       CASE kind WHEN 'ownership' THEN 'title' WHEN 'mortgage' THEN 'burden' ELSE 'guard' END,
       CASE WHEN kind = 'seizure' THEN 'seizure' WHEN kind = 'ownership' THEN ''
            WHEN maximum = 1 THEN 'maximum' ELSE 'general' END,
       state, holding, rank, amount_fen, begins_on, ends_on,
       CASE kind WHEN 'seizure' THEN ends_on ELSE '' END, no_transfer, maximum, cause, '', '',
       previous, entry_made, entry_made, entry_ended, version
  FROM registry_right;

CREATE TABLE registry_holder_new (
    region TEXT NOT NULL,
    right_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    party TEXT NOT NULL,
    name TEXT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    share_num BIGINT NOT NULL,      -- 0/0 unless the right is held in shares
    share_den BIGINT NOT NULL,
    PRIMARY KEY (region, right_id, seq),
    FOREIGN KEY (region, right_id) REFERENCES registry_right_new (region, id)
);
INSERT INTO registry_holder_new (region, right_id, seq, party, name, document_kind, document_number,
        share_num, share_den)
SELECT region, right_id, seq, party, name, document_kind, document_number, share_num, share_den
  FROM registry_holder;

DROP TABLE registry_holder;
DROP TABLE registry_right;
ALTER TABLE registry_right_new RENAME TO registry_right;
ALTER TABLE registry_holder_new RENAME TO registry_holder;

CREATE INDEX registry_right_unit ON registry_right (region, unit);
CREATE UNIQUE INDEX registry_right_title ON registry_right (region, unit)
    WHERE family = 'title' AND state = 'live';
CREATE UNIQUE INDEX registry_right_rank ON registry_right (region, unit, kind, rank)
    WHERE kind IN ('mortgage', 'seizure') AND state = 'live';
CREATE INDEX registry_right_lapse ON registry_right (region, lapses_on)
    WHERE state = 'live' AND lapses_on <> '';
CREATE INDEX registry_right_dominant ON registry_right (region, dominant)
    WHERE state = 'live' AND dominant <> '';
CREATE INDEX registry_holder_document ON registry_holder (region, document_number);

ALTER TABLE registry_entry ADD COLUMN position BIGINT NOT NULL DEFAULT 1;
DROP INDEX registry_entry_filing;
CREATE UNIQUE INDEX registry_entry_filing ON registry_entry (region, filing, position)
    WHERE filing <> '';

-- 公告 of a filing before its entry. Its objections are holds of the filing.
CREATE TABLE filing_announcement (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'over')),
    begins_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, step)
);
CREATE INDEX filing_announcement_open ON filing_announcement (region, ends_ms)
    WHERE state = 'open';
