#!/usr/bin/env python3
"""A made-up legacy register is imported, killed twice in the middle and gone on with: nothing twice,
nothing missing, the same result as without a kill, and `yichuang verify` holds. What is wrong with a
mapping or with files is said completely and changes nothing."""

import collections
import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import ROOT, Tap, options  # noqa: E402

UNITS, BATCH, REGION = 5000, 400, "640104"
LEVELS = 14  # of a log of so many entries
NAMES = ("units", "holders", "mortgages", "seizures")
MAPPING = ROOT + "/data/mapping/legacy.yaml"
BROKEN = """mapping: broken
title_zh: 坏
files:
  - {name: units, encoding: latin-9, key: 单元号}
tables:
  usage: {住宅: "10"}
unit:
  code: 单元号
  location: {column: 坐落, constant: 某处}
  usage: {column: 用途, table: usages}
  area_cm2: {column: 建筑面积, scale: many}
  land_until: {column: 土地终止日期, date: YYMM}
  colour: 结构
rights:
  - kind: mortgage
    file: banks
    holders: []
"""
FAULTS = ["broken.yaml:1: ", "title_en", "broken.yaml:4: ", "latin-9", "broken.yaml:9: ",
          "broken.yaml:10: ", "usages", "broken.yaml:11: ", "many", "broken.yaml:12: ", "YYMM",
          "broken.yaml:13: ", "colour", "broken.yaml:16: ", "banks", "broken.yaml:17: ",
          "neither ownership nor"]


class Store:
    """A fresh store with the demo city; asks of its rows go past the program."""

    count = 0

    def __init__(self, chosen, work):
        Store.count += 1
        self.program, self.work = chosen.build + "/yichuang", f"{work}/{Store.count}"
        os.makedirs(self.work)
        self.pg = None if chosen.store == "sqlite" else self.database(chosen.store)
        self.url = self.pg or f"sqlite:{self.work}/store.db"
        self.place = ["--store", self.url, "--dir", self.work + "/var"]
        subprocess.run([self.program, "init", "--demo", *self.place], check=True,
                       capture_output=True)

    def database(self, url):
        name = f"import_{os.getpid()}_{Store.count}"
        subprocess.run(["psql", "-qX", "-d", url, "-c",
                        f"CREATE DATABASE {name} TEMPLATE template0"], check=True)
        return urllib.parse.urlunsplit(urllib.parse.urlsplit(url)._replace(path="/" + name))

    def ask(self, text):
        """The first number of the first row; 0 when there is none."""
        if self.pg:
            done = subprocess.run(["psql", "-qXAt", "-d", self.pg, "-c", text], check=True,
                                  capture_output=True, text=True)
            return int(done.stdout.split()[0]) if done.stdout.split() else 0
        store = sqlite3.connect(f"file:{self.work}/store.db?mode=ro", uri=True, timeout=10)
        try:
            row = store.execute(text).fetchone()
        finally:
            store.close()
        return row[0] if row else 0

    def words(self, files, mapping=MAPPING, *more):
        return [self.program, "import", *files, "--mapping", mapping, "--region", REGION,
                "--batch", str(BATCH), "--json", *self.place, *more]

    def bring(self, files, mapping=MAPPING, *more):
        done = subprocess.run(self.words(files, mapping, *more), capture_output=True, text=True,
                              check=False)
        return done.returncode, json.loads(done.stdout or "{}"), done.stderr

    def verified(self):
        done = subprocess.run([self.program, "verify", "--json", *self.place],
                              capture_output=True, text=True, check=False)
        return done.returncode == 0 and json.loads(done.stdout)["breaches"] == []

    def counts(self):
        return [self.ask(f"SELECT count(*) FROM {table} WHERE region = '{REGION}'")
                for table in ("registry_unit", "registry_entry", "registry_right", "party",
                              "legacy_record")]


