"""Import of a made-up legacy register, beside PostgreSQL COPY of the same bytes."""

import json
import os
import subprocess
import sys
import time

from . import machine

NAMES = ("units", "holders", "mortgages", "seizures")
# What an import writes, what is referred to first.
TABLES = ("party", "registry_unit", "registry_right", "registry_holder", "registry_entry",
          "registry_node", "legacy_record")
REGION = "640104"


def make_register(root, folder, units):
    made = json.loads(machine.output([root + "/tools/legacy", folder, "--units", str(units)]))
    files = [f"{folder}/{name}.csv" for name in NAMES]
    return files, made["lines"], sum(os.path.getsize(f) for f in files)


def run(words, server):
    """Seconds, processor seconds of the command and of the server, and its greatest memory."""
    before = machine.tree_cpu_seconds(server.pid) if server else 0.0
    busy, start = machine.busy_seconds(), time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak, own = 0, 0.0
    while process.poll() is None:
        try:
            peak = max(peak, machine.memory_kb(process.pid, "RssAnon"))
            own = max(own, machine.cpu_seconds(process.pid))
        except OSError:
            pass
        time.sleep(0.05)
    wall = time.monotonic() - start
    said, fault = process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"{words[0]} {words[1]}: {fault[-800:]}")
    theirs = machine.tree_cpu_seconds(server.pid) - before if server else 0.0
    return {"wall": wall, "cpu": own + theirs, "own_cpu": own, "server_cpu": theirs,
            "peak_kb": peak, "others": (machine.busy_seconds() - busy - own - theirs) / wall,
            "said": said}


def bring(root, build, store, folder, files, server=None):
    place = ["--store", store, "--dir", folder + "/var"]
    machine.output([build + "/yichuang", "init", "--demo", *place])
    found = run([build + "/yichuang", "import", *files, "--mapping",
                 root + "/data/mapping/legacy.yaml", "--region", REGION, "--json", *place], server)
    found.update(json.loads(found.pop("said")))
    if not found["reconciled"]:
        raise RuntimeError("the totals of the import do not agree")
    return found


def copy_file(server, name, text):
    """One COPY as its own run; the server reads and writes the files."""
    return run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-1", "-d", server.address(name), "-c",
                text], server)


def add(parts):
    return {key: sum(p[key] for p in parts) for key in ("wall", "cpu")}


def copy_files(server, files):
    """The bytes of the register, into tables of text without an index."""
    server.database("plain_files")
    parts = []
    for path, encoding in zip(files, ("UTF8", "GB18030", "UTF8", "GB18030")):
        with open(path, "rb") as at:
            columns = at.readline().count(b",") + 1
        name = os.path.basename(path)[:-4]
        server.ask("plain_files", f"CREATE TABLE {name} ("
                   + ", ".join(f"c{i} TEXT" for i in range(columns)) + ")")
        parts.append(run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d",
                          server.address("plain_files"), "-c",
                          f"\\copy {name} FROM '{path}' (FORMAT csv, HEADER, ENCODING "
                          f"'{encoding}')"], server))
    return add(parts)


def copy_rows(root, build, server, folder):
    """The bytes of the rows that the import wrote, into the same tables with their indexes and
    references: what no loader of these rows can undercut."""
    out = folder + "/rows"
    os.makedirs(out)
    os.chmod(out, 0o777)
    store = server.database("plain_rows")
    machine.output([build + "/yichuang", "init", "--demo", "--store", store, "--dir",
                    folder + "/var-rows"])
    parts, total = [], 0
    for name in TABLES:
        machine.output(["psql", "-qX", "-d", server.address("legacy"), "-c",
                        f"\\copy {name} TO '{out}/{name}' (FORMAT binary)"])
        total += os.path.getsize(f"{out}/{name}")
        parts.append(run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", store, "-c",
                          f"\\copy {name} FROM '{out}/{name}' (FORMAT binary)"], server))
        os.unlink(f"{out}/{name}")
    return {**add(parts), "bytes": total}


def measure(root, build, folder, server, units):
    """`server` None: SQLite alone."""
    os.makedirs(folder)
    os.chmod(folder, 0o755)
    files, lines, size = make_register(root, folder + "/register", units)
    found = {"units": units, "lines": lines, "bytes": size}
    print(f"    {lines} lines", file=sys.stderr, flush=True)
    found["sqlite"] = bring(root, build, f"sqlite:{folder}/store.db", folder, files)
    found["sqlite"]["store_bytes"] = os.path.getsize(folder + "/store.db")
    for name in ("store.db", "store.db-wal"):
        if os.path.exists(f"{folder}/{name}"):
            os.unlink(f"{folder}/{name}")
    if server is None:
        return found
    found["postgres"] = bring(root, build, server.database("legacy"), folder + "/pg-side", files,
                              server)
    found["copy_files"] = copy_files(server, files)
    found["copy_rows"] = copy_rows(root, build, server, folder)
    for name in ("legacy", "plain_files", "plain_rows"):
        server.ask("yichuang", f"DROP DATABASE {name}")
    return found
