-- The core: who works here, the registry, filings, exchange, money, certificates.
-- Three types: BIGINT, TEXT, BYTEA. Times end in _ms, money in _fen, areas in _cm2. The key of every
-- table begins with region (six-digit division code), but for the reference tables, which are copied
-- to every node: place_region, place_office, staff, exchange_department.

CREATE TABLE place_region (
    region TEXT PRIMARY KEY,
    name_zh TEXT NOT NULL,          -- 银川市兴庆区
    name_en TEXT NOT NULL,
    province_short TEXT NOT NULL,   -- 宁
    certificate_name TEXT NOT NULL UNIQUE, -- as it stands in certificate numbers
    authority_zh TEXT NOT NULL,     -- 登记机构
    authority_code TEXT NOT NULL    -- six digits used in licence identifiers
);

CREATE TABLE place_office (
    id TEXT PRIMARY KEY,
    region TEXT NOT NULL REFERENCES place_region (region),
    kind TEXT NOT NULL CHECK (kind IN ('hall', 'centre', 'community', 'bank')),
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    windows BIGINT NOT NULL CHECK (windows >= 0)
);

CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    office TEXT NOT NULL REFERENCES place_office (id),
    document_number TEXT NOT NULL,  -- for 回避: no officer handles an own matter
    password_hash TEXT NOT NULL,
    disabled BIGINT NOT NULL DEFAULT 0,
    failures BIGINT NOT NULL DEFAULT 0,
    locked_until_ms BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE staff_session (
    region TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    staff TEXT NOT NULL,
    csrf TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    PRIMARY KEY (region, token_hash)
);

-- One effect owed to the outside, delivered at least once, applied once.
CREATE TABLE message (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    department TEXT NOT NULL,       -- housing, payment ...; 'self' for work of our own
    path TEXT NOT NULL,             -- /query/contract, /orders ...
    filing TEXT NOT NULL,           -- empty when none
    step TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'promised', 'done')),
    tries BIGINT NOT NULL,
    next_ms BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    done_ms BIGINT NOT NULL,
    fault TEXT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX message_due ON message (region, next_ms, id) WHERE state IN ('due', 'promised');
CREATE INDEX message_filing ON message (region, filing);

-- What came in: the same id again does nothing.
CREATE TABLE message_inbox (
    region TEXT NOT NULL,
    source TEXT NOT NULL,
    id TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, source, id)
);

-- Idempotency-Key: written in the transaction of the effect.
CREATE TABLE request_key (
    region TEXT NOT NULL,
    actor TEXT NOT NULL,
    route TEXT NOT NULL,
    request_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT NOT NULL,
    reply TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, actor, route, request_key)
);

CREATE TABLE exchange_department (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    public_key BYTEA NOT NULL
);

CREATE TABLE party (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation')),
    name TEXT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, document_kind, document_number)
);

CREATE TABLE paper (
    region TEXT NOT NULL,
    hash TEXT NOT NULL,             -- sha-256, hex: the file's name in the paper store
    type TEXT NOT NULL,
    size BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, hash)
);

-- The book of a region: how many entries it has.
CREATE TABLE registry_book (
    region TEXT PRIMARY KEY,
    size BIGINT NOT NULL CHECK (size >= 0)
);

CREATE TABLE registry_unit (
    region TEXT NOT NULL,
    code TEXT NOT NULL CHECK (length(code) = 28),
    location TEXT NOT NULL,
    usage TEXT NOT NULL,            -- 用途 code, GHYT
    structure TEXT NOT NULL,        -- 结构 code, FWJG
    floor TEXT NOT NULL,
    floors BIGINT NOT NULL,
    area_cm2 BIGINT NOT NULL CHECK (area_cm2 > 0),
    land_kind TEXT NOT NULL,        -- 权利性质, QLXZ
    land_until TEXT NOT NULL,       -- date or empty
    state TEXT NOT NULL CHECK (state IN ('live', 'closed')),
    entry_made BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, code)
);

