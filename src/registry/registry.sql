-- registry_book_open: a region's book, once
INSERT INTO registry_book (region, size) VALUES ($1, 0) ON CONFLICT (region) DO NOTHING;
-- registry_book_next: the number of the next entry; locks the book until the commit
UPDATE registry_book SET size = size + 1 WHERE region = $1 RETURNING size;
-- registry_book_lock: how many entries; locks the book until the commit
UPDATE registry_book SET size = size WHERE region = $1 RETURNING size;
-- registry_book_set: as many entries as have been made
UPDATE registry_book SET size = $2 WHERE region = $1;
-- registry_book_size: how many entries
SELECT size FROM registry_book WHERE region = $1;
-- registry_unit_lock: the unit's row, held until the commit
UPDATE registry_unit SET version = version + 1 WHERE region = $1 AND code = $2
RETURNING code, location, usage, structure, floor, floors, area_cm2, land_kind, land_until, state,
          entry_made, version;
-- registry_unit_get: the unit as it is
SELECT code, location, usage, structure, floor, floors, area_cm2, land_kind, land_until, state,
       entry_made, version FROM registry_unit WHERE region = $1 AND code = $2;
-- registry_unit_add: a new unit
INSERT INTO registry_unit (region, code, location, usage, structure, floor, floors, area_cm2,
        land_kind, land_until, state, entry_made, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'live', $11, 1)
ON CONFLICT (region, code) DO NOTHING;
-- registry_unit_put: a new unit with its first entry, where the book has been locked
INSERT INTO registry_unit (region, code, location, usage, structure, floor, floors, area_cm2,
        land_kind, land_until, state, entry_made, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'live', $11, 1);
-- registry_units_known: which of sixty units the book has; one look-up each, whatever the planner
-- thinks of the table
SELECT (SELECT u.code FROM registry_unit u WHERE u.region = $1 AND u.code = asked.column1)
  FROM (VALUES ($2), ($3), ($4), ($5), ($6), ($7), ($8), ($9), ($10), ($11), ($12), ($13),
       ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21), ($22), ($23), ($24), ($25),
       ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33), ($34), ($35), ($36), ($37),
       ($38), ($39), ($40), ($41), ($42), ($43), ($44), ($45), ($46), ($47), ($48), ($49),
       ($50), ($51), ($52), ($53), ($54), ($55), ($56), ($57), ($58), ($59), ($60), ($61))
       AS asked;
-- registry_unit_entry: the entry that the unit came with
UPDATE registry_unit SET entry_made = $3 WHERE region = $1 AND code = $2;
-- registry_unit_now: its particulars as an entry leaves them
UPDATE registry_unit SET location = $3, usage = $4, structure = $5, floor = $6, floors = $7,
       area_cm2 = $8, land_kind = $9, land_until = $10, state = $11
 WHERE region = $1 AND code = $2;
-- registry_rights_live: live rights of a unit with their holders; CROSS JOIN keeps SQLite from
-- beginning with the holders, of whom it knows nothing
SELECT r.id, r.kind, r.state, r.holding, r.rank, r.amount_fen, r.begins_on, r.ends_on,
       r.no_transfer, r.maximum, r.cause, r.previous, r.entry_made, r.entry_ended, r.version, r.unit,
       r.sort, r.lapses_on, r.terms, r.dominant, r.since_entry,
       h.party, h.name, h.document_kind, h.document_number, h.share_num, h.share_den
  FROM registry_right r CROSS JOIN registry_holder h
 WHERE h.region = r.region AND h.right_id = r.id
   AND r.region = $1 AND r.unit = $2 AND r.state = 'live'
 ORDER BY r.kind DESC, r.rank, r.id, h.seq;
-- registry_rights_between: live rights of the units of a range of codes, with their holders
SELECT r.id, r.kind, r.state, r.holding, r.rank, r.amount_fen, r.begins_on, r.ends_on,
       r.no_transfer, r.maximum, r.cause, r.previous, r.entry_made, r.entry_ended, r.version, r.unit,
       r.sort, r.lapses_on, r.terms, r.dominant, r.since_entry,
       h.party, h.name, h.document_kind, h.document_number, h.share_num, h.share_den
  FROM registry_right r CROSS JOIN registry_holder h
 WHERE h.region = r.region AND h.right_id = r.id
   AND r.region = $1 AND r.unit >= $2 AND r.unit < $3 AND r.state = 'live'
 ORDER BY r.unit, r.kind DESC, r.rank, r.id, h.seq;
