#!/usr/bin/env python3
"""Power loss under the embedded store: a file system of its own, shut down under load without
flushing anything (xfs_io shutdown), mounted again, started again. What was acknowledged is there.

Negative control: the same with synchronous=NORMAL must lose something, or the test proves nothing.
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import Away, City, Failed, Promises, Tap, options, wait_for  # noqa: E402

IMAGE_MIB = 400
CLIENTS = 4
CONTROL_TRIES = 5
SYSTEMS = ("ext4", "xfs")
FIRST_NUMBER = 20_000_000


class Disk:
    """A file system in an image, on a loop device."""

    def __init__(self, system):
        self.base = tempfile.mkdtemp(prefix="yichuang-power-")
        self.image, self.dir = self.base + "/image", self.base + "/mounted"
        os.mkdir(self.dir)
        with open(self.image, "wb") as at:
            at.truncate(IMAGE_MIB << 20)
        make = {"ext4": ["mkfs.ext4", "-qF"], "xfs": ["mkfs.xfs", "-qf"]}[system]
        subprocess.run(make + [self.image], check=True, capture_output=True)

    def mount(self):
        subprocess.run(["mount", "-o", "loop", self.image, self.dir], check=True,
                       capture_output=True, text=True)

    def unmount(self):
        def gone():
            return subprocess.run(["umount", self.dir], check=False,
                                  capture_output=True).returncode == 0
        if not wait_for(gone, 10, 0.1):
            raise Failed("the file system stays busy")

    def cut(self):
        """The power goes: nothing that waits in memory is written any more."""
        subprocess.run(["xfs_io", "-x", "-c", "shutdown", self.dir], check=True,
                       capture_output=True)

    def close(self):
        subprocess.run(["umount", "-l", self.dir], check=False, capture_output=True)
        shutil.rmtree(self.base, ignore_errors=True)


def why_not():
    """Why this machine cannot do it; None when it can."""
    for tool in ("xfs_io", "mkfs.ext4", "mkfs.xfs"):
        if not shutil.which(tool):
            return f"{tool} is missing"
    disk = None
    try:
        disk = Disk("ext4")
        disk.mount()
        disk.unmount()
        return None
    except (OSError, Failed, subprocess.SubprocessError) as fault:
        return f"no loop device can be mounted: {getattr(fault, 'stderr', '') or fault}"
    finally:
        if disk:
            disk.close()


class Trial:
    """One file system and one store through several cuts."""

    def __init__(self, chosen, system, dice, synchronous=None):
        self.dice, self.disk = dice, Disk(system)
        self.disk.mount()
        environment = {"YICHUANG_TEST_SYNCHRONOUS": synchronous} if synchronous else None
        self.city = City(chosen.build, data=self.disk.dir + "/data", environment=environment)
        self.first, self.acknowledged = FIRST_NUMBER, 0

    def start(self):
        self.city.start()
        return self

    def close(self, tap):
        self.city.close(tap)
        self.disk.close()

    def cut_once(self):
        """Load, cut, start. Returns what was lost; the store may not even open."""
        self.first += 1_000_000
        loads = [Promises(self.city.officer("admin"), self.first + i * 100_000)
                 for i in range(CLIENTS)]
        for load in loads:
            load.start()
        wanted = self.dice.randrange(20, 120)
        if not wait_for(lambda: sum(len(p.kept) for p in loads) >= wanted, 60, 0.005):
            raise Failed(f"no load: {self.city.tail()}")
        self.disk.cut()
        for load in loads:
            load.ending.set()
        self.city.kill()
        for load in loads:
            load.end()
        self.acknowledged += sum(len(p.kept) for p in loads)
        self.disk.unmount()
        self.disk.mount()
        try:
            self.city.start_service()
            auditor = self.city.officer("auditor")
            return [u for p in loads for u in p.lost(auditor)]
        except Failed as fault:
            return [f"does not start: {fault}"]

    def is_test_build(self):
        status, _ = self.city.officer("auditor").call("POST", "/test/clock", {"now_ms": 0})
        return status == 200


def cuts(tap, chosen, dice, system, count):
    trial = Trial(chosen, system, dice)
    try:
        trial.start()
        for number in range(1, count + 1):
            lost = trial.cut_once()
            clean, found = trial.city.verify()
            tap.ok(not lost and clean, f"{system}, cut {number}: all {trial.acknowledged}"
                   " acknowledged are there, verify is clean", lost, found, trial.city.tail())
    finally:
        trial.close(tap)


def control(tap, chosen, dice):
    """Without the sync at commit the same cut must lose what was acknowledged."""
    name = "negative control: synchronous=NORMAL loses acknowledged commits"
    losses = 0
    for number in range(1, CONTROL_TRIES + 1):
        trial = Trial(chosen, "ext4", dice, "NORMAL")
        try:
            trial.start()
            if not trial.is_test_build():
                tap.skip(name, "a release does not let it be set; use --build of a test build")
                return
            losses += bool(trial.cut_once())
        finally:
            trial.close(tap)
        if losses:
            tap.ok(True, f"{name}: {losses} of {number} tries")
            return
    tap.skip(name, f"inconclusive: no loss in {CONTROL_TRIES} tries")


def main():
    chosen = options(__doc__, cycles=10)
    tap, dice = Tap(), random.Random(chosen.seed)
    reason = why_not()
    if reason:
        tap.skip("power loss", reason)
        return tap.end()
    try:
        for i, system in enumerate(SYSTEMS):
            cuts(tap, chosen, dice, system, (chosen.cycles + 1 - i) // len(SYSTEMS))
        control(tap, chosen, dice)
    except (Away, Failed, OSError, subprocess.SubprocessError) as fault:
        tap.ok(False, f"the test ran to its end: {type(fault).__name__}", fault)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