CREATE TABLE registry_right (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('ownership', 'mortgage', 'seizure')),
    state TEXT NOT NULL CHECK (state IN ('live', 'history', 'ended')),
    holding TEXT NOT NULL CHECK (holding IN ('sole', 'joint', 'shares')),
    rank BIGINT NOT NULL,           -- mortgage 1..n; seizure 0 effective, 1..n 轮候; ownership 0
    amount_fen BIGINT NOT NULL,
    begins_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    no_transfer BIGINT NOT NULL,    -- 是否存在禁止或限制转让抵押不动产的约定
    maximum BIGINT NOT NULL,        -- 最高额抵押
    cause TEXT NOT NULL,            -- 登记原因, contract or order
    previous TEXT NOT NULL,         -- right that this one replaced; empty for the first
    entry_made BIGINT NOT NULL,
    entry_ended BIGINT NOT NULL,    -- 0 while live
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    FOREIGN KEY (region, unit) REFERENCES registry_unit (region, code),
    CHECK ((state = 'live') = (entry_ended = 0))
);
CREATE INDEX registry_right_unit ON registry_right (region, unit);
CREATE UNIQUE INDEX registry_right_owner ON registry_right (region, unit)
    WHERE kind = 'ownership' AND state = 'live';
CREATE UNIQUE INDEX registry_right_rank ON registry_right (region, unit, kind, rank)
    WHERE kind IN ('mortgage', 'seizure') AND state = 'live';

CREATE TABLE registry_holder (
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
    FOREIGN KEY (region, right_id) REFERENCES registry_right (region, id)
);
CREATE INDEX registry_holder_document ON registry_holder (region, document_number);

-- 登记簿记载: immutable, numbered without gaps.
CREATE TABLE registry_entry (
    region TEXT NOT NULL,
    number BIGINT NOT NULL CHECK (number >= 1),
    unit TEXT NOT NULL,
    filing TEXT NOT NULL,           -- empty for entries by order or import
    register_type BIGINT NOT NULL,  -- DJLX
    right_kind TEXT NOT NULL,
    effect TEXT NOT NULL,
    content TEXT NOT NULL,          -- canonical JSON: what was made, what was ended
    salt BYTEA NOT NULL,
    digest BYTEA NOT NULL,          -- SHA-256(salt || content): the log leaf's data
    recorder TEXT NOT NULL,         -- 登簿人
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, number)
);
CREATE INDEX registry_entry_unit ON registry_entry (region, unit);
CREATE UNIQUE INDEX registry_entry_filing ON registry_entry (region, filing) WHERE filing <> '';

-- Nodes of the Merkle tree: level 0 are leaves.
CREATE TABLE registry_node (
    region TEXT NOT NULL,
    level BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (region, level, position)
);

CREATE TABLE filing (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    scene TEXT NOT NULL,
    scene_version BIGINT NOT NULL,
    unit TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'accepted', 'correcting', 'recorded', 'closed',
        'withdrawn', 'rejected', 'refused')),
    channel TEXT NOT NULL,
    office TEXT NOT NULL,
    clerk TEXT NOT NULL,            -- who accepted it; before that, who drafted it
    recorder TEXT NOT NULL,         -- the registry reviewer who approved: 登簿人
    follow_code TEXT NOT NULL,      -- what the applicant tracks it with
    target TEXT NOT NULL,           -- right that a cancellation is about; empty otherwise
    priority BIGINT NOT NULL,       -- order of acceptance on the unit; 0 before
    opened_ms BIGINT NOT NULL,
    accepted_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    paused_ms BIGINT NOT NULL,      -- when the clock stopped for 补正; 0 while it runs
    ended_ms BIGINT NOT NULL,
    ended_reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX filing_unit ON filing (region, unit, priority);

CREATE TABLE filing_party (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    seq BIGINT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    phone TEXT NOT NULL,
    share_num BIGINT NOT NULL,
    share_den BIGINT NOT NULL,
    agent_name TEXT NOT NULL,
    agent_document TEXT NOT NULL,
    PRIMARY KEY (region, filing, seq)
);

CREATE TABLE filing_answer (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    ask TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (region, filing, ask)
);

CREATE TABLE filing_step (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'stuck', 'done', 'skipped')),
    outcome TEXT NOT NULL,
    started_ms BIGINT NOT NULL,
    done_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, step)
);

-- The journal: the state of a filing is a fold of these. Numbers rise, with gaps: the filing's
-- version times 100, plus one for each further event of the same transaction.
CREATE TABLE filing_event (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    step TEXT NOT NULL,
    actor TEXT NOT NULL,
    detail TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, number)
);

CREATE TABLE filing_task (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    filing TEXT NOT NULL,
    step TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'done', 'cancelled')),
    officer TEXT NOT NULL,
    opened_ms BIGINT NOT NULL,
    due_ms BIGINT NOT NULL,
    done_ms BIGINT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE UNIQUE INDEX filing_task_live ON filing_task (region, filing, step)
    WHERE state IN ('open', 'claimed');
