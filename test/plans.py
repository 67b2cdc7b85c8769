#!/usr/bin/env python3
"""test/plans.py: no statement that a request runs may read a whole table, and no check of the whole
store may read one again for each of its rows. Each statement is planned by SQLite on the empty
schema with its parameters unbound, as the program prepares it; a plan that scans, or searches by
region alone, is a failure unless the statement is named below with its reason. A check may do so in
its outermost loop, once."""

import glob
import os
import re
import sqlite3
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ALLOWED = {
    "exchange_departments": "fourteen rows, read at start",
    "place_regions": "a city's regions, read at start",
    "place_offices": "a city's offices, read at start",
    "registry_book_next": "region is the whole key",
    "registry_book_size": "region is the whole key",
    "registry_book_lock": "region is the whole key",
    "registry_book_set": "region is the whole key",
    "registry_homes": "region is the whole key of the book; homes come by document",
    "registry_units_known": "what is scanned are the sixty codes asked for",
    "party_known": "what is scanned are the sixty documents asked for",
    "registry_sm3_get": "region is the whole key",
    "registry_cosignature_newest": "the last one by the key",
    "setup_code_get": "one row at most, and none once there is a city",
    "setup_code_wrong": "the same row",
    "setup_code_use": "the same row",
    "staff_session_sweep": "sessions of one region, at sign-in",
    "filing_list": "newest first, with a limit",
    "access_reads": "one row a reader, for the auditor",
    "money_statement": "one day's reconciliation",
}


def statements():
    for path in sorted(glob.glob(os.path.join(ROOT, "src/**/*.sql"), recursive=True)):
        name, body = None, ""
        for row in open(path, encoding="utf-8"):
            begin = re.match(r"-- ([a-z0-9_]+):", row)
            if begin:
                name, body = begin.group(1), ""
            elif not row.startswith("--"):
                body += row
                if row.rstrip().endswith(";"):
                    yield name, body


def reads_all(row):
    return row.startswith("SCAN") or re.search(r"\(region=\?\)( LEFT-JOIN)?$", row)


def inner(plan):
    """What is read for each row of another loop: the loops after the first of their query, and
    those of a query that depends on it."""
    depends, begun, rows = set(), set(), []
    for number, parent, _, row in plan:
        if row.startswith("CORRELATED") or parent in depends:
            depends.add(number)
        if row.startswith(("SCAN", "SEARCH")):
            if parent in begun or parent in depends:
                rows.append(row)
            begun.add(parent)
    return rows


def faults(store, name, body):
    count = max([int(n) for n in re.findall(r"\$(\d+)", body)] or [0])
    plan = store.execute("EXPLAIN QUERY PLAN " + re.sub(r"\$(\d+)", r"?\1", body),
                         [None] * count).fetchall()
    rows = inner(plan) if "_check_" in name else [row[3] for row in plan]
    return [row for row in rows if reads_all(row)]


def main():
    store = sqlite3.connect(":memory:")
    for path in sorted(glob.glob(os.path.join(ROOT, "schema/*.sql"))):
        store.executescript(open(path, encoding="utf-8").read())
    checked = list(statements())
    print(f"1..{len(checked)}")
    failed = 0
    for number, (name, body) in enumerate(checked, 1):
        found = faults(store, name, body)
        good = not found or name in ALLOWED
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {name}")
        for row in found if not good else []:
            print(f"# {row}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
