#!/usr/bin/env python3
"""Reporting by command: `yichuang report` writes a day out as files, which an independent XML reader
(Python's expat) finds to be what the book and the log say; `yichuang message read` reads each back;
nothing is written twice, and a message found faulty by ourselves stays here.

    test/report.py [--build DIR]    prints TAP"""

import datetime
import glob
import json
import os
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True

from kit import City, Registry, Tap, options  # noqa: E402

REGION = "640104"
HOMES = 3


def run(city, *words):
    words = city.town.fill([*words, "--store", "{store}", "--dir", "{dir}"])
    done = subprocess.run([city.town.build + "/yichuang", *words], capture_output=True, text=True,
                          errors="replace", check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def report(city, day):
    status, out, complaint = run(city, "report", "--day", day, "--json")
    try:
        return status, json.loads(out)[REGION], complaint
    except (ValueError, KeyError):
        return status, {}, out + complaint


def read_files(city, day):
    files = {}
    for path in glob.glob(os.path.join(city.dir, "**", "report", REGION, day, "*.xml"),
                          recursive=True):
        files[os.path.basename(path)] = (path, ElementTree.parse(path).getroot())
    return files


def main():
    chosen = options(__doc__)
    tap, city = Tap(), City(chosen)
    try:
        registry = Registry(city)
        for _ in range(HOMES):
            registry.home()
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
        day = today.date().isoformat()
        check_first(tap, city, day)
        check_files(tap, city, day)
        check_again(tap, city, day)
        check_faulty(tap, city, day)
    finally:
        faults = city.close()
    tap.point(not faults, "everything ended well", *faults)
    return tap.end()


def check_first(tap, city, day):
    status, made, complaint = report(city, day)
    tap.point(status == 0 and made.get("entries") == HOMES == made.get("messages"),
              "every entry of the day has its message", status, complaint, str(made)[:300])
    tap.point(made.get("reconciles") is True and made.get("faulty") == 0,
              "messages and book agree, and none is faulty")
    tap.point(made.get("state") == "open" and made.get("log") == "",
              "the day is not over: it has no log yet")


def check_files(tap, city, day):
    files = read_files(city, day)
    short = day[2:].replace("-", "")
    wanted = {f"Biz{REGION}{short}{n:06}.xml" for n in range(1, HOMES + 1)}
    tap.point(set(files) == wanted, "one file each, by its number", sorted(files))
    good = all(root.tag == "Message" and [part.tag for part in root] == ["Head", "Data"]
               and root.findtext("Head/RecType") == "1000402"
               and name == f"Biz{root.findtext('Head/BizMsgID')}.xml"
               and root.find("Data/QLT_FW_FDCQ_YZ").get("JZMJ") == "89.00"
               and root.find("Data/ZTT_GY_QLR").get("QLRMC") == "张示范"
               for name, (_, root) in files.items())
    tap.point(good and files, "an independent reader finds what the book says")
    for name, (path, _) in sorted(files.items()):
        status, out, complaint = run(city, "message", "read", path, "--json")
        told = json.loads(out) if status == 0 else {}
        tap.point(status == 0 and told.get("round_trip") and told.get("clean"),
                  f"{name} is read back, without a fault", complaint, out[:500])


def check_again(tap, city, day):
    status, again, complaint = report(city, day)
    lines = again.get("lines", [])
    tap.point(status == 0 and len(lines) == HOMES and
              all(line["tries"] == 1 for line in lines if line["state"] in ("sent", "accepted")),
              "what was sent is not made again", complaint, str(lines)[:300])


def check_faulty(tap, city, day):
    """The region's authority loses its code: RegOrgID is empty, and the next entry stays here."""
    path = city.town.fill(["{store}"])[0].removeprefix("sqlite:")
    with sqlite3.connect(path) as store:
        store.execute("UPDATE place_region SET authority_code = ''")
        store.execute("UPDATE report_message SET state = 'rejected' WHERE entry = 1")
    store.close()
    status, made, _ = report(city, day)
    tap.point(status == 1 and made.get("faulty") == 1, "a faulty message is told by the exit status",
              status, str(made)[:300])
    line = made.get("lines", [{}])[0]
    tap.point(line.get("state") == "faulty" and line.get("stops", 0) > 0 and line.get("tries") == 2,
              "it is kept with its faults, and not sent", str(line))


if __name__ == "__main__":
    sys.exit(main())
