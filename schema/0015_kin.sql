-- 亲属申报: whose matters an officer does not handle beside the own ones (回避). A declaration is written
-- once and ended at most once; both are sealed (audit_seal, book 'kin'). An officer of any office may
-- meet a filing of any region, so it is copied to every node: staff_kin.
CREATE TABLE staff_kin (
    id TEXT PRIMARY KEY,            -- in order of time
    staff TEXT NOT NULL REFERENCES staff (id),
    relation TEXT NOT NULL,         -- KIN of staff_kin.def
    name TEXT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    made_by TEXT NOT NULL,          -- the officer, or the administrator who entered it
    made_ms BIGINT NOT NULL,
    ended_by TEXT NOT NULL,         -- always an administrator; empty while it stands
    ended_ms BIGINT NOT NULL,       -- 0 while it stands
    ended_reason TEXT NOT NULL
);
CREATE UNIQUE INDEX staff_kin_live ON staff_kin (staff, document_number) WHERE ended_ms = 0;
CREATE INDEX staff_kin_staff ON staff_kin (staff, id);
CREATE INDEX staff_kin_document ON staff_kin (document_number);
