"""What the machine gives without any program of ours, and what a process took of it."""

import os
import platform
import resource
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
BLOCK = 4096


def cpu_seconds(pid):
    """User and system time of a process and of its ended children, in seconds; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as at:
            fields = at.read().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(int(f) for f in fields[11:15]) / TICKS


def tree_cpu_seconds(pid):
    """The same for a process and all its living descendants."""
    total = cpu_seconds(pid)
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return total
    for task in tasks:
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as at:
            total += sum(tree_cpu_seconds(int(child)) for child in at.read().split())
    return total


def children_seconds():
    """What our own ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def busy_seconds():
    """What all cores together have worked since start, for everybody."""
    with open("/proc/stat", encoding="ascii") as at:
        fields = [int(f) for f in at.readline().split()[1:]]
    return (sum(fields[:8]) - fields[3] - fields[4]) / TICKS


def memory_kb(pid, name):
    """VmRSS or VmHWM, in kB."""
    with open(f"/proc/{pid}/status", encoding="ascii") as at:
        for row in at:
            if row.startswith(name + ":"):
                return int(row.split()[1])
    return 0


def sync_rate(folder, seconds, grow):
    """fdatasync per second of one appender; without `grow` it writes over a file that is there."""
    path = os.path.join(folder, "sync")
    block = os.urandom(BLOCK)
    room = 1024
    fd = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        if not grow:
            os.write(fd, block * room)
            os.fsync(fd)
        count, began = 0, time.monotonic()
        while time.monotonic() - began < seconds:
            os.pwrite(fd, block, (count if grow else count % room) * BLOCK)
            os.fdatasync(fd)
            count += 1
        return count / (time.monotonic() - began)
    finally:
        os.close(fd)
        os.unlink(path)


def describe():
    model = platform.processor() or platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as at:
        for row in at:
            if row.startswith("model name"):
                model = row.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo", encoding="ascii") as at:
        memory = int(at.readline().split()[1]) // 1024 // 1024
    return f"{os.cpu_count()} cores ({model}), {memory} GiB, Linux {platform.release()}"


def output(words, **more):
    """What a program says on stdout; its stderr is shown when it fails."""
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False,
                          **more)
    if done.returncode != 0:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
