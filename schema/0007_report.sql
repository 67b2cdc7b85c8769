-- 汇交: what was reported of each day, and of each entry. Every entry of a day that is over has
-- exactly one row of report_message.

CREATE TABLE report_day (
    region TEXT NOT NULL,
    day TEXT NOT NULL,              -- YYYY-MM-DD, a day in China
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL,          -- the first moment that is no longer of the day
    last_sequence BIGINT NOT NULL,  -- of the day's message ids
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')), -- closed: the day was over
    log TEXT NOT NULL,              -- 登簿日志; empty until the day is closed
    log_state TEXT NOT NULL CHECK (log_state IN ('none', 'ready', 'sent', 'accepted', 'rejected')),
    outbox TEXT NOT NULL,           -- message that carries the log; empty when none does
    reply TEXT NOT NULL,
    reported_ms BIGINT NOT NULL,
    PRIMARY KEY (region, day)
);
CREATE INDEX report_day_outbox ON report_day (region, outbox) WHERE outbox <> '';

CREATE TABLE report_message (
    region TEXT NOT NULL,
    entry BIGINT NOT NULL,
    day TEXT NOT NULL,
    biz_id TEXT NOT NULL CHECK (length(biz_id) = 18),
    rec_type TEXT NOT NULL,         -- empty when the table of kinds has none for the entry
    kind TEXT NOT NULL,             -- under which the log counts it: first transfer ... other
    state TEXT NOT NULL CHECK (state IN ('faulty', 'ready', 'sent', 'accepted', 'rejected')),
    content TEXT NOT NULL,          -- XML
    findings TEXT NOT NULL,         -- JSON: what the check of ourselves found
    outbox TEXT NOT NULL,           -- message that carries it; empty when none does
    tries BIGINT NOT NULL,          -- how often it was made
    reply TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    done_ms BIGINT NOT NULL,
    PRIMARY KEY (region, entry),
    UNIQUE (region, biz_id)
);
CREATE INDEX report_message_day ON report_message (region, day, entry);
CREATE INDEX report_message_outbox ON report_message (region, outbox) WHERE outbox <> '';

CREATE INDEX registry_entry_made ON registry_entry (region, made_ms);