def make_register(folder, units=UNITS, seed=7):
    subprocess.run([ROOT + "/tools/legacy", folder, "--units", str(units), "--seed", str(seed)],
                   check=True, capture_output=True)
    return [f"{folder}/{name}.csv" for name in NAMES]


def kill_at(store, files, records):
    """Starts the import and kills it once so many records are done; how far it was, and whether it
    was cut off."""
    process = subprocess.Popen(store.words(files), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    ask = f"SELECT records FROM legacy_import WHERE region = '{REGION}'"
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end and store.ask(ask) < records:
        time.sleep(0.01)
    cut = process.poll() is None
    process.kill()
    process.wait()
    return store.ask(ask), cut


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as at:
        return list(csv.DictReader(at))


def statements(path, *names):
    """How often each was run."""
    with open(path, encoding="utf-8") as at:
        run = collections.Counter(line.rstrip("\n").split("\t", 1)[0] for line in at)
    return [run[name] for name in names]


def play_whole(tap, chosen, work, files):
    """Without a kill: the totals, the result file, the trial before and the doubles after."""
    store = Store(chosen, work)
    lines = sum(sum(1 for _ in open(f, "rb")) - 1 for f in files)
    code, trial, fault = store.bring(files, MAPPING, "--check", "--result", work + "/trial.csv")
    tap.point(code == 1 and trial["trial"] and trial["records"] == UNITS, "a trial", fault, trial)
    tap.point(store.counts() == [0] * 5, "a trial writes nothing", store.counts())
    code, found, fault = store.bring(files, MAPPING, "--result", work + "/whole.csv", "--trace",
                                     work + "/trace")
    tap.point(code == 0 and found["reconciled"] and found["lines"] == lines,
              "every line of the files is accounted for", fault, found)
    asked, batches = statements(work + "/trace", "registry_node_get", "registry_book_lock")
    tap.point(0 < asked <= batches * LEVELS < found["entries"] / 2,
              "the log's newest nodes are read once a batch, not once an entry", asked, batches)
    same = ("records", "lines", "complete", "with_gaps", "refused", "units")
    tap.point([trial[n] for n in same] == [found[n] for n in same],
              "the trial said what would happen", trial, found)
    rows = rows_of(work + "/whole.csv")
    tap.point([r["grade"] for r in rows].count("C") == found["refused"] > 0 and
              all(r["rules"] and r["reasons_zh"] and r["reasons_en"] for r in rows
                  if r["grade"] != "A") and not any(r["rules"] for r in rows if r["grade"] == "A"),
              "grades B and C have reasons in both languages, A has none", rows[:3])
    rules = {rule for r in rows for rule in r["rules"].split()}
    tap.point({"LEGACY_OLD_ID", "LEGACY_ASSUMED", "LEGACY_MISSING", "LEGACY_CODE",
               "LEGACY_NO_RIGHT", "SHARES_NOT_ONE"} <= rules, "the register's faults are found",
              rules)
    counts = store.counts()
    tap.point(counts[0] == found["units"] and counts[1] == counts[2] == found["entries"] and
              counts[4] == UNITS, "units, entries and records are in the store", counts, found)
    wrong = store.ask("SELECT count(*) FROM registry_right WHERE lapses_on <> CASE WHEN kind ="
                      " 'seizure' THEN ends_on ELSE '' END OR family = ''")
    tap.point(wrong == 0 and store.ask("SELECT count(*) FROM registry_right WHERE lapses_on <> ''")
              > 0, "a seizure lapses at the end of its term", wrong)
    tap.point(store.verified(), "the store holds")
    code, again, fault = store.bring(files, MAPPING, "--result", work + "/again.csv")
    tap.point(code == 0 and again["entries"] == found["entries"] and store.counts() == counts and
              rows_of(work + "/again.csv") == rows, "the same command again does nothing", again)
    return store, rows, counts


def play_kills(tap, chosen, work, files, rows, counts):
    store = Store(chosen, work)
    first, cut = kill_at(store, files, 600)
    tap.point(cut and 600 <= first < UNITS, "killed in the middle", first)
    second, cut = kill_at(store, files, 2400)
    tap.point(cut and max(first, 2400) <= second < UNITS, "gone on with, and killed again", second)
    code, found, fault = store.bring(files, MAPPING, "--result", work + "/killed.csv")
    tap.point(code == 0 and found["reconciled"], "gone on with to the end", fault, found)
    tap.point(rows_of(work + "/killed.csv") == rows and store.counts() == counts,
              "nothing twice, nothing missing: the same as without a kill", store.counts(), counts)
    tap.point(store.verified(), "the store holds after the kills")


def play_doubles(tap, store, work, counts):
    """Another register of the same units, and a person under another name."""
    files = make_register(work + "/other", 50, 8)
    code, found, fault = store.bring(files, MAPPING, "--result", work + "/other.csv")
    known = [r for r in rows_of(work + "/other.csv") if "LEGACY_UNIT_AGAIN" in r["rules"]]
    tap.point(code == 0 and found["reconciled"] and found["refused"] >= 40 and len(known) >= 40,
              "units that the book has are refused", fault, found)
    units, parties = store.counts()[0], store.counts()[3]
    tap.point(units - counts[0] == found["units"] and parties >= counts[3] and store.verified(),
              "what is refused leaves nothing behind", store.counts(), counts)


def play_broken(tap, store, work, files):
    before = store.counts()
    with open(work + "/broken.yaml", "w", encoding="utf-8") as at:
        at.write(BROKEN)
    code, _, said = store.bring(files[:1], work + "/broken.yaml")
    missing = [f for f in FAULTS if f not in said]
    tap.point(code == 2 and not missing, "a broken mapping is refused with all its faults", missing,
              said)
    with open(MAPPING, encoding="utf-8") as at:
        text = at.read()
    with open(work + "/columns.yaml", "w", encoding="utf-8") as at:
        at.write(text.replace("坐落", "地址").replace("share: 份额", "share: 比例"))
    code, _, said = store.bring(files, work + "/columns.yaml")
    tap.point(code == 1 and "columns" not in said.split(":")[0] and "地址" in said and "比例" in said,
              "columns that the files lack are named, all at once", said)
    code, _, said = store.bring(files[:2])
    tap.point(code == 1 and "4" in said and "2" in said, "a file that is missing is missed", said)
    with open(files[1], "rb") as at, open(work + "/unsorted.csv", "wb") as to:
        rows = at.read().split(b"\r\n")
        to.write(b"\r\n".join([rows[0]] + rows[:0:-1]))
    code, _, said = store.bring([files[0], work + "/unsorted.csv", *files[2:]])
    tap.point(code == 1 and "unsorted.csv" in said, "a joined file out of order is refused", said)
    with open(work + "/orphan.csv", "wb") as to:
        to.write(rows[0] + b"\r\n000000,x,y,z,,,\r\n" + b"\r\n".join(rows[1:]))
    code, found, said = store.bring([files[0], work + "/orphan.csv", *files[2:]], MAPPING,
                                    "--check", "--result", work + "/orphan-result.csv")
    first = rows_of(work + "/orphan-result.csv")[0]
    tap.point(found["records"] == UNITS + 1 and first["rules"] == "LEGACY_ORPHAN" and
              first["file"] == "2", "a line that belongs to no unit is a record of its own", said,
              first)
    tap.point(store.counts() == before, "nothing of this has changed the store")


def main():
    chosen = options(__doc__)
    work = tempfile.mkdtemp(prefix="yichuang-import-")
    tap = Tap()
    try:
        files = make_register(work + "/register")
        store, rows, counts = play_whole(tap, chosen, work, files)
        play_broken(tap, store, work, files)
        play_doubles(tap, store, work, counts)
        play_kills(tap, chosen, work, files, rows, counts)
    finally:
        if not chosen.keep:
            shutil.rmtree(work, ignore_errors=True)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
