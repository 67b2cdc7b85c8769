#!/usr/bin/env python3
"""A disk that is full, and a disk whose sync fails, under the embedded store.

Full: writes are refused with 507, and reads of a person's record, which must be written down; other
reads go on, and all heals by itself when there is room again. A failed sync: the first one stops
writing with 503 E_STOPPED until the next start; reads of nobody's record go on, and what was
acknowledged is there.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import (PICTURE, Away, City, Failed, Promises, Tap, options, person,  # noqa: E402
                 unit_body, unit_code, wait_for)

DISK_MIB = 64
HEAL_SECONDS = 10
FIRST_NUMBER = 5_000_000
SHIM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fsync_fail.c")


class Disk:
    """A small tmpfs; None of `mounted` where the machine does not let us."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="yichuang-disk-")
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs",
                               self.dir], capture_output=True, text=True, check=False)
        self.mounted, self.reason = done.returncode == 0, done.stderr.strip()

    def fill(self):
        with open(self.dir + "/filler", "ab", buffering=0) as at:
            for size in (1 << 20, 4096):
                try:
                    while True:
                        at.write(b"\0" * size)
                except OSError:
                    continue

    def clear(self):
        os.unlink(self.dir + "/filler")

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.dir], check=False)
        os.rmdir(self.dir)


class Writer:
    """Single writes, and what they are answered."""

    def __init__(self, city):
        self.admin = city.officer("admin")
        self.number = FIRST_NUMBER
        self.kept = []

    def write(self):
        """(status, reply) of one new unit."""
        self.number += 1
        unit = unit_code(self.number)
        status, reply = self.admin.call("POST", "/registry/units",
                                        unit_body(unit, person(self.number)))
        if status == 201:
            self.kept.append(unit)
        return status, reply

    def until(self, wanted, seconds):
        """Writes until one is answered so; returns the last status."""
        until = time.monotonic() + seconds
        status, _ = self.write()
        while status != wanted and time.monotonic() < until:
            status, _ = self.write()
        return status

    def kept_still(self):
        """Whether all are there, by what is nobody's record."""
        return all(self.admin.patiently(f"/units/{u}/lineage")[0] == 200 for u in self.kept)

    def missing(self):
        return [u for u in self.kept
                if self.admin.patiently("/registry/units/" + u)[0] != 200]


READS = 20  # of one record while there is no room


def store_state(city):
    return city.health()[1].get("store")


def full_disk(tap, chosen):
    disk = Disk()
    if not disk.mounted:
        tap.skip("full disk", f"no tmpfs can be mounted: {disk.reason}")
        disk.close()
        return
    city = City(chosen.build, data=disk.dir + "/data")
    try:
        city.start()
        writer, clerk = Writer(city), city.officer("clerk-1")
        for _ in range(50):
            writer.write()
        disk.fill()
        status = writer.until(507, 30)
        tap.ok(status == 507, "writes are refused with 507 when the disk is full", status)
        tap.ok(store_state(city) == "full", "and /health says so", city.health())
        tap.ok(writer.kept_still(), "reads of nobody's record go on")
        # A row is small: it may still fit where an entry does not.
        reads = [clerk.call("GET", "/registry/units/" + writer.kept[0])[0] for _ in range(READS)]
        tap.ok(set(reads) <= {200, 507}, "a person's record is shown or refused with 507", reads)
        status, reply = clerk.call("POST", "/papers?region=640104", PICTURE)
        tap.ok(status == 507, "a paper is refused with 507 as well", status, reply)
        service = city.service.pid
        disk.clear()
        status = writer.until(201, HEAL_SECONDS)
        tap.ok(status == 201 and store_state(city) == "open" and city.service.poll() is None,
               "it heals without a restart when there is room", status, service, city.tail())
        auditor = city.officer("auditor")
        _, seen = auditor.call("GET", f"/access?subject={writer.kept[0]}")
        shown = sum(row["reader_name"] == "示范受理一" for row in seen["rows"])
        tap.ok(shown == reads.count(200), "and what was shown is written down", shown, reads)
        clean, found = city.verify()
        tap.ok(clean and not writer.missing(), f"all {len(writer.kept)} are there, verify is clean",
               found)
    finally:
        city.close(tap)
        disk.close()


def build_shim(directory):
    path = directory + "/fsync_fail.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-D_GNU_SOURCE", "-o",
                    path, SHIM, "-ldl"], check=True)
    return path


def failing_sync(tap, chosen):
    directory = tempfile.mkdtemp(prefix="yichuang-sync-")
    when, noted = directory + "/fail", directory + "/noted"
    asan = os.environ.get("ASAN_OPTIONS", "")
    city = City(chosen.build, environment={
        "LD_PRELOAD": build_shim(directory), "FSYNC_FAIL_WHEN": when, "FSYNC_FAIL_NOTED": noted,
        "ASAN_OPTIONS": f"{asan}:verify_asan_link_order=0".lstrip(":")})
    try:
        city.start()
        promises = [Promises(city.officer("admin"), FIRST_NUMBER * (i + 1)) for i in range(3)]
        writer = Writer(city)
        for p in promises:
            p.start()
        wait_for(lambda: sum(len(p.kept) for p in promises) > 30, 30)
        open(when, "w", encoding="ascii").close()
        stopped = wait_for(lambda: store_state(city) == "stopped", 10)
        fired = os.path.getsize(noted) if os.path.exists(noted) else 0
        tap.note(f"syncs failed: asked 1, fired {fired}")
        tap.ok(stopped and fired > 0, "the first failed sync stops writing", city.health(), fired)
        os.unlink(when)
        check_stopped(tap, city, writer, next(iter(promises[0].kept)))
        for p in promises:
            p.ending.set()
        city.stop_service()
        city.start_service()
        check_restarted(tap, city, promises)
    finally:
        city.close(tap)
        shutil.rmtree(directory, ignore_errors=True)


def check_stopped(tap, city, writer, unit):
    """The disk is well again, but nobody knows what it holds."""
    answers = [writer.write() for _ in range(5)]
    tap.ok(all(s == 503 and r["type"].endswith("E_STOPPED") for s, r in answers),
           "writes are answered 503 E_STOPPED until the next start", *answers)
    status, _ = writer.admin.call("GET", f"/units/{unit}/lineage")
    tap.ok(status == 200, "reads of nobody's record go on", status)
    status, _ = writer.admin.call("GET", "/registry/units/" + unit)
    tap.ok(status == 503, "a person's record, whose reading cannot be written down, is refused",
           status)
    tap.ok(store_state(city) == "stopped", "it does not heal by itself", city.health())


def check_restarted(tap, city, promises):
    auditor = city.officer("auditor")
    lost = [unit for p in promises for unit in p.lost(auditor)]
    kept = sum(len(p.kept) for p in promises)
    tap.ok(not lost and kept > 30, f"after a restart all {kept} acknowledged are there", lost)
    status, reply = Writer(city).write()
    tap.ok(status == 201, "and writing goes on", status, reply)
    clean, found = city.verify()
    tap.ok(clean, "verify is clean", found)


def main():
    chosen = options(__doc__)
    tap = Tap()
    for test in (full_disk, failing_sync):
        try:
            test(tap, chosen)
        except (Away, Failed, OSError, subprocess.SubprocessError) as fault:
            tap.ok(False, f"{test.__name__} ran to its end: {type(fault).__name__}", fault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
