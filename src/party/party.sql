-- party_by_document: who holds this document
SELECT id, name FROM party WHERE region = $1 AND document_kind = $2 AND document_number = $3;
-- party_add: nothing when somebody else was quicker
INSERT INTO party (region, id, kind, name, document_kind, document_number, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (region, document_kind, document_number) DO NOTHING;
-- party_rename: a change of name that the registry enters
UPDATE party SET name = $4
 WHERE region = $1 AND document_kind = $2 AND document_number = $3 AND name <> $4;
