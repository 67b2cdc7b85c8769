-- audit_seal_add: with the row that it seals
INSERT INTO audit_seal (region, book, subject, number, mac) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (region, book, subject, number) DO NOTHING;
