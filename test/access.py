#!/usr/bin/env python3
"""Who reads whose record (I20): many officers read at once, among answers that are no reads; there
are as many rows as such answers, numbered without gaps, and `yichuang verify` finds nothing. Where
the row cannot be written there is no answer.

    test/access.py [--build DIR] [--store sqlite|ADDRESS] [--reads N]    prints TAP"""

import collections
import random
import sqlite3
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

from kit import REGION, City, Registry, Tap, at_once, options  # noqa: E402

OFFICERS = ("clerk-1", "reviewer-registry", "manager-1", "auditor")
PSQL = "/usr/lib/postgresql/15/bin/psql"


def draw(number, known):
    """One request by its number: (path, whether its answer is a person's record)."""
    unit, filing, certificate = known["unit"], known["filing"], known["certificate"]
    ways = [
        (f"/registry/units/{unit}", True), (f"/registry/units/{unit}/history", True),
        (f"/registry/units/{unit}/entries/{known['entry']}", True),
        (f"/registry/units/{unit}?purpose=filing:{filing}", True),
        (f"/filings/{filing}", True), (f"/filings/{filing}/bill", True),
        (f"/filings/{filing}/certificates", True), (f"/filings/{filing}/notices", True),
        (f"/filings/{filing}/registry", True), (f"/filings?region={REGION}", True),
        (f"/tasks?region={REGION}", True), (f"/papers/{known['paper']}?region={REGION}", True),
        (f"/certificates/{certificate}/pdf", True), (f"/registry/search?unit={unit}", True),
        (f"/registry/units/{unit}?purpose=nothing", True), (f"/registry/units/{unit[:-1]}9", True),
        (f"/verify/{certificate}", False), ("/scenes", False), ("/reasons", False),
        ("/staff/changes", False), (f"/units/{unit}/lineage", False),
    ]
    return random.Random(number).choice(ways)


def closed_sale(city, registry):
    home = registry.home()
    filing, order = registry.ready_sale(home)
    city.pay(order)
    registry.settled(filing)
    certificate = registry.clerk_1.wait(
        f"/filings/{filing}/certificates",
        lambda reply: next((c["certificate"] for c in reply["certificates"]), None))
    page = registry.clerk_1.must("GET", f"/registry/units/{home['unit']}")
    registry.clerk_1.must("GET", f"/certificates/{certificate}/pdf")
    registry.quiet()
    return {"unit": home["unit"], "filing": filing, "certificate": certificate,
            "paper": registry.form, "entry": page["rights"][0]["entry_made"]}


def tally(auditor):
    return {name: auditor.must("GET", f"/access?reader={name}&region={REGION}")["reads"]
            for name in OFFICERS}


def read_all(city, known, count):
    """Four officers on two connections each: how many answers each had that are reads; all
    statuses."""
    reads, statuses, lock = collections.Counter(), collections.Counter(), threading.Lock()

    def work(name, client, numbers):
        for number in numbers:
            path, is_read = draw(number, known)
            status = client.call("GET", path)[0]
            with lock:
                statuses[status] += 1
                reads[name] += is_read and status == 200

    works = []
    for at, name in enumerate(OFFICERS):
        client = city.client(name)
        for half in range(2):
            numbers = range(2 * at + half, count, 2 * len(OFFICERS))
            works.append(lambda n=name, c=client.twin() if half else client, k=numbers:
                         work(n, c, k))
    faults = [f for f in at_once(works) if isinstance(f, Exception)]
    return reads, statuses, faults


def alter(city, on):
    """No access row can be written from here on, or again."""
    store = city.town.fill(["{store}"])[0]
    if city.is_sqlite:
        db = sqlite3.connect(store.removeprefix("sqlite:"), timeout=30)
        db.execute("CREATE TRIGGER no_access BEFORE INSERT ON access_row BEGIN"
                   " SELECT RAISE(ABORT, 'no'); END" if on else "DROP TRIGGER no_access")
        db.commit()
        db.close()
        return
    subprocess.run([PSQL, store, "-qc", "ALTER TABLE access_row " + (
        "ADD CONSTRAINT no_access CHECK (number < 0) NOT VALID" if on else
        "DROP CONSTRAINT no_access")], check=True, timeout=60)


def check_refusal(tap, city, known):
    clerk, auditor = city.client("clerk-1"), city.client("auditor")
    paths = (f"/registry/units/{known['unit']}", f"/filings/{known['filing']}", "/tasks",
             f"/papers/{known['paper']}?region={REGION}",
             f"/certificates/{known['certificate']}/pdf")
    before = tally(auditor)
    alter(city, True)
    replies = [clerk.call("GET", path) for path in paths]
    others = clerk.call("GET", "/reasons")[0]
    alter(city, False)
    tap.point(all(status == 500 and set(reply) <= {"type", "title", "status", "instance",
                                                   "request", "findings"}
                  for status, reply in replies),
              "what cannot be written down is not answered, and nothing of it leaks", replies)
    tap.point(others == 200, "what is nobody's record is", others)
    tap.point(tally(auditor) == before, "and it counts as no read", before, tally(auditor))
    tap.point(clerk.call("GET", paths[0])[0] == 200, "it heals by itself")


def main():
    chosen = options(__doc__, reads=(1000, "how many requests"))
    tap, city = Tap(), City(chosen)
    try:
        registry = Registry(city)
        known = closed_sale(city, registry)
        auditor = city.client("auditor")
        before = tally(auditor)
        reads, statuses, faults = read_all(city, known, chosen.reads)
        after = tally(auditor)
        tap.point(not faults and set(statuses) == {200, 400, 403, 404},
                  f"{chosen.reads} requests are answered: {dict(statuses)}", faults, statuses)
        grown = {name: after[name] - before[name] for name in OFFICERS}
        tap.point(grown == dict(reads) and sum(reads.values()) > chosen.reads // 3,
                  f"{sum(reads.values())} reads are as many access rows", grown, dict(reads))
        check_refusal(tap, city, known)
        status, said = city.verify()
        tap.point(status == 0, "yichuang verify finds nothing", said)
    finally:
        faults = city.close()
    tap.point(not faults, "the town closes", *faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
