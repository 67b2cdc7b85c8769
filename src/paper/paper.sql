-- paper_note: the same file again changes nothing
INSERT INTO paper (region, hash, type, size, made_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (region, hash) DO NOTHING;
-- paper_get: a file that we keep
SELECT type, size FROM paper WHERE region = $1 AND hash = $2;