-- registry_right_get: one right with its holders
SELECT r.id, r.kind, r.state, r.holding, r.rank, r.amount_fen, r.begins_on, r.ends_on,
       r.no_transfer, r.maximum, r.cause, r.previous, r.entry_made, r.entry_ended, r.version, r.unit,
       r.sort, r.lapses_on, r.terms, r.dominant, r.since_entry,
       h.party, h.name, h.document_kind, h.document_number, h.share_num, h.share_den
  FROM registry_right r CROSS JOIN registry_holder h
 WHERE h.region = r.region AND h.right_id = r.id AND r.region = $1 AND r.id = $2 ORDER BY h.seq;
-- registry_units_of_document: what somebody holds, by the number of a document
SELECT DISTINCT u.code, u.location
  FROM registry_holder h CROSS JOIN registry_right r CROSS JOIN registry_unit u
 WHERE r.region = h.region AND r.id = h.right_id AND u.region = r.region AND u.code = r.unit
   AND h.region = $1 AND h.document_number = $2 AND r.state = 'live' AND r.family = 'title'
 ORDER BY u.code LIMIT $3;
-- registry_homes: homes held by a document, behind the size of the book that says so: one snapshot
SELECT CAST(0 AS BIGINT) AS part, '' AS unit, '' AS location, '' AS right_id, '' AS kind, '' AS holding, '' AS name,
       '' AS area, b.size AS entry, CAST(0 AS BIGINT) AS share_num,
       CAST(0 AS BIGINT) AS share_den
  FROM registry_book b WHERE b.region = $1
 UNION ALL
SELECT CAST(1 AS BIGINT), u.code, u.location, r.id, r.kind, r.holding, h.name, CAST(u.area_cm2 AS TEXT),
       r.entry_made, h.share_num, h.share_den
  FROM registry_holder h CROSS JOIN registry_right r CROSS JOIN registry_unit u
 WHERE r.region = h.region AND r.id = h.right_id AND u.region = r.region AND u.code = r.unit
   AND h.region = $1 AND h.document_number = $2 AND h.document_kind = $3 AND r.state = 'live'
   AND (r.kind IN ('ownership', 'homestead')
        OR r.kind = 'collective-building' AND substr(r.unit, 20, 1) = 'F')
 ORDER BY 1, 2, 4 LIMIT $4;
-- registry_entry_later: an entry of a unit after that one
SELECT number FROM registry_entry WHERE region = $1 AND unit = $2 AND number > $3
 ORDER BY number LIMIT 1;
-- registry_right_add: a right begins
INSERT INTO registry_right (region, id, unit, kind, family, sort, state, holding, rank, amount_fen,
        begins_on, ends_on, lapses_on, no_transfer, maximum, cause, terms, dominant, previous,
        since_entry, entry_made, entry_ended, version)
VALUES ($1, $2, $3, $4, $5, $6, 'live', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
        $20, 0, 1);
-- registry_right_end: a right ends
UPDATE registry_right SET state = $3, entry_ended = $4, version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'live';
-- registry_right_rank: one of a line moves to another rank
UPDATE registry_right SET rank = $3, since_entry = $4, version = version + 1
 WHERE region = $1 AND id = $2 AND state = 'live';
-- registry_rights_serving: easements of other units that serve this one (需役地)
SELECT r.id, r.kind, r.state, r.holding, r.rank, r.amount_fen, r.begins_on, r.ends_on,
       r.no_transfer, r.maximum, r.cause, r.previous, r.entry_made, r.entry_ended, r.version, r.unit,
       r.sort, r.lapses_on, r.terms, r.dominant, r.since_entry,
       h.party, h.name, h.document_kind, h.document_number, h.share_num, h.share_den
  FROM registry_right r CROSS JOIN registry_holder h
 WHERE h.region = r.region AND h.right_id = r.id
   AND r.region = $1 AND r.dominant = $2 AND r.dominant <> '' AND r.state = 'live'
 ORDER BY r.since_entry, r.id, h.seq;
-- registry_holder_add: who holds it
INSERT INTO registry_holder (region, right_id, seq, party, name, document_kind, document_number,
        share_num, share_den) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- registry_entry_add: a line of the book
INSERT INTO registry_entry (region, number, unit, filing, register_type, right_kind, effect,
        content, salt, digest, recorder, made_ms, position)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
