-- 分割、合并 as filings: the units of a filing besides the one that it is known by.

CREATE TABLE filing_part (
    region TEXT NOT NULL,
    unit TEXT NOT NULL,
    filing TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('parent', 'child')),
    priority BIGINT NOT NULL,       -- a parent's place in its unit's line; 0 before acceptance
    PRIMARY KEY (region, unit, filing)
);
CREATE INDEX filing_part_filing ON filing_part (region, filing, unit);
