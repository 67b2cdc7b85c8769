#!/usr/bin/env python3
"""Tampering with the store: each way of editing a finished SQLite store behind the program's back
must be found by `yichuang verify`, and by the check that is meant to find it; then COUNT ways drawn
by SEED, found by `yichuang verify` or, where the whole store was put back or written anew, by the
witness.

    test/tamper.py [--build DIR] [--count COUNT] [--seed SEED] [--only NUMBER]
                   [--drawn]

DIR holds yichuang and yichuang-sandbox (default build/debug). Prints TAP. The store is made once, by
a small replay and some growth that a witness watched; each edit works on a copy of it. --only does
again what was drawn as that number."""

import argparse
import collections
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tamper_draw  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROWS = "16"



def beside(kind, family, rank, since, ended="0"):
    """A right that nobody entered, like the ownership of the sale but for these."""
    state = "live" if ended == "0" else "ended"
    return ("INSERT INTO registry_right SELECT region, id || 'X', unit,"
            f" '{kind}', '{family}', '', '{state}', holding, {rank}, amount_fen, begins_on, ends_on,"
            " lapses_on, no_transfer, maximum, cause, terms, dominant, '',"
            f" {since}, {since}, {ended}, version FROM registry_right WHERE id = '{{right}}'")


# What is done, in SQL; the invariant that must speak of it. {unit}, {right} ... are of one sale.
EDITS = [
    ("a unit grows", "UPDATE registry_unit SET area_cm2 = area_cm2 + 1 WHERE code = '{unit}'",
     "I15"),
    ("a unit moves", "UPDATE registry_unit SET location = location || '甲' WHERE code = '{unit}'",
     "I15"),
    ("a unit changes its use", "UPDATE registry_unit SET usage = '21' WHERE code = '{unit}'",
     "I15"),
    ("a unit is closed", "UPDATE registry_unit SET state = 'closed' WHERE code = '{unit}'", "I15"),
    ("a unit is closed over its rights",
     "UPDATE registry_unit SET state = 'closed' WHERE code = '{unit}'", "I1"),
    ("a unit is moved with its rights into another region's book", "; ".join(
        f"UPDATE {table} SET region = (SELECT min(region) FROM place_region"
        f" WHERE region <> '{{region}}') WHERE {which}" for table, which in (
            ("registry_holder", "right_id IN (SELECT id FROM registry_right"
                                " WHERE unit = '{unit}')"),
            ("registry_right", "unit = '{unit}'"), ("registry_unit", "code = '{unit}'"))), "I1"),
    ("a second ownership", "DROP INDEX registry_right_title; "
     + beside("ownership", "title", 0, "entry_made"), "I4"),
    ("a seizure is put before an ownership", beside("seizure", "guard", 0, 1), "I5"),
    ("a seizure that is over is put before an ownership",
     beside("seizure", "guard", 0, 1, "entry_made + 1"), "I5"),
    ("a seizure waits for nothing", beside("seizure", "guard", 1, "entry_made"), "I6"),
    ("a mortgage has the second rank and none the first",
     beside("mortgage", "burden", 2, "entry_made"), "I9"),
    ("a mortgage stands where nobody has the title",
     "UPDATE registry_right SET state = 'ended', entry_ended = entry_made WHERE id = '{right}'; "
     + beside("mortgage", "burden", 1, "entry_made"), "I9"),
    ("a later mortgage stands before an earlier one", beside("mortgage", "burden", 2, "entry_made")
     + "; " + beside("mortgage", "burden", 1, "entry_made + 1").replace("'X'", "'Y'"), "I9"),
    ("a unit names another entry",
     "UPDATE registry_unit SET entry_made = entry_made + 1 WHERE code = '{unit}'", "I15"),
    ("a unit comes from nowhere",
     "INSERT INTO registry_unit SELECT region, substr(code, 1, 27) || 'X', location, usage,"
     " structure, floor, floors, area_cm2, land_kind, land_until, state, entry_made, version"
     " FROM registry_unit WHERE code = '{unit}'", "I15"),
    ("a unit is gone with its rights",
     "DELETE FROM registry_holder WHERE right_id IN (SELECT id FROM registry_right"
     " WHERE unit = '{unit}'); DELETE FROM registry_right WHERE unit = '{unit}';"
     " DELETE FROM registry_unit WHERE code = '{unit}'", "I15"),
    ("the last unit is gone with its rights",
     "DELETE FROM registry_holder WHERE right_id IN (SELECT id FROM registry_right"
     " WHERE unit = '{last}'); DELETE FROM registry_right WHERE unit = '{last}';"
     " DELETE FROM registry_unit WHERE code = '{last}'", "I15"),
    ("a price is changed", "UPDATE registry_right SET amount_fen = 1 WHERE id = '{right}'", "I15"),
    ("a right changes its cause", "UPDATE registry_right SET cause = 'x' WHERE id = '{right}'",
     "I15"),
    ("an old owner lives again",
     "UPDATE registry_right SET state = 'ended', entry_ended = 1 WHERE id = '{right}';"
     " UPDATE registry_right SET state = 'live', entry_ended = 0 WHERE id = '{previous}'", "I15"),
    ("a right forgets what it replaced",
     "UPDATE registry_right SET previous = '' WHERE id = '{right}'", "I4"),
    ("a right names another entry",
     "UPDATE registry_right SET entry_made = 9999 WHERE id = '{right}'", "I3"),
    ("another holder", "UPDATE registry_holder SET name = '某人' WHERE right_id = '{right}'", "I15"),
    ("another holder's document",
     "UPDATE registry_holder SET document_number = '640101190503040014'"
     " WHERE right_id = '{right}'", "I15"),
    ("a share where there was none",
     "UPDATE registry_holder SET share_num = 1, share_den = 2 WHERE right_id = '{right}'", "I2"),
    ("a second holder",
     "INSERT INTO registry_holder SELECT region, right_id, seq + 1, party, name, document_kind,"
     " document_number, share_num, share_den FROM registry_holder WHERE right_id = '{right}'",
     "I15"),
    ("no holder", "DELETE FROM registry_holder WHERE right_id = '{right}'", "I2"),
    ("an entry says something else",
     "UPDATE registry_entry SET content = replace(content, '\"sole\"', '\"joint\"')"
     " WHERE number = {entry} AND region = '{region}'", "I17"),
    ("an entry has another recorder",
     "UPDATE registry_entry SET recorder = 'x' WHERE number = {entry} AND region = '{region}'",
     "I15"),
    ("an entry has another time",
     "UPDATE registry_entry SET made_ms = made_ms - 1"
     " WHERE number = {entry} AND region = '{region}'", "I15"),
    ("an entry belongs to another filing",
     "UPDATE registry_entry SET filing = 'x' WHERE number = {entry} AND region = '{region}'",
     "I14"),
    ("an entry's digest is made to fit",
     "UPDATE registry_entry SET digest = zeroblob(32) WHERE number = {entry}"
     " AND region = '{region}'", "I17"),
    ("an entry's salt is lost",
     "UPDATE registry_entry SET salt = zeroblob(16) WHERE number = {entry}"
     " AND region = '{region}'", "I17"),
    ("an entry is taken out",
     "DELETE FROM registry_entry WHERE number = {entry} AND region = '{region}'", "I3"),
    ("the last entry is taken out",
     "DELETE FROM registry_entry WHERE region = '{region}' AND number ="
     " (SELECT size FROM registry_book WHERE region = '{region}')", "I17"),
    ("the book says it is longer",
     "UPDATE registry_book SET size = size + 1 WHERE region = '{region}'", "I17"),
    ("a leaf of the log", "UPDATE registry_node SET hash = zeroblob(32) WHERE level = 0"
     " AND position = {entry} - 1 AND region = '{region}'", "I17"),
    ("an inner node of the log", "UPDATE registry_node SET hash = zeroblob(32) WHERE level = 1"
     " AND position = 0 AND region = '{region}'", "I17"),
    ("a node of the log is lost", "DELETE FROM registry_node WHERE level = 1 AND position = 1"
     " AND region = '{region}'", "I17"),
    ("the log hashed with SM3 is another",
     "UPDATE registry_sm3 SET edge = zeroblob(length(edge)) WHERE region = '{region}'", "I17"),
    ("the log hashed with SM3 is cut short",
     "UPDATE registry_sm3 SET size = size - 1 WHERE region = '{region}'", "I17"),
    ("a witness cosigned another root",
     "UPDATE registry_cosignature SET root = zeroblob(32) WHERE region = '{region}'", "I17"),
    ("a witness cosigned another size",
     "UPDATE registry_cosignature SET size = size + 100 WHERE region = '{region}'", "I17"),
    ("a certificate is void while its right lives",
     "UPDATE cert SET state = 'void' WHERE id = '{cert}'", "I13"),
    ("a certificate is older than its entry",
     "UPDATE cert SET made_ms = made_ms - 1000 WHERE id = '{cert}'", "I13"),
    ("a certificate names another entry",
     "UPDATE cert SET entry = 9999 WHERE id = '{cert}'", "I13"),
    ("a certificate is copied",
     "INSERT INTO cert SELECT region, id || 'X', number || 'X', kind, filing, right_id, holder_seq,"
     " unit, entry, licence, print_number, state, void_reason, void_entry, made_ms, issued_ms, pdf,"
     " token FROM cert WHERE id = '{cert}'", "I13"),
    ("a certificate is gone", "DELETE FROM cert WHERE id = '{cert}'", "I13"),
    ("a certificate is of another right",
     "UPDATE cert SET right_id = '{previous}' WHERE id = '{cert}'", "I13"),
    ("a certificate is of another unit", "UPDATE cert SET unit = '{last}' WHERE id = '{cert}'",
     "I13"),
    ("a bill is made smaller",
     "UPDATE money_bill SET total_fen = total_fen - 1 WHERE filing = '{filing}'", "I16"),
    ("a line of a bill is made smaller",
     "UPDATE money_line SET amount_fen = 0 WHERE bill = '{bill}' AND amount_fen > 0", "I16"),
    ("a line of a bill is gone",
     "DELETE FROM money_line WHERE bill = '{bill}' AND amount_fen > 0", "I16"),
    ("a payment is made smaller",
     "UPDATE money_order SET amount_fen = 1 WHERE filing = '{filing}'", "I16"),
    ("a paid bill is open again",
     "UPDATE money_bill SET state = 'open' WHERE filing = '{filing}'", "I16"),
    ("a receipt is gone", "DELETE FROM money_receipt WHERE payment = '{order}'", "I16"),
    ("a receipt says less",
     "UPDATE money_receipt SET amount_fen = 1 WHERE payment = '{order}'", "I16"),
    ("a payment is paid back without a word",
     "UPDATE money_order SET state = 'refunded' WHERE id = '{order}'", "I16"),
    ("a filing is undone", "UPDATE filing SET state = 'withdrawn' WHERE id = '{filing}'", "I14"),
    ("somebody else gave a home away", "UPDATE filing_party SET name = '某人',"
     " document_number = '640101190503040014' WHERE filing = '{filing}' AND role = 'seller'", "I11"),
    ("the owner did not apply",
     "DELETE FROM filing_party WHERE filing = '{filing}' AND role = 'seller'", "I12"),
    ("who takes a home did not apply",
     "DELETE FROM filing_party WHERE filing = '{filing}' AND role = 'buyer'", "I12"),
    ("somebody applied who has no place in the matter",
     "UPDATE filing_party SET role = 'x' WHERE filing = '{filing}' AND role = 'seller'", "I12"),
    ("the clerk recorded it too",
     "UPDATE filing SET recorder = clerk WHERE id = '{filing}'", "I19"),
    ("the recorder is a party",
     "UPDATE staff SET document_number = (SELECT document_number FROM filing_party"
     " WHERE filing = '{filing}' ORDER BY seq LIMIT 1)"
     " WHERE id = (SELECT recorder FROM filing WHERE id = '{filing}')", "I19"),
    ("a reviewer is a party",
     "UPDATE staff SET document_number = (SELECT document_number FROM filing_party"
     " WHERE filing = '{filing}' ORDER BY seq LIMIT 1) WHERE id = (SELECT officer FROM filing_task"
     " WHERE filing = '{filing}' AND step = 'review-tax')", "I19"),
    ("the recorder is kin of a party",
     "INSERT INTO staff_kin SELECT 'x', f.recorder, 'parent', p.name, p.document_kind,"
     " p.document_number, 'admin', 0, '', 0, '' FROM filing f JOIN filing_party p"
     " ON p.filing = f.id WHERE f.id = '{filing}' AND p.seq = 1", "I19"),
    ("a declaration of kin is forgotten", "DELETE FROM staff_kin", "I19"),
    ("kin is another", "UPDATE staff_kin SET document_number = 'x'", "I19"),
    ("a declaration of kin is ended", "UPDATE staff_kin SET ended_ms = made_ms + 1", "I19"),
    ("an officer decides what the same one proposed",
     "UPDATE credit_standing SET decided_by = proposed_by", "I23"),
    ("a standing holds longer", "UPDATE credit_standing SET ends_ms = ends_ms + 1", "I23"),
    ("a standing is of another",
     "UPDATE credit_standing SET document_number = '640101190503040014'", "I23"),
    ("who has left a list is on it again",
     "UPDATE credit_standing SET state = 'listed', left_cause = '', left_ms = 0", "I23"),
    ("a standing is forgotten", "DELETE FROM credit_standing", "I23"),
    ("a standing comes from nowhere",
     "INSERT INTO credit_standing SELECT 'x', 'red', kind, name, document_kind, document_number,"
     " phone, ground, reason, evidence, months, 'listed', proposed_by, proposed_ms,"
     " heard_until_ms, statement, decided_by, decided_ms, begins_ms, ends_ms, appeal_until_ms, 0,"
     " '', 0, '', 0, version FROM credit_standing LIMIT 1", "I23"),
    ("another officer decided on a standing",
     "UPDATE credit_event SET actor = 'x' WHERE action = 'list'", "I23"),
    ("a reason of a standing is another", "UPDATE credit_event SET reason = 'x'", "I23"),
    ("a party was told something else", "UPDATE credit_event SET notice = '{{}}'", "I23"),
    ("a change of a standing is forgotten",
     "DELETE FROM credit_event WHERE action = 'hear'", "I23"),
    ("the last change of a standing is forgotten with its seal",
     "DELETE FROM audit_seal WHERE book = 'standing' AND number = (SELECT max(number)"
     " FROM credit_event); DELETE FROM credit_event"
     " WHERE number = (SELECT max(number) FROM credit_event)", "I23"),
    ("what a party is told is not sent",
     "DELETE FROM message WHERE id IN (SELECT message FROM credit_event)", "I23"),
    ("a step is undone",
     "UPDATE filing_step SET state = 'waiting' WHERE filing = '{filing}' AND step = 'record'",
     "I14"),
    ("the journal loses a line",
     "DELETE FROM filing_event WHERE filing = '{filing}' AND kind = 'accepted'", "I14"),
    ("the journal has a line more",
     "INSERT INTO filing_event SELECT region, filing, number + 1, 'withdrawn', '', actor, '',"
     " made_ms FROM filing_event WHERE filing = '{filing}' ORDER BY number DESC LIMIT 1", "I14"),
    ("another officer did it", "UPDATE filing_event SET actor = 'x' WHERE filing = '{filing}'"
     " AND kind = 'accepted'", "I14"),
    ("a paper that was taken in is forgotten",
     "DELETE FROM filing_event WHERE filing = '{filing}' AND kind = 'paper'", "I14"),
    ("one person is administrator and security administrator by two accounts",
     "UPDATE staff SET document_number = (SELECT document_number FROM staff WHERE id = 'admin')"
     " WHERE id = 'security'", "I19"),
    ("one account is administrator and security administrator",
     "UPDATE staff SET roles = 'admin security' WHERE id = 'admin'", "I19"),
    ("an officer has a role that nobody granted",
     "UPDATE staff SET roles = 'manager', roles_asked = 'manager' WHERE login = 'manager-2'",
     "I19"),
    ("an officer who was disabled is not", "UPDATE staff SET disabled = 0", "I19"),
    ("the administrator has a password for an officer at work",
     "UPDATE staff SET one_time = 1 WHERE id = 'clerk-1'", "I19"),
    ("who gave an officer a role is another",
     "UPDATE staff_change SET actor = 'x', actor_name = 'x'", "I19"),
    ("a change of an office is forgotten", "DELETE FROM staff_change", "I19"),
    ("a seal is made to fit", "UPDATE audit_seal SET mac = zeroblob(32)", "I14"),
    ("a ticket is called by a second window",
     "UPDATE hall_ticket SET state = 'called', at_window = 2 WHERE number = 2", "I22"),
    ("two tickets are at one window", "DROP INDEX hall_ticket_window; UPDATE hall_ticket SET"
     " state = 'called', at_window = 1 WHERE state = 'waiting'", "I22"),
    ("a ticket is taken out with its journal", "DELETE FROM hall_event WHERE subject IN (SELECT id"
     " FROM hall_ticket WHERE number = 3); DELETE FROM audit_seal WHERE subject IN (SELECT id FROM"
     " hall_ticket WHERE number = 3); DELETE FROM hall_ticket WHERE number = 3", "I22"),
    ("the last ticket is taken out with its journal", "DELETE FROM hall_event WHERE subject IN"
     " (SELECT id FROM hall_ticket WHERE number = 4); DELETE FROM audit_seal WHERE subject IN"
     " (SELECT id FROM hall_ticket WHERE number = 4); DELETE FROM hall_ticket WHERE number = 4",
     "I22"),
    ("somebody jumps the queue", "UPDATE hall_ticket SET priority = 'green'", "I22"),
    ("a ticket goes to another person",
     "UPDATE hall_ticket SET name = '某人' WHERE number = 1", "I22"),
    ("a booking more than there are places", "INSERT INTO hall_booking SELECT region, id || 'X',"
     " office, matter, day, begins_ms, ends_ms, document_kind, id, name, phone,"
     " code, state, made_ms, ended_ms, version FROM hall_booking WHERE state = 'booked'", "I22"),
    ("a slot holds more", "UPDATE hall_slot SET capacity = capacity + 1", "I22"),
    ("a slot says that it is free", "UPDATE hall_slot SET taken = 0", "I22"),
    ("a capacity was another", "UPDATE hall_capacity SET capacity = capacity + 1", "I22"),
    ("a booking was made earlier than may be",
     "UPDATE hall_booking SET made_ms = made_ms - 20 * 86400000", "I22"),
    ("a cancelled booking lives again",
     "UPDATE hall_booking SET state = 'booked' WHERE state = 'cancelled'", "I22"),
    ("a missed booking is excused", "UPDATE hall_booking SET state = 'excused'", "I22"),
    ("the hall's journal loses a line", "DELETE FROM hall_event WHERE kind = 'called'", "I22"),
    ("another officer called", "UPDATE hall_event SET actor = 'x' WHERE kind = 'called'", "I22"),
    ("a bad rating becomes a good one",
     "UPDATE rating SET level = 5 WHERE id = (SELECT rating FROM rating_rectification LIMIT 1)",
     "I21"),
    ("a rating is forgotten", "DELETE FROM rating WHERE level = 5", "I21"),
    ("a rating is forgotten with its seal",
     "DELETE FROM audit_seal WHERE book = 'rating' AND number = 0 AND subject IN"
     " (SELECT rating FROM rating_rectification); DELETE FROM rating WHERE level = 1", "I21"),
    ("somebody who is no party rates",
     "INSERT INTO rating SELECT region, id || 'X', filing, rater || 'X', 5, reasons, words, channel,"
     " scene, office, officer, handlers, month, made_ms FROM rating LIMIT 1", "I21"),
    ("a matter is rated that has not ended", "UPDATE filing SET ended_ms = 0 WHERE id ="
     " (SELECT filing FROM rating LIMIT 1)", "I21"),
    ("nobody has to rectify a bad rating", "DELETE FROM rating_rectification", "I21"),
    ("a rectification is closed with nothing done",
     "UPDATE rating_rectification SET state = 'closed' WHERE state = 'open'", "I21"),
    ("another answer was given",
     "UPDATE rating_rectification SET answer = 'x' WHERE state = 'answered'", "I21"),
    ("something else was published",
     "UPDATE rating_rectification SET published = 'x' WHERE state = 'answered'", "I21"),
    ("the rated officer deals with it",
     "UPDATE rating_rectification SET taken_by = (SELECT officer FROM rating WHERE id = rating)"
     " WHERE state = 'answered'", "I21"),
    ("the journal of a rectification loses its end with the seals",
     "DELETE FROM audit_seal WHERE book = 'rating' AND number > 2;"
     " DELETE FROM rating_event WHERE number > 2", "I21"),
    ("the journal of a rectification names somebody else",
     "UPDATE rating_event SET actor = 'x' WHERE kind = 'taken'", "I21"),
    ("a read is forgotten", "DELETE FROM access_row WHERE request = (SELECT min(request)"
     " FROM access_row)", "I20"),
    ("the last read of a reader is forgotten and the tally made to fit",
     "DELETE FROM access_row WHERE number = (SELECT max(number) FROM access_row);"
     " UPDATE access_tally SET reads = reads - 1", "I20"),
    ("a reader is another", "UPDATE access_row SET reader = reader || '-2'", "I20"),
    ("a purpose is another", "UPDATE access_row SET purpose = 'supervision', reference = ''",
     "I20"),
    ("a read is made up", "INSERT INTO access_row SELECT region, reader, number + 1000000, office,"
     " route, record, subject, purpose, reference, request, made_ms, mac FROM access_row", "I20"),
    ("a proof said something else", "UPDATE archive_query SET result = replace(result, '示范', '某某')"
     " WHERE result <> ''", "I20"),
    ("a refusal had another ground", "UPDATE archive_query SET ground = 'no-data'"
     " WHERE ground <> ''", "I20"),
    ("the last query is taken out with its seal", "DELETE FROM audit_seal WHERE book = 'query' AND"
     " subject = (SELECT max(id) FROM archive_query);"
     " DELETE FROM archive_query WHERE id = (SELECT max(id) FROM archive_query)", "I20"),
    ("a proof is taken out with its seal and its number",
     "DELETE FROM audit_seal WHERE book = 'query' AND subject IN (SELECT id FROM archive_query"
     " WHERE number > 1); DELETE FROM archive_query WHERE number > 1;"
     " UPDATE archive_counter SET last = 1", "I20"),
    ("who read for a proof is forgotten", "DELETE FROM access_row WHERE purpose = 'query'", "I20"),
    ("a reader has no tally", "DELETE FROM access_tally", "I20"),
    ("an alert is made up", "INSERT INTO access_alert VALUES ('{region}', 'clerk-1', 1, 1, 1,"
     " zeroblob(32))", "I20"),
    ("a task comes back",
     "UPDATE filing_task SET state = 'open' WHERE filing = '{filing}'", "I14"),
]
# What is taken out of the store of a story, by which a gift got over what stood against it.
STORY = "test/flow/against-the-book.flow"
STORY_EDITS = [
    ("nobody took the acknowledgement of an objection", "DELETE FROM filing_override", "I8"),
    ("who gave notice did not agree", "DELETE FROM filing_paper WHERE paper = 'holder-consent'",
     "I7"),
    ("the bank did not agree", "DELETE FROM filing_paper WHERE paper = 'holder-consent'", "I9"),
]
ONE_SALE = """
SELECT r.region, r.unit, r.id, r.previous, r.entry_made, e.filing, c.id, b.id, o.id,
       (SELECT max(code) FROM registry_unit u WHERE u.region = r.region)
  FROM registry_right r JOIN registry_entry e ON e.region = r.region AND e.number = r.entry_made
  JOIN cert c ON c.right_id = r.id JOIN money_bill b ON b.filing = e.filing
  JOIN money_order o ON o.bill = b.id
 WHERE r.state = 'live' AND b.total_fen > 0
   AND r.unit < (SELECT max(code) FROM registry_unit u WHERE u.region = r.region)
 ORDER BY r.region, r.entry_made DESC LIMIT 1"""