-- registry_entry_get: by number
SELECT number, unit, filing, register_type, right_kind, effect, content, salt, digest, recorder,
       made_ms, position FROM registry_entry WHERE region = $1 AND number = $2;
-- registry_entries_of_filing: the entries that a filing led to, in order
SELECT number, unit, filing, register_type, right_kind, effect, content, salt, digest, recorder,
       made_ms, position FROM registry_entry WHERE region = $1 AND filing = $2 AND filing <> ''
 ORDER BY position;
-- registry_entry_page: entries in order, for checking the whole book
SELECT number, unit, filing, register_type, right_kind, effect, content, salt, digest, recorder,
       made_ms, position FROM registry_entry WHERE region = $1 AND number > $2 ORDER BY number LIMIT $3;
-- registry_entry_period: entries of a period, without what they say
SELECT number, unit, filing, right_kind, effect, register_type, made_ms FROM registry_entry
 WHERE region = $1 AND made_ms >= $2 AND made_ms < $3 ORDER BY made_ms, number;
-- registry_node_add: a finished subtree
INSERT INTO registry_node (region, level, position, hash) VALUES ($1, $2, $3, $4);
-- registry_node_get: a subtree's hash
SELECT hash FROM registry_node WHERE region = $1 AND level = $2 AND position = $3;
-- registry_check_foreign: I1: a unit in the book of another region than its code's
SELECT code FROM registry_unit WHERE region = $1 AND substr(code, 1, 6) <> region;
-- registry_check_closed: I1: a closed unit in which something lives
SELECT u.code FROM registry_unit u WHERE u.region = $1 AND u.state = 'closed' AND EXISTS
       (SELECT 1 FROM registry_right r WHERE r.region = u.region AND r.unit = u.code
           AND r.state = 'live');
-- registry_check_order: I6, I9: one stands before another though its place counts from later, or two
-- count from the same entry; an entry that changes ranks leaves the places as they are
SELECT a.id FROM registry_right a JOIN registry_right b
       ON b.region = a.region AND b.unit = a.unit AND b.kind = a.kind AND b.state = 'live'
 WHERE a.region = $1 AND a.kind IN ('mortgage', 'seizure') AND a.state = 'live'
   AND a.rank < b.rank AND a.since_entry >= b.since_entry;
-- registry_check_shares: I2: the holders of the next rights, to see whether their shares fit the kind
-- of holding (sums are done in the program); a right without a holder has one row
SELECT r.id, r.holding, COALESCE(h.seq, -1), COALESCE(h.share_num, 0), COALESCE(h.share_den, 0)
  FROM registry_right r LEFT JOIN registry_holder h ON h.region = r.region AND h.right_id = r.id
 WHERE r.region = $1 AND r.id IN (SELECT id FROM registry_right WHERE region = $1 AND id > $2
       ORDER BY id LIMIT $3) ORDER BY r.id, h.seq;
-- registry_check_holderless: I2: a right without a holder
SELECT r.id FROM registry_right r WHERE r.region = $1 AND NOT EXISTS
       (SELECT 1 FROM registry_holder h WHERE h.region = r.region AND h.right_id = r.id);
-- registry_check_entryless: I3: a right or unit whose entry is missing
SELECT r.id FROM registry_right r WHERE r.region = $1 AND NOT EXISTS
       (SELECT 1 FROM registry_entry e WHERE e.region = r.region AND e.number = r.entry_made)
 UNION ALL
SELECT u.code FROM registry_unit u WHERE u.region = $1 AND NOT EXISTS
       (SELECT 1 FROM registry_entry e WHERE e.region = u.region AND e.number = u.entry_made)
 UNION ALL
SELECT r.id FROM registry_right r WHERE r.region = $1 AND r.entry_ended > 0 AND NOT EXISTS
       (SELECT 1 FROM registry_entry e WHERE e.region = r.region AND e.number = r.entry_ended);
-- registry_check_chain: I4: a right whose predecessor is not the one it replaced
SELECT r.id FROM registry_right r LEFT JOIN registry_right p
       ON p.region = r.region AND p.id = r.previous
 WHERE r.region = $1 AND r.previous <> ''
   AND (p.id IS NULL OR p.unit <> r.unit OR (p.kind <> r.kind AND p.kind <> 'advance')
        OR p.entry_ended <> r.entry_made);
