-- 预约与静默叫号: what an office offers, who has booked, who waits, and the journal of all three.

-- 号源: how many may book a slot. Rows are added and never changed; of those that cover a slot the
-- last one counts.
CREATE TABLE hall_capacity (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    begins TEXT NOT NULL,           -- 09:00: slots that begin from then on
    ends TEXT NOT NULL,             -- 12:00: and before then
    capacity BIGINT NOT NULL CHECK (capacity >= 0),
    valid_from TEXT NOT NULL,       -- 2026-03-02
    valid_to TEXT NOT NULL,         -- the first day on which it is no longer valid; empty: for good
    reason TEXT NOT NULL,
    officer TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE INDEX hall_capacity_office ON hall_capacity (region, office, id);

-- A slot that somebody has booked: what it holds and how much of it is taken.
CREATE TABLE hall_slot (
    region TEXT NOT NULL,
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    begins_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    taken BIGINT NOT NULL CHECK (taken >= 0),
    PRIMARY KEY (region, office, matter, begins_ms),
    CHECK (taken <= capacity)
);

-- 预约
CREATE TABLE hall_booking (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    day TEXT NOT NULL,              -- of the slot
    begins_ms BIGINT NOT NULL,
    ends_ms BIGINT NOT NULL,
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    code TEXT NOT NULL,             -- whoever has it may show, cancel and check in
    state TEXT NOT NULL CHECK (state IN ('booked', 'arrived', 'cancelled', 'missed', 'excused')),
    made_ms BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,       -- arrived, cancelled or missed at; 0 before
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
-- A person books a matter once a day.
CREATE UNIQUE INDEX hall_booking_once ON hall_booking (region, document_number, matter, day)
 WHERE state IN ('booked', 'arrived');
-- A person's bookings count all over the city, so these two do not begin with region.
CREATE INDEX hall_booking_person ON hall_booking (document_number, id);
CREATE INDEX hall_booking_phone ON hall_booking (phone, id) WHERE state = 'booked';
CREATE INDEX hall_booking_slot ON hall_booking (region, office, begins_ms, id);
CREATE INDEX hall_booking_due ON hall_booking (region, begins_ms) WHERE state = 'booked';

-- 号
CREATE TABLE hall_ticket (
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    office TEXT NOT NULL,
    matter TEXT NOT NULL,
    day TEXT NOT NULL,
    number BIGINT NOT NULL,         -- of the office and day, without gaps
    priority TEXT NOT NULL CHECK (priority IN ('green', 'booked', 'walk-in')),
    channel TEXT NOT NULL CHECK (channel IN ('kiosk', 'phone', 'qr', 'clerk')),
    booking TEXT NOT NULL,          -- empty when none
    slot_ms BIGINT NOT NULL,        -- begin of the booked slot; 0 when none
    document_kind TEXT NOT NULL,
    document_number TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,            -- empty when there is none: the screen alone calls
    code TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'called', 'serving', 'done', 'absent', 'dropped',
        'lapsed')),
    at_window BIGINT NOT NULL,      -- that called last; 0 before
    wanted_window BIGINT NOT NULL,  -- to which it was passed on; 0: any
    moved_ms BIGINT NOT NULL,
    officer TEXT NOT NULL,          -- who called it
    calls BIGINT NOT NULL,          -- since it waited last
    absences BIGINT NOT NULL,
    after_calls BIGINT NOT NULL,    -- not before the office has called so many that day
    told BIGINT NOT NULL,           -- 1: has heard that the turn comes near
    taken_ms BIGINT NOT NULL,
    called_ms BIGINT NOT NULL,      -- the last call
    serving_ms BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,
    filing TEXT NOT NULL,           -- opened at the window; empty when none
    version BIGINT NOT NULL,
    PRIMARY KEY (region, id)
);
CREATE UNIQUE INDEX hall_ticket_number ON hall_ticket (region, office, day, number);
-- A window has one at a time, and a person one ticket.
CREATE UNIQUE INDEX hall_ticket_window ON hall_ticket (region, office, at_window)
 WHERE state IN ('called', 'serving');
CREATE UNIQUE INDEX hall_ticket_once ON hall_ticket (region, document_number)
 WHERE state IN ('waiting', 'called', 'serving');
CREATE UNIQUE INDEX hall_ticket_booking ON hall_ticket (region, booking) WHERE booking <> '';
CREATE INDEX hall_ticket_live ON hall_ticket (region, office, day)
 WHERE state IN ('waiting', 'called', 'serving');
CREATE INDEX hall_ticket_left ON hall_ticket (region, day, id)
 WHERE state IN ('waiting', 'called', 'serving');
CREATE INDEX hall_ticket_person ON hall_ticket (document_number, day);

-- Locked by whoever changes anything at an office: its numbers, and how many were called, that day.
CREATE TABLE hall_desk (
    region TEXT NOT NULL,
    office TEXT NOT NULL,
    day TEXT NOT NULL,
    number BIGINT NOT NULL,         -- the last that was given
    called BIGINT NOT NULL,
    streak BIGINT NOT NULL,         -- called in a row before anybody who just walked in
    version BIGINT NOT NULL,
    PRIMARY KEY (region, office)
);

-- Locked by whoever books or takes for a person or a phone, all over the city: region is 000000.
CREATE TABLE hall_person (
    region TEXT NOT NULL,
    person TEXT NOT NULL,           -- a hash of the document, or of the phone
    version BIGINT NOT NULL,
    PRIMARY KEY (region, person)
);

-- What happened to a capacity, a booking or a ticket; insert-only and sealed (audit_seal, 'hall').
CREATE TABLE hall_event (
    region TEXT NOT NULL,
    subject TEXT NOT NULL,
    number BIGINT NOT NULL,         -- 1, 2 ...: the version of the subject that it made
    what TEXT NOT NULL CHECK (what IN ('capacity', 'booking', 'ticket')),
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,            -- officer; empty: whoever has the code, or the service itself
    detail TEXT NOT NULL,
    digest TEXT NOT NULL,           -- of the subject's whole row as it was then
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (region, subject, number)
);