NAMES = ("region", "unit", "right", "previous", "entry", "filing", "cert", "bill", "order", "last")


def make_store(build, folder):
    subprocess.run([f"{build}/yichuang", "replay", "data/demo_sales.csv", "--rows", ROWS, "--store",
                    f"sqlite:{folder}/store.db", "--dir", folder, "--json",
                    f"{folder}/summary.json"], cwd=ROOT, check=True, timeout=240,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    db = sqlite3.connect(f"{folder}/store.db")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sale = db.execute(ONE_SALE).fetchone()
    db.close()
    return dict(zip(NAMES, sale))


def play_story(build):
    """Where the played story keeps its store and keys."""
    said = subprocess.run(["tools/flow", "--build", build, "--keep", STORY], cwd=ROOT, check=True,
                          timeout=240, text=True, stdout=subprocess.PIPE).stdout
    folder = re.search(r"^# kept: (.+)$", said, re.M).group(1)
    db = sqlite3.connect(f"{folder}/store.db")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return folder


def verify(build, folder, store):
    """The breaches that verify reports, and its exit status."""
    done = subprocess.run([f"{build}/yichuang", "verify", "--json", "--store", f"sqlite:{store}",
                           "--dir", folder], cwd=ROOT, check=False, timeout=120, text=True,
                          capture_output=True)
    try:
        return json.loads(done.stdout)["breaches"], done.returncode
    except (ValueError, KeyError):
        return None, done.returncode


def tamper(store, sql):
    """How many rows the edit changed. Who has the file also gets past triggers and constraints."""
    db = sqlite3.connect(store, isolation_level=None)
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("PRAGMA ignore_check_constraints = ON")
    triggers = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        db.execute(f"DROP TRIGGER {name}")
    before = db.total_changes
    for statement in sql.split(";"):
        db.execute(statement)
    changed = db.total_changes - before
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return changed


def judge(build, folder, edit, sale):
    _, sql, invariant = edit
    store = f"{folder}/edited.db"
    for ending in ("", "-wal", "-shm", "-lock"):
        if os.path.exists(store + ending):
            os.unlink(store + ending)
    shutil.copy(f"{folder}/store.db", store)
    if tamper(store, sql.format(**sale)) == 0:
        return "the edit changed nothing"
    breaches, status = verify(build, folder, store)
    if breaches is None:
        return f"verify said nothing, status {status}"
    if status == 0 or not breaches:
        return "verify found nothing"
    found = sorted({b["invariant"] for b in breaches})
    if not any(f.split()[0] == invariant for f in found):
        return f"found by {found}, not by {invariant}"
    return None


def judge_drawn(world, seed, number):
    """(kind, what was done, who found it or None)"""
    drawn = tamper_draw.Drawn(world, seed, number)
    kind, about, whole = drawn.do()
    breaches, status = verify(world.build, world.folder, world.edited)
    if breaches is None:
        return kind, about, None
    if status != 0 and breaches:
        return kind, about, "verify"
    if whole and world.witness_finds():
        return kind, about, "witness"
    return kind, about, None


def run_drawn(world, chosen, point):
    """Draws and judges; says what was found by whom."""
    found = collections.Counter()
    numbers = [chosen.only] if chosen.only else range(1, chosen.count + 1)
    for number in numbers:
        kind, about, by = judge_drawn(world, chosen.seed, number)
        found[kind, by or "nobody"] += 1
        if by is None or chosen.only:
            print(f"# {number}: {kind}: {about}: found by {by or 'nobody'}", flush=True)
        if chosen.only or number % 50 == 0 or number == chosen.count:
            wrong = sum(n for (_, who), n in found.items() if who == "nobody")
            point(wrong == 0, f"{sum(found.values())} tampers drawn by seed {chosen.seed} are found")
    for (kind, by), count in sorted(found.items()):
        print(f"# {kind:10} {by:8} {count}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", default="build/debug")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, default=0)
    parser.add_argument("--drawn", action="store_true", help="leave the fixed edits out")
    chosen = parser.parse_args()
    build = os.path.join(ROOT, chosen.build)
    results = []

    def point(good, name, why=None):
        results.append(good)
        print(f"{'ok' if good else 'not ok'} {len(results)} - {name}", flush=True)
        if why:
            print(f"# {why}", flush=True)

    with tempfile.TemporaryDirectory(prefix="yichuang-tamper-") as folder:
        sale = make_store(build, folder)
        world = tamper_draw.World(build, folder)
        clean = verify(build, folder, f"{folder}/store.db") == ([], 0)
        point(clean, "an untouched store holds")
        for edit in () if chosen.only or chosen.drawn else EDITS:
            fault = judge(build, folder, edit, sale)
            point(fault is None, edit[0], fault)
        run_drawn(world, chosen, point)
    if not chosen.only and not chosen.drawn:
        folder = play_story(build)
        for edit in STORY_EDITS:
            fault = judge(build, folder, edit, {})
            point(fault is None, edit[0], fault)
        shutil.rmtree(folder)
    print(f"1..{len(results)}", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
