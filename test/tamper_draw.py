"""What tamper.py draws: a world of a store, older copies of it and a witness who saw them all, and
tampers of any row of any table of the registry or of the journals, by seed."""

import glob
import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import kit
from flowlib.town import free_ports

REGION = "640104"
STEPS = 5  # older copies
# Tables of the registry, of the journals and of their seals. What a row's version counts is said
# nowhere and shown to nobody. registry_sm3 and registry_cosignature are made again from the entries
# and by the witnesses; their edits stand in tamper.py.
TABLES = ["registry_book", "registry_unit", "registry_right", "registry_holder", "registry_entry",
          "registry_node", "filing_event", "staff_change", "audit_seal",
          "staff_kin", "credit_standing", "credit_event", "hall_capacity", "hall_slot",
          "hall_booking", "hall_ticket", "hall_event", "rating", "rating_event",
          "access_row", "access_tally", "archive_query", "archive_counter"]
SILENT = {"version"}
KINDS = ["edit"] * 8 + ["delete"] * 3 + ["insert"] * 3 + ["swap"] * 3 + ["reorder"] * 2 + \
        ["truncate"] * 2
WHOLE = ["restore", "fork", "rewrite"]
WHOLE_SHARE = 0.05


class Service:
    """The service over a store, for as long as a with-block lasts."""

    def __init__(self, build, folder, store):
        self.build, self.folder, self.store = build, folder, store
        self.port = free_ports(1)

    def __enter__(self):
        self.process = subprocess.Popen(
            [f"{self.build}/yichuang", "serve", "--store", f"sqlite:{self.store}", "--dir",
             self.folder, "--listen", f"127.0.0.1:{self.port}", "--second-factor", "optional",
             "--reads-per-hour", "0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = kit.Client(self.port)
        until = time.monotonic() + 60
        while True:
            try:
                if client.send("GET", "/health")[0] == 200:
                    return client
            except OSError:
                pass
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the service did not start")
            time.sleep(0.02)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def remove_store(path):
    for name in glob.glob(path + "*"):
        if name[len(path):] in ("", "-wal", "-shm", "-lock"):
            os.unlink(name)


def copy_store(old, new):
    remove_store(new)
    shutil.copy(old, new)


def settle(path):
    """All of the store in its one file."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


class World:
    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        self.store, self.edited = f"{folder}/store.db", f"{folder}/edited.db"
        self.witness_dir, self.number = f"{folder}/witness", 0
        self.copies = []
        for step in range(STEPS + 1):
            if step:
                settle(self.store)
                self.copies.append(f"{folder}/old-{step}.db")
                shutil.copy(self.store, self.copies[-1])
            with Service(build, folder, self.store) as client:
                client.login("admin")
                self.grow(client, 2, "示范路")
                self.change_office(client, step)
                if step == 0:
                    self.declare_kin(client.port)
                    self.add_officers(client)
                    self.leave_list(client.port)
                    self.fill_hall(client.port)
                    self.rate(client.port)
                    self.ask_register(client.port)
                client.send("GET", f"/log/{REGION}/checkpoint.sm2")
                for _ in range(1 if step else 2):
                    if self.look(client.port, self.witness_dir) != 0:
                        raise RuntimeError("the witness did not cosign")
                    shutil.copy(f"{self.witness_dir}/witness.vkey", f"{folder}/witnesses")
        settle(self.store)

    def grow(self, client, count, road):
        for _ in range(count):
            self.number += 1
            client.must("POST", "/registry/units", {
                "unit": f"{REGION}009009GB00009F{self.number:08}",
                "location": f"{road}{self.number}号", "usage": "11", "area_cm2": 890000,
                "land_kind": "102", "holding": "sole",
                "holders": [kit.party("holder", kit.person("张示范", self.number))]})

    def change_office(self, client, step):
        client.must("POST", "/offices", {
            "office": f"test-{step}", "region": REGION, "kind": "community", "windows": 1,
            "name_zh": f"示范社区{step}", "name_en": f"Community {step}"})

    def declare_kin(self, port):
        kit.Client(port).login("security").must("POST", "/staff/clerk-2/kin", {
            "relation": "sibling", "document_kind": "id", **kit.person("李示范", 9_001)})

    def add_officers(self, client):
        """One who was granted less than what was asked for, and one who is disabled by now."""
        security = kit.Client(client.port).login("security")
        for login, name in (("manager-2", "示范主管二"), ("clerk-9", "示范受理九")):
            made = client.must("POST", "/staff", {"login": login, "name": name, "office": "hall",
                                                  "roles": "clerk manager"})
            kit.Client(client.port).login(login, made["password"]).must(
                "POST", "/staff/self/password", {"old": made["password"], "new": "Good-Enough-1"})
            security.must("PUT", f"/staff/{made['staff']['staff']}/roles",
                          {"roles": "clerk", "version": 2})
        security.must("POST", f"/staff/{made['staff']['staff']}/disable", {})

    def leave_list(self, port):
        """Somebody is put on the black list, heard, appeals and leaves it."""
        officers = {name: kit.Client(port).login(name)
                    for name in ("clerk-1", "reviewer-registry", "reviewer-registry-2",
                                 "manager-1")}
        clerk = officers["clerk-1"]
        with open(kit.PICTURE, "rb") as at:
            _, _, content = clerk.send("POST", f"/papers?region={REGION}", at.read(), {
                **clerk.headers(), "Content-Type": "image/png"})
        evidence = json.loads(content)["hash"]
        made = officers["reviewer-registry"].must("POST", "/standings", {
            "list": "black", "ground": "false-papers", "reason": "提交虚假材料", "months": 12,
            "evidence": evidence, "party": {"kind": "person", "document_kind": "id",
                                            "phone": "13900000001",
                                            **kit.person("王示范", 9_002)}})
        path = "/standings/" + made["standing"]["standing"]
        clerk.must("POST", path + "/statement", {"statement": "不属实"})
        officers["reviewer-registry-2"].must("POST", path + "/decide",
                                             {"decision": "list", "reason": "属实"})
        clerk.must("POST", path + "/appeal", {"reason": "不属实", "evidence": evidence})
        officers["manager-1"].must("POST", path + "/resolve",
                                   {"decision": "grant", "reason": "不属实"})

    def ask_register(self, port):
        """A holder asks for the own unit, somebody for the own homes; a neighbour is refused."""
        clerk = kit.Client(port).login("clerk-1")
        with open(kit.PICTURE, "rb") as at:
            _, _, content = clerk.send("POST", f"/papers?region={REGION}", at.read(), {
                **clerk.headers(), "Content-Type": "image/png"})
        unit = f"{REGION}009009GB00009F{1:08}"
        holder = {"kind": "person", "document_kind": "id", **kit.person("张示范", 1)}
        asked = {"party": holder, "identity": json.loads(content)["hash"], "purpose": "出售"}
        clerk.must("POST", "/queries", {**asked, "kind": "record", "unit": unit,
                                        "capacity": "holder"})
        clerk.must("POST", "/queries", {**asked, "kind": "houses", "capacity": "self"})
        clerk.must("POST", "/queries", {**asked, "kind": "record", "unit": unit, "ground": "purpose",
                                        "capacity": "claimant", "words": "打听邻居"})

    def fill_hall(self, port):
        """A capacity, bookings of three slots, one of which is cancelled, and a queue of which two
        were called; at ten o'clock of the next working day, as the queue is closed at night."""
        manager, query = kit.Client(port).login("manager-1"), "office=hall&matter=registration"
        manager.must("POST", "/desk/capacity", {
            "matter": "registration", "begins": "09:00", "ends": "17:00", "capacity": 2,
            "valid_from": kit.today(), "reason": "号源"})
        days = manager.must("GET", f"/slots?region={REGION}&{query}")["days"]
        days = [d for d in days[1:] if d["slots"]]
        for number in range(6):
            booked = manager.must("POST", "/bookings", {
                "region": REGION, "office": "hall", "matter": "registration",
                "begins_ms": days[1]["slots"][number // 2]["begins_ms"],
                "person": {**kit.person("李示范", 900 + number), "phone": f"1390000{number:04}"}})
        manager.must("POST", f"/bookings/{booked['booking']}/cancel", {"code": booked["code"]})
        manager.must("POST", "/test/clock", {
            "now_ms": kit.morning_ms(days[0]["date"]) + 10 * 3600000})
        manager = kit.Client(port).login("manager-1")
        for number in range(4):
            manager.must("POST", "/desk/tickets", {"matter": "query", "green": number == 2,
                                                   "person": kit.person("张示范", 950 + number)})
        for window in (1, 2):
            called = manager.must("POST", "/desk/call", {"window": window})["ticket"]
        manager.must("POST", f"/desk/tickets/{called['ticket']}/serve")
        manager.must("POST", f"/desk/tickets/{called['ticket']}/finish")
        manager.must("POST", "/test/clock", {"now_ms": 0})
    def rate(self, port):
        """The parties of what has ended rate it, good and bad in turn; a manager answers one."""
        db = sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)
        parties = db.execute(
            "SELECT f.id, f.follow_code, p.document_number FROM filing f JOIN filing_party p"
            " ON p.region = f.region AND p.filing = f.id WHERE f.region = ? AND f.ended_ms > 0"
            " ORDER BY f.id, p.seq", (REGION,)).fetchall()
        db.close()
        citizen = kit.Client(port)
        for number, (filing, code, document) in enumerate(parties):
            citizen.must("POST", f"/track/{filing}/rating", {
                "code": code, "holder": document[-6:], "level": (1, 5, 4)[number % 3],
                "channel": "code", "document_number": document})
        manager = kit.Client(port).login("manager-1")
        bad = manager.must("GET", "/ratings")["ratings"][0]["rating"]
        for act, body in (("take", {}),
                          ("find", {"outcome": "explain", "call": "none", "words": "核实"}),
                          ("answer", {"answer": "已说明", "published": "已说明办理时限"})):
            manager.must("POST", f"/ratings/{bad}/{act}", body)

    def look(self, port, folder):
        done = subprocess.run(
            [f"{self.build}/yichuang", "witness", "--url", f"http://127.0.0.1:{port}", "--region",
             REGION, "--dir", folder, "--once"], check=False, timeout=60,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode

    def witness_finds(self):
        """One look at the edited store; the witness's folder stays as it was."""
        folder = f"{self.folder}/witness-now"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.witness_dir, folder)
        with Service(self.build, self.folder, self.edited) as client:
            return self.look(client.port, folder) == 3


def other(draw, value):
    """A value of the same kind that is not this one."""
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 7, 1000])
    if isinstance(value, bytes):
        at = draw.randrange(len(value)) if value else 0
        return value[:at] + bytes([value[at] ^ 1 << draw.randrange(8)]) + value[at + 1:] \
            if value else b"\x00"
    if not value:
        return "x"
    at = draw.randrange(len(value))
    return value[:at] + draw.choice([c for c in "x7甲" if c != value[at]]) + value[at + 1:]


