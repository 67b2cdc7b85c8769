-- hall_capacity_add: said once, never changed
INSERT INTO hall_capacity (region, id, office, matter, begins, ends, capacity, valid_from, valid_to,
        reason, officer, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
-- hall_capacity_get: one
SELECT region, id, office, matter, begins, ends, capacity, valid_from, valid_to, reason, officer,
       made_ms FROM hall_capacity WHERE region = $1 AND id = $2;
-- hall_capacities: of an office, in the order in which they were said
SELECT region, id, office, matter, begins, ends, capacity, valid_from, valid_to, reason, officer,
       made_ms FROM hall_capacity WHERE region = $1 AND office = $2 ORDER BY id;
-- hall_capacity_ids: in order, for checking them all
SELECT id FROM hall_capacity WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3;
-- hall_slots: an office's slots that somebody has booked, of a matter, in a time
SELECT begins_ms, capacity, taken FROM hall_slot
 WHERE region = $1 AND office = $2 AND matter = $3 AND begins_ms >= $4 AND begins_ms < $5
 ORDER BY begins_ms;
-- hall_slot_take: one more place, if there is one
INSERT INTO hall_slot (region, office, matter, begins_ms, ends_ms, capacity, taken)
VALUES ($1, $2, $3, $4, $5, $6, 1)
ON CONFLICT (region, office, matter, begins_ms) DO UPDATE SET taken = hall_slot.taken + 1
 WHERE hall_slot.taken < hall_slot.capacity;
-- hall_slot_free: a place less
UPDATE hall_slot SET taken = taken - 1
 WHERE region = $1 AND office = $2 AND matter = $3 AND begins_ms = $4 AND taken > 0;
-- hall_slot_capacity: as the capacity has been said anew
UPDATE hall_slot SET capacity = $5
 WHERE region = $1 AND office = $2 AND matter = $3 AND begins_ms = $4;
-- hall_person_lock: held until the commit
INSERT INTO hall_person (region, person, version) VALUES ($1, $2, 1)
ON CONFLICT (region, person) DO UPDATE SET version = hall_person.version + 1;
-- hall_desk_lock: held until the commit; a new day begins at nothing, and no clock brings one back
INSERT INTO hall_desk (region, office, day, number, called, streak, version)
VALUES ($1, $2, $3, 0, 0, 0, 1)
ON CONFLICT (region, office) DO UPDATE SET version = hall_desk.version + 1,
   number = CASE WHEN hall_desk.day >= excluded.day THEN hall_desk.number ELSE 0 END,
   called = CASE WHEN hall_desk.day >= excluded.day THEN hall_desk.called ELSE 0 END,
   streak = CASE WHEN hall_desk.day >= excluded.day THEN hall_desk.streak ELSE 0 END,
   day = CASE WHEN hall_desk.day >= excluded.day THEN hall_desk.day ELSE excluded.day END
RETURNING day, number, called, streak;
-- hall_desk_save: what a transaction changed
UPDATE hall_desk SET number = $3, called = $4, streak = $5 WHERE region = $1 AND office = $2;
-- hall_booking_add: booked
INSERT INTO hall_booking (region, id, office, matter, day, begins_ms, ends_ms, document_kind,
        document_number, name, phone, code, state, made_ms, ended_ms, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);
-- hall_booking_save: only the version that was read
UPDATE hall_booking SET office = $3, matter = $4, day = $5, begins_ms = $6, ends_ms = $7,
       document_kind = $8, document_number = $9, name = $10, phone = $11, code = $12, state = $13,
       made_ms = $14, ended_ms = $15, version = $16
 WHERE region = $1 AND id = $2 AND version + 1 = $16;
-- hall_booking_get: one
SELECT region, id, office, matter, day, begins_ms, ends_ms, document_kind, document_number, name,
       phone, code, state, made_ms, ended_ms, version
  FROM hall_booking WHERE region = $1 AND id = $2;
-- hall_bookings_of: a person's, all over the city, since a moment
SELECT matter, day, state, begins_ms, made_ms, ended_ms FROM hall_booking
 WHERE document_number = $1 AND id <> '' AND (made_ms >= $2 OR begins_ms >= $2)
 ORDER BY begins_ms, id;
-- hall_bookings_of_phone: that a phone stands for now
SELECT CAST(count(*) AS BIGINT) FROM hall_booking WHERE phone = $1 AND state = 'booked';
-- hall_bookings_at: of an office in a time
SELECT region, id, office, matter, day, begins_ms, ends_ms, document_kind, document_number, name,
       phone, code, state, made_ms, ended_ms, version
  FROM hall_booking WHERE region = $1 AND office = $2 AND begins_ms >= $3 AND begins_ms < $4
 ORDER BY begins_ms, id;
-- hall_bookings_due: nobody came
SELECT id FROM hall_booking WHERE region = $1 AND state = 'booked' AND begins_ms <= $2
 ORDER BY begins_ms, id LIMIT $3;
-- hall_booking_ids: in order, for checking them all
SELECT id FROM hall_booking WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3;
-- hall_ticket_add: taken
INSERT INTO hall_ticket (region, id, office, matter, day, number, priority, channel, booking, slot_ms,
        document_kind, document_number, name, phone, code, state, at_window, wanted_window, moved_ms,
        officer, calls, absences, after_calls, told, taken_ms, called_ms, serving_ms, ended_ms,
        filing, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26, $27, $28, $29, $30);
-- hall_ticket_save: only the version that was read
UPDATE hall_ticket SET office = $3, matter = $4, day = $5, number = $6, priority = $7, channel = $8,
       booking = $9, slot_ms = $10, document_kind = $11, document_number = $12, name = $13,
       phone = $14, code = $15, state = $16, at_window = $17, wanted_window = $18, moved_ms = $19,
       officer = $20, calls = $21, absences = $22, after_calls = $23, told = $24, taken_ms = $25,
       called_ms = $26, serving_ms = $27, ended_ms = $28, filing = $29, version = $30
 WHERE region = $1 AND id = $2 AND version + 1 = $30;
-- hall_ticket_get: one
SELECT region, id, office, matter, day, number, priority, channel, booking, slot_ms, document_kind,
       document_number, name, phone, code, state, at_window, wanted_window, moved_ms, officer, calls,
       absences, after_calls, told, taken_ms, called_ms, serving_ms, ended_ms, filing, version
  FROM hall_ticket WHERE region = $1 AND id = $2;
-- hall_ticket_of_booking: which a check-in made
SELECT region, id, office, matter, day, number, priority, channel, booking, slot_ms, document_kind,
       document_number, name, phone, code, state, at_window, wanted_window, moved_ms, officer, calls,
       absences, after_calls, told, taken_ms, called_ms, serving_ms, ended_ms, filing, version
  FROM hall_ticket WHERE region = $1 AND booking = $2 AND booking <> '';
-- hall_tickets_live: who waits or is at a window, of an office, from a day on
SELECT region, id, office, matter, day, number, priority, channel, booking, slot_ms, document_kind,
       document_number, name, phone, code, state, at_window, wanted_window, moved_ms, officer, calls,
       absences, after_calls, told, taken_ms, called_ms, serving_ms, ended_ms, filing, version
  FROM hall_ticket WHERE region = $1 AND office = $2 AND day >= $3
   AND state IN ('waiting', 'called', 'serving') ORDER BY number;
-- hall_tickets_of: a person's of a day, all over the city
SELECT state FROM hall_ticket WHERE document_number = $1 AND day = $2;
-- hall_tickets_left: of an earlier day
SELECT id FROM hall_ticket
 WHERE region = $1 AND day < $2 AND state IN ('waiting', 'called', 'serving')
 ORDER BY day, id LIMIT $3;
-- hall_ticket_ids: in order, for checking them all
SELECT id FROM hall_ticket WHERE region = $1 AND id > $2 ORDER BY id LIMIT $3;
-- hall_event_add: the journal
INSERT INTO hall_event (region, subject, number, what, kind, actor, detail, digest, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
-- hall_events: what happened to one subject
SELECT number, what, kind, actor, detail, digest, made_ms FROM hall_event
 WHERE region = $1 AND subject = $2 ORDER BY number;
-- hall_check_journal: I22: events in order with their seals
SELECT e.subject, e.number, e.what, e.kind, e.actor, e.detail, e.digest, e.made_ms, s.mac
  FROM hall_event e LEFT JOIN audit_seal s ON s.region = e.region AND s.book = 'hall'
       AND s.subject = e.subject AND s.number = e.number
 WHERE e.region = $1 AND (e.subject > $2 OR (e.subject = $2 AND e.number > $3))
 ORDER BY e.subject, e.number LIMIT $4;
-- hall_check_gone: I22: a seal whose event is gone
SELECT s.subject FROM audit_seal s LEFT JOIN hall_event e
       ON e.region = s.region AND e.subject = s.subject AND e.number = s.number
 WHERE s.region = $1 AND s.book = 'hall' AND e.subject IS NULL;
-- hall_check_orphan: I22: an event whose subject is gone
SELECT e.subject FROM hall_event e WHERE e.region = $1 AND e.number = 1
   AND NOT EXISTS (SELECT 1 FROM hall_ticket t WHERE t.region = e.region AND t.id = e.subject)
   AND NOT EXISTS (SELECT 1 FROM hall_booking b WHERE b.region = e.region AND b.id = e.subject)
   AND NOT EXISTS (SELECT 1 FROM hall_capacity c WHERE c.region = e.region AND c.id = e.subject);
-- hall_check_window: I22: two tickets at one window
SELECT min(id) FROM hall_ticket WHERE region = $1 AND state IN ('called', 'serving')
 GROUP BY office, at_window HAVING count(*) > 1;
-- hall_check_called: I22: a ticket was called more often than it waited for it
SELECT subject FROM hall_event WHERE region = $1 AND what = 'ticket' GROUP BY subject
HAVING count(CASE WHEN kind = 'called' THEN 1 END)
     > count(CASE WHEN kind IN ('taken', 'passed', 'moved') THEN 1 END);
-- hall_check_persons: I22: a person has two tickets at once
SELECT min(id) FROM hall_ticket WHERE region = $1 AND state IN ('waiting', 'called', 'serving')
 GROUP BY document_number HAVING count(*) > 1;
-- hall_check_numbers: I22: numbers of an office and day with a gap, or twice
SELECT min(id) FROM hall_ticket WHERE region = $1 GROUP BY office, day
HAVING max(number) <> count(*) OR min(number) <> 1;
-- hall_check_last: I22: the last number that an office gave is nobody's
SELECT d.office FROM hall_desk d WHERE d.region = $1 AND d.number <> (SELECT COALESCE(max(t.number), 0)
  FROM hall_ticket t WHERE t.region = d.region AND t.office = d.office AND t.day = d.day);
-- hall_check_over: I22: more bookings than a slot holds, or a slot that nobody offered
SELECT min(b.id) FROM hall_booking b LEFT JOIN hall_slot s ON s.region = b.region
   AND s.office = b.office AND s.matter = b.matter AND s.begins_ms = b.begins_ms
 WHERE b.region = $1 AND b.state <> 'cancelled'
 GROUP BY b.office, b.matter, b.begins_ms HAVING count(*) > COALESCE(max(s.capacity), 0);
-- hall_check_taken: I22: a slot counts other than its bookings
SELECT s.office FROM hall_slot s WHERE s.region = $1 AND s.taken <> (SELECT count(*)
  FROM hall_booking b WHERE b.region = s.region AND b.office = s.office
   AND b.begins_ms = s.begins_ms AND b.matter = s.matter AND b.state <> 'cancelled');
-- hall_check_once: I22: a person has booked a matter twice for a day
SELECT min(id) FROM hall_booking WHERE region = $1 AND state IN ('booked', 'arrived')
 GROUP BY document_number, matter, day HAVING count(*) > 1;
-- hall_check_arrived: I22: whoever arrived has a ticket, and who has it has arrived
SELECT b.id FROM hall_booking b LEFT JOIN hall_ticket t
    ON t.region = b.region AND t.booking = b.id AND t.booking <> ''
 WHERE b.region = $1 AND (b.state = 'arrived') <> (t.id IS NOT NULL);
-- hall_check_slots: I22: every slot that was booked, for comparing it with what was offered
SELECT office, matter, begins_ms, ends_ms, capacity FROM hall_slot
 WHERE region = $1 ORDER BY office, matter, begins_ms;