-- registry_check_firsts: I4: a title beside another one, or one that hides the one it replaced
SELECT a.id FROM registry_right a JOIN registry_right b
       ON b.region = a.region AND b.unit = a.unit AND b.family = 'title' AND b.id <> a.id
 WHERE a.region = $1 AND a.family = 'title' AND b.entry_made <= a.entry_made
   AND (b.entry_ended = 0 OR b.entry_ended > a.entry_made
        OR (b.entry_ended = a.entry_made AND a.previous <> b.id));
-- registry_check_grounded: I9: a burden in a unit without a title
SELECT r.id FROM registry_right r WHERE r.region = $1 AND r.family = 'burden' AND r.state = 'live'
   AND NOT EXISTS (SELECT 1 FROM registry_right t WHERE t.region = r.region AND t.unit = r.unit
       AND t.family = 'title' AND t.state = 'live');
-- registry_check_seizures: I6: 轮候 waits though nothing is effective
SELECT s.unit FROM registry_right s WHERE s.region = $1 AND s.kind = 'seizure' AND s.state = 'live'
 GROUP BY s.unit HAVING min(s.rank) <> 0 OR max(s.rank) <> count(*) - 1;
-- registry_check_ranks: I9: ranks are 1..n
SELECT m.unit FROM registry_right m WHERE m.region = $1 AND m.kind = 'mortgage' AND m.state = 'live'
 GROUP BY m.unit HAVING min(m.rank) <> 1 OR max(m.rank) <> count(*);
-- registry_check_disposed: I5: an act of disposal while a seizure was effective
SELECT o.id FROM registry_right o JOIN registry_entry e
       ON e.region = o.region AND e.number = o.entry_made
  JOIN registry_right s ON s.region = o.region AND s.unit = o.unit AND s.kind = 'seizure'
 WHERE o.region = $1 AND o.kind NOT IN ('seizure', 'objection')
   AND e.effect IN ('create', 'transfer', 'convert') AND s.entry_made < o.entry_made
   AND (s.entry_ended = 0 OR s.entry_ended > o.entry_made);
-- registry_lapses: units of which something stands after its last day; $2 is today
SELECT DISTINCT unit FROM registry_right
 WHERE region = $1 AND state = 'live' AND lapses_on <> '' AND lapses_on < $2
 ORDER BY unit LIMIT $3;
-- registry_all_rights: every right as it stands, to compare with the fold of the entries
SELECT r.id, r.kind, r.state, r.holding, r.rank, r.amount_fen, r.begins_on, r.ends_on,
       r.no_transfer, r.maximum, r.cause, r.previous, r.entry_made, r.entry_ended, r.version, r.unit,
       r.sort, r.lapses_on, r.terms, r.dominant, r.since_entry,
       h.party, h.name, h.document_kind, h.document_number, h.share_num, h.share_den
  FROM registry_right r CROSS JOIN registry_holder h
 WHERE h.region = r.region AND h.right_id = r.id
   AND r.region = $1 AND r.unit >= $2 AND r.unit < $3 ORDER BY r.unit, r.id, h.seq;
-- registry_all_units: every unit as it stands, to compare with the entry it came with
SELECT code, location, usage, structure, floor, floors, area_cm2, land_kind, land_until, state,
       entry_made, version FROM registry_unit
 WHERE region = $1 AND code >= $2 AND code < $3 ORDER BY code;
-- registry_unit_codes: units in order
SELECT code FROM registry_unit WHERE region = $1 AND code > $2 ORDER BY code LIMIT $3;
-- registry_entries_of_units: entries of a range of units, to fold them again
SELECT number, unit, filing, register_type, right_kind, effect, content, salt, digest, recorder,
       made_ms, position FROM registry_entry WHERE region = $1 AND unit >= $2 AND unit < $3
 ORDER BY unit, number;
-- registry_mortgaged_near: a unit between two codes, not this one, that is mortgaged
SELECT unit FROM registry_right
 WHERE region = $1 AND unit >= $2 AND unit < $3 AND unit <> $4 AND kind = 'mortgage'
   AND state = 'live' ORDER BY unit LIMIT 1;

-- registry_housed: a house or structure between two codes that had a title before an entry
SELECT unit FROM registry_right
 WHERE region = $1 AND unit >= $2 AND unit < $3 AND family = 'title'
   AND substr(unit, 20, 1) IN ('F', 'Q') AND entry_made < $4
   AND (entry_ended = 0 OR entry_ended >= $4) ORDER BY unit LIMIT 1;
