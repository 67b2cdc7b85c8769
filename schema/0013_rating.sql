-- 好差评: what people said of matters that have ended, and what was done about the bad ones.

-- Written once and never changed. Who said it is a keyed hash of filing and document: the store alone
-- does not tell, and the same person is another in another matter.
CREATE TABLE rating (
    region TEXT NOT NULL,
    id TEXT NOT NULL,               -- in order of time
    filing TEXT NOT NULL,
    rater TEXT NOT NULL,
    level BIGINT NOT NULL CHECK (level BETWEEN 1 AND 5),
    reasons TEXT NOT NULL,          -- TAG ids of rating.def between blanks
    words TEXT NOT NULL,
    channel TEXT NOT NULL,          -- WAY ids of rating.def
    scene TEXT NOT NULL,
    office TEXT NOT NULL,
    officer TEXT NOT NULL,          -- who is rated: who accepted the filing
    handlers TEXT NOT NULL,         -- ids of all who handled it, between blanks
    month TEXT NOT NULL,            -- YYYY-MM: all that is counted by
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, filing, rater)
);
CREATE INDEX rating_month ON rating (region, month);

-- 差评整改: of each bad rating one, in the rating's own transaction.
CREATE TABLE rating_rectification (
    region TEXT NOT NULL,
    rating TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'rectifying', 'doubted', 'answered',
        'closed', 'excluded')),
    contact TEXT NOT NULL,          -- the rater's phone, if left; erased when it is over
    taken_by TEXT NOT NULL,
    outcome TEXT NOT NULL,          -- OUTCOME ids of rating.def; empty before
    doubted_by TEXT NOT NULL,       -- who says that it is no valid rating
    reviewed_by TEXT NOT NULL,      -- who confirmed or rejected that
    answer TEXT NOT NULL,           -- to the rater
    published TEXT NOT NULL,        -- to everybody, without names
    published_month TEXT NOT NULL,  -- YYYY-MM; empty before
    rounds BIGINT NOT NULL,         -- how often the rater was not satisfied with the answer
    assign_due_ms BIGINT NOT NULL,
    contact_due_ms BIGINT NOT NULL, -- 0 until somebody has taken it
    rectify_due_ms BIGINT NOT NULL,
    made_ms BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region, rating)
);
CREATE INDEX rating_rectification_published ON rating_rectification (region, published_month);

-- The journal of a rectification: the state is that of its last line.
CREATE TABLE rating_event (
    region TEXT NOT NULL,
    rating TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,            -- empty: the rater
    state TEXT NOT NULL,            -- after it
    detail TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, rating, number)
);
