-- report_day_begin: a day is reported for the first time
INSERT INTO report_day (region, day, from_ms, to_ms, last_sequence, state, log, log_state, outbox,
        reply, reported_ms)
VALUES ($1, $2, $3, $4, 0, 'open', '', 'none', '', '', 0) ON CONFLICT (region, day) DO NOTHING;
-- report_day_lock: held until the commit: one run of a day at a time
UPDATE report_day SET reported_ms = $3 WHERE region = $1 AND day = $2
RETURNING day, from_ms, to_ms, last_sequence, state, log, log_state, outbox, reply, reported_ms;
-- report_day_get: one day
SELECT day, from_ms, to_ms, last_sequence, state, log, log_state, outbox, reply, reported_ms
  FROM report_day WHERE region = $1 AND day = $2;
-- report_days: newest first
SELECT day, from_ms, to_ms, last_sequence, state, log, log_state, outbox, reply, reported_ms
  FROM report_day WHERE region = $1 AND day < $2 ORDER BY day DESC LIMIT $3;
-- report_day_sequence: the next number of the day's message ids
UPDATE report_day SET last_sequence = last_sequence + 1 WHERE region = $1 AND day = $2
RETURNING last_sequence;
-- report_day_close: with its log
UPDATE report_day SET state = 'closed', log = $3, log_state = $4, outbox = $5, reply = ''
 WHERE region = $1 AND day = $2;
-- report_message_counts: messages of a day by kind and state
SELECT kind, state, CAST(count(*) AS BIGINT) FROM report_message
 WHERE region = $1 AND day = $2 GROUP BY kind, state ORDER BY kind, state;
-- report_message_put: made, or made again
INSERT INTO report_message (region, entry, day, biz_id, rec_type, kind, state, content, findings,
        outbox, tries, reply, made_ms, done_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, 0)
ON CONFLICT (region, entry) DO UPDATE SET rec_type = excluded.rec_type, kind = excluded.kind,
   state = excluded.state, content = excluded.content, findings = excluded.findings,
   outbox = excluded.outbox, tries = excluded.tries, reply = '', made_ms = excluded.made_ms,
   done_ms = 0;
-- report_message_states: how far the messages of a day are
SELECT entry, state, biz_id, tries FROM report_message WHERE region = $1 AND day = $2 ORDER BY entry;
-- report_message_get: of an entry
SELECT entry, day, biz_id, rec_type, kind, state, content, findings, tries, reply, made_ms, done_ms
  FROM report_message WHERE region = $1 AND entry = $2;
-- report_messages: of a day, in order of the entries; without what was written
SELECT entry, day, biz_id, rec_type, kind, state, '', findings, tries, reply, made_ms, done_ms
  FROM report_message WHERE region = $1 AND day = $2 AND entry > $3 ORDER BY entry LIMIT $4;
-- report_files: of a day, with what was written
SELECT entry, day, biz_id, rec_type, kind, state, content, '', tries, reply, made_ms, done_ms
  FROM report_message WHERE region = $1 AND day = $2 AND entry > $3 ORDER BY entry LIMIT $4;
-- report_message_answered: by the outbox message that carried it; nothing when another does by now
UPDATE report_message SET state = $3, reply = $4, done_ms = $5
 WHERE region = $1 AND outbox = $2 AND outbox <> '' AND state = 'sent';
-- report_log_answered: likewise, of the day's log
UPDATE report_day SET log_state = $3, reply = $4
 WHERE region = $1 AND outbox = $2 AND outbox <> '' AND log_state = 'sent';
-- report_last_day: the last day before that one that was closed
SELECT day FROM report_day WHERE region = $1 AND day < $2 AND state = 'closed'
 ORDER BY day DESC LIMIT 1;
-- report_unsettled: days some of whose messages were faulty or rejected
SELECT DISTINCT day FROM report_message
 WHERE region = $1 AND day >= $2 AND state IN ('faulty', 'rejected') ORDER BY day;
-- report_check_unreported: I18: an entry of a day that was reported, without its message
SELECT CAST(e.number AS TEXT) FROM report_day d JOIN registry_entry e ON e.region = d.region
       AND e.made_ms >= d.from_ms AND e.made_ms < d.to_ms
       LEFT JOIN report_message m ON m.region = e.region AND m.entry = e.number
 WHERE d.region = $1 AND d.state = 'closed' AND m.entry IS NULL;
-- report_check_entryless: I18: a message of an entry that the book does not have
SELECT CAST(m.entry AS TEXT) FROM report_message m LEFT JOIN registry_entry e
       ON e.region = m.region AND e.number = m.entry WHERE m.region = $1 AND e.number IS NULL;
-- report_check_unsent: I18: a message that is on its way, but the outbox has nothing of it
SELECT m.biz_id FROM report_message m LEFT JOIN message o ON o.region = m.region AND o.id = m.outbox
 WHERE m.region = $1 AND m.state = 'sent' AND o.id IS NULL;