CREATE INDEX filing_task_filing ON filing_task (region, filing);
CREATE INDEX filing_task_pool ON filing_task (region, role, due_ms)
    WHERE state IN ('open', 'claimed');

CREATE TABLE filing_fact (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    step TEXT NOT NULL,
    department TEXT NOT NULL,
    share TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'answered', 'proposed', 'manual')),
    found BIGINT NOT NULL,
    answer TEXT NOT NULL,
    message TEXT NOT NULL,
    asked_ms BIGINT NOT NULL,
    answered_ms BIGINT NOT NULL,
    officer TEXT NOT NULL,          -- manual path: who read the paper
    second_officer TEXT NOT NULL,   -- and who confirmed it
    reason TEXT NOT NULL,
    paper TEXT NOT NULL,            -- hash of the scan
    later TEXT NOT NULL,            -- the department's own answer, when it came after
    PRIMARY KEY (region, filing, step)
);

CREATE TABLE filing_paper (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    paper TEXT NOT NULL,            -- id in the scene
    hash TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('scanned', 'uploaded', 'shared')),
    officer TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, paper, hash)
);

-- Why an officer passed a finding that needs a reason.
CREATE TABLE filing_override (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    rule TEXT NOT NULL,
    officer TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, rule)
);

-- A reason why nothing may be recorded until somebody has looked.
CREATE TABLE filing_hold (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    raised_ms BIGINT NOT NULL,
    lifted_ms BIGINT NOT NULL,
    lifted_by TEXT NOT NULL,
    lifted_reason TEXT NOT NULL,
    PRIMARY KEY (region, filing, id)
);

-- 受理通知书, 补正告知书, 不予受理, 不予登记, 撤回: as handed out.
CREATE TABLE filing_notice (
    region TEXT NOT NULL,
    filing TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    officer TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, filing, id)
);

CREATE TABLE money_bill (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    filing TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'void')),
    total_fen BIGINT NOT NULL CHECK (total_fen >= 0),
    declared_on TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX money_bill_filing ON money_bill (region, filing);

CREATE TABLE money_line (
    region TEXT NOT NULL,
    bill TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payer TEXT NOT NULL,
    base_fen BIGINT NOT NULL,
    rate_ppm BIGINT NOT NULL,
    amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
    rule TEXT NOT NULL,
    reason_zh TEXT NOT NULL,
    reason_en TEXT NOT NULL,
    law TEXT NOT NULL,
    PRIMARY KEY (region, bill, seq)
);

CREATE TABLE money_order (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    bill TEXT NOT NULL,
    filing TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'closed', 'refunding', 'refunded')),
    amount_fen BIGINT NOT NULL CHECK (amount_fen > 0),
    pay_url TEXT NOT NULL,
    trade_number TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    paid_ms BIGINT NOT NULL,
    refunded_ms BIGINT NOT NULL,
    refund TEXT NOT NULL,           -- id of the refund; empty when none
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE UNIQUE INDEX money_order_bill ON money_order (region, bill);
CREATE INDEX money_order_filing ON money_order (region, filing);

CREATE TABLE money_receipt (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    payment TEXT NOT NULL,          -- the money_order paid or refunded
    kind TEXT NOT NULL CHECK (kind IN ('paid', 'refunded')),
    amount_fen BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, payment, kind)
);

CREATE TABLE cert_counter (
    region TEXT NOT NULL,
    year BIGINT NOT NULL,
    kind TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (region, year, kind)
);

CREATE TABLE cert (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('certificate', 'proof')),
    filing TEXT NOT NULL,
    right_id TEXT NOT NULL,
    holder_seq BIGINT NOT NULL,     -- 0: one certificate for all holders; else that holder's own
    unit TEXT NOT NULL,
    entry BIGINT NOT NULL,
    licence TEXT NOT NULL,          -- 电子证照标识
    print_number TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('valid', 'void')),
    void_reason TEXT NOT NULL,
    void_entry BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    issued_ms BIGINT NOT NULL,      -- handed out; 0 before
    pdf TEXT NOT NULL,              -- hash of the sealed file; empty until first printed
    token TEXT NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, number)
);
CREATE INDEX cert_right ON cert (region, right_id);
CREATE INDEX cert_filing ON cert (region, filing);