class Drawn:
    """One tamper; `do` says its kind, what it did, and whether it concerns the whole store."""

    def __init__(self, world, seed, number):
        self.world, self.draw = world, random.Random(f"{seed}/{number}")

    def do(self):
        whole = self.draw.random() < WHOLE_SHARE
        kind = self.draw.choice(WHOLE if whole else KINDS)
        copy_store(self.world.store, self.world.edited)
        if kind in ("restore", "fork"):
            return kind, self.put_back(kind), True
        self.open()
        if kind == "rewrite":
            about = self.rewrite()
        else:
            about = self.until_changed(getattr(self, kind))
        self.db.commit()
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()
        return kind, about, whole

    def open(self):
        self.db = sqlite3.connect(self.world.edited)
        self.db.execute("PRAGMA foreign_keys = OFF")
        self.db.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in self.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.db.execute(f"DROP TRIGGER {name}")
        self.db.commit()

    def until_changed(self, way):
        """Another draw when a constraint was in the way or nothing changed."""
        for _ in range(200):
            before = self.db.total_changes
            try:
                about = way()
            except sqlite3.IntegrityError:
                self.db.rollback()
                continue
            if about and self.db.total_changes > before:
                return about
            self.db.rollback()
        raise RuntimeError("nothing could be changed")

    def table(self):
        """(name, columns, key columns)"""
        name = self.draw.choice(TABLES)
        rows = self.db.execute(f"PRAGMA table_info({name})").fetchall()
        return name, [r[1] for r in rows if r[1] not in SILENT], [r[1] for r in rows if r[5]]

    def rows(self, name, count):
        """rowids, drawn; fewer when the table has fewer."""
        every = [r[0] for r in self.db.execute(f"SELECT rowid FROM {name} ORDER BY rowid")]
        return self.draw.sample(every, min(count, len(every)))

    def value(self, name, column, row):
        return self.db.execute(f"SELECT {column} FROM {name} WHERE rowid = ?", (row,)).fetchone()[0]

    def set(self, name, column, row, value):
        self.db.execute(f"UPDATE {name} SET {column} = ? WHERE rowid = ?", (value, row))

    def edit(self):
        name, columns, _ = self.table()
        column = self.draw.choice(columns)
        for row in self.rows(name, 1):
            old = self.value(name, column, row)
            new = other(self.draw, old)
            self.set(name, column, row, new)
            return f"{name}.{column} of row {row}: {old!r} -> {new!r}"

    def delete(self):
        name, _, _ = self.table()
        for row in self.rows(name, 1):
            self.db.execute(f"DELETE FROM {name} WHERE rowid = ?", (row,))
            return f"{name} row {row}"

    def insert(self):
        """A copy of a row under another key, with another value beside."""
        name, columns, key = self.table()
        every = [r[1] for r in self.db.execute(f"PRAGMA table_info({name})")]
        for row in self.rows(name, 1):
            values = dict(zip(every, self.db.execute(
                f"SELECT {', '.join(every)} FROM {name} WHERE rowid = ?", (row,)).fetchone()))
            changed = [self.draw.choice([k for k in key if k != "region"] or key)]
            changed += [c for c in [self.draw.choice(columns)] if c not in changed]
            for column in changed:
                values[column] = other(self.draw, values[column])
            self.db.execute(f"INSERT INTO {name} ({', '.join(every)}) VALUES"
                            f" ({', '.join('?' * len(every))})", [values[c] for c in every])
            return f"{name} like row {row}, other {', '.join(changed)}"

    def exchange(self, name, columns, rows):
        """The values of these columns change places between two rows."""
        values = [[self.value(name, c, row) for c in columns] for row in rows]
        if values[0] == values[1]:
            return False
        hidden = [-1 if isinstance(v, int) else b"-" if isinstance(v, bytes) else "-"
                  for v in values[0]]
        for row, given in ((rows[0], hidden), (rows[1], values[0]), (rows[0], values[1])):
            for column, value in zip(columns, given):
                self.set(name, column, row, value)
        return True

    def swap(self):
        name, columns, _ = self.table()
        column, rows = self.draw.choice(columns), self.rows(name, 2)
        if len(rows) == 2 and self.exchange(name, [column], rows):
            return f"{name}.{column} between rows {rows}"

    def reorder(self):
        """Two rows change their keys: each stands where the other stood. Two that say the same
        but for their keys would leave the store as it was."""
        name, columns, key = self.table()
        rows = self.rows(name, 2)
        says = [[self.value(name, c, row) for c in columns if c not in key] for row in rows]
        if len(rows) == 2 and says[0] != says[1] and self.exchange(name, key, rows):
            return f"{name} rows {rows}"

    def truncate(self):
        """The last rows of a table are cut off."""
        name, _, key = self.table()
        count = self.draw.randrange(1, 4)
        self.db.execute(f"DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} ORDER BY"
                        f" {', '.join(k + ' DESC' for k in key)} LIMIT {count})")
        return f"{name}, the last {count}"

    # The whole store

    def put_back(self, kind):
        old = self.draw.choice(self.world.copies)
        copy_store(old, self.world.edited)
        count = self.draw.randrange(1, 16) if kind == "fork" else 0
        if count:
            kept, self.world.number = self.world.number, 1000
            with Service(self.world.build, self.world.folder, self.world.edited) as client:
                self.world.grow(client.login("admin"), count, "另一条路")
            self.world.number = kept
            settle(self.world.edited)
        return f"{os.path.basename(old)} and {count} other entries"

    def rewrite(self):
        """An entry and what it made say something else, and the log is made anew to fit."""
        rows = self.db.execute("SELECT number, unit, content FROM registry_entry WHERE region = ?"
                               " ORDER BY number", (REGION,)).fetchall()
        number, unit, content = self.draw.choice(
            [r for r in rows if "unit" in json.loads(r[2]) or '"location"' in r[2]])
        place = self.db.execute("SELECT location FROM registry_unit WHERE code = ?",
                                (unit,)).fetchone()[0]
        content = content.replace(place, place + "甲")
        salt = self.draw.randbytes(16)
        self.db.execute("UPDATE registry_unit SET location = ? WHERE code = ?", (place + "甲", unit))
        self.db.execute("UPDATE registry_entry SET content = ?, salt = ?, digest = ?"
                        " WHERE region = ? AND number = ?",
                        (content, salt, hashlib.sha256(salt + content.encode()).digest(), REGION,
                         number))
        self.db.execute("DELETE FROM registry_sm3")
        self.db.execute("DELETE FROM registry_cosignature")
        self.hash_anew()
        return f"entry {number}: {place} -> {place}甲"

    def hash_anew(self):
        level = 0
        hashes = [hashlib.sha256(b"\0" + r[0]).digest() for r in self.db.execute(
            "SELECT digest FROM registry_entry WHERE region = ? ORDER BY number", (REGION,))]
        while hashes:
            for position, value in enumerate(hashes):
                self.db.execute("UPDATE registry_node SET hash = ? WHERE region = ? AND level = ?"
                                " AND position = ?", (value, REGION, level, position))
            hashes = [hashlib.sha256(b"\1" + hashes[i] + hashes[i + 1]).digest()
                      for i in range(0, len(hashes) - 1, 2)]
            level += 1


if __name__ == "__main__":
    sys.exit("test/tamper.py uses this")
