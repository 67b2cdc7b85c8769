-- party_by_document: who holds this document
SELECT id, name FROM party WHERE region = $1 AND document_kind = $2 AND document_number = $3;
-- party_add: nothing when somebody else was quicker
INSERT INTO party (region, id, kind, name, document_kind, document_number, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (region, document_kind, document_number) DO NOTHING;
-- party_known: which of sixty documents are known, as the id and behind a blank the name; one
-- look-up each, whatever the planner thinks of the table
SELECT asked.column1, (SELECT p.id || ' ' || p.name FROM party p WHERE p.region = $1
       AND p.document_kind = $2 AND p.document_number = asked.column1)
  FROM (VALUES ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13), ($14),
       ($15), ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25), ($26),
       ($27), ($28), ($29), ($30), ($31), ($32), ($33), ($34), ($35), ($36), ($37), ($38),
       ($39), ($40), ($41), ($42), ($43), ($44), ($45), ($46), ($47), ($48), ($49), ($50),
       ($51), ($52), ($53), ($54), ($55), ($56), ($57), ($58), ($59), ($60), ($61), ($62))
       AS asked;
-- party_put: a new party, where nobody else can be adding one
INSERT INTO party (region, id, kind, name, document_kind, document_number, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7);
-- party_rename: a change of name that the registry enters
UPDATE party SET name = $4
 WHERE region = $1 AND document_kind = $2 AND document_number = $3 AND name <> $4;
