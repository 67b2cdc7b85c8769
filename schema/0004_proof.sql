-- What outsiders prove about the log of a region.

-- What a witness signed of our checkpoints: evidence, kept for good. A later cosignature of the same
-- checkpoint takes the place of the earlier one.
CREATE TABLE registry_cosignature (
    region TEXT NOT NULL,
    size BIGINT NOT NULL,
    witness TEXT NOT NULL,          -- name of its key
    root BYTEA NOT NULL,
    line TEXT NOT NULL,             -- as it stands under the checkpoint
    signed_ms BIGINT NOT NULL,      -- as the witness says
    PRIMARY KEY (region, size, witness)
);

-- The same log hashed with SM3, as far as it has been hashed: of its complete subtrees the roots,
-- the largest first. It is made from the entries and can be made again.
CREATE TABLE registry_sm3 (
    region TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    edge BYTEA NOT NULL
);

-- Rows that are written once and never changed, each sealed under a key that is not in the store.
CREATE TABLE audit_seal (
    region TEXT NOT NULL,
    book TEXT NOT NULL,             -- 'journal' of filings, 'staff' for changes of officers
    subject TEXT NOT NULL,          -- the filing, or the id of the change
    number BIGINT NOT NULL,         -- of the event; 0 where the subject is the row
    mac BYTEA NOT NULL,
    PRIMARY KEY (region, book, subject, number)
);
