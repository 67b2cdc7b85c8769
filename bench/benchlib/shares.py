"""Where the time of a filing goes: by route from the service's debug log, by library from perf."""

import collections
import re
import shutil
import subprocess

LINE = re.compile(r" route=(\S+ \S+) .* us=(\d+) sql=(\d+) ")
SENT = re.compile(r" outbox messages=\d+ take_us=(\d+) send_us=(\d+) apply_us=(\d+) sql=(\d+)")


def by_route(path, filings):
    """Rows (route, calls, ms, statements), each per filing, the longest first."""
    calls = collections.defaultdict(lambda: [0, 0, 0])
    with open(path, encoding="utf-8", errors="replace") as at:
        for line in at:
            for name, us, sql in parts(line):
                calls[name][0] += 1
                calls[name][1] += us
                calls[name][2] += sql
    rows = [(name, n / filings, us / 1000 / filings, sql / filings)
            for name, (n, us, sql) in calls.items()]
    return sorted(rows, key=lambda row: -row[2])


def parts(line):
    found = LINE.search(line)
    if found:
        return [(found.group(1), int(found.group(2)), int(found.group(3)))]
    found = SENT.search(line)
    if found:
        take_us, send_us, apply_us, sql = (int(word) for word in found.groups())
        return [("outbox: taking", take_us, 0), ("outbox: departments answer", send_us, 0),
                ("outbox: applying answers", apply_us, sql)]
    return []


class Profile:
    """perf over one process; empty where perf is missing or forbidden."""

    def __init__(self, pid, path):
        self.path, self.process = path, None
        if shutil.which("perf"):
            self.process = subprocess.Popen(
                ["perf", "record", "-q", "-F", "199", "-p", str(pid), "-o", path],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self, rows=8):
        if not self.process:
            return []
        self.process.send_signal(2)
        self.process.wait(60)
        said = subprocess.run(["perf", "report", "-i", self.path, "--no-children", "--sort", "dso",
                               "-g", "none", "--stdio"], capture_output=True, text=True,
                              errors="replace", check=False).stdout
        found = re.findall(r"^\s*([\d.]+)%\s+(\S+)", said, re.M)
        return [(name, float(share)) for share, name in found][:rows]
