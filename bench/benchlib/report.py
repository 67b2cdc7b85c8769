"""The numbers as docs/bench.md."""

import textwrap

WIDTH = 96
PROGRAMS = {"service": "the service", "postgres": "the database server",
            "sandbox": "the departments", "client": "replay"}
AIM_PLAIN, AIM_SQLITE, AIM_VERIFY = 0.5, 1.0, 1 / 3
AIM_PAGE_BYTES = 150_000
PAGES = {"home": "first page", "guide": "guide of a scene", "follow": "tracking",
         "check": "verification"}


def verdict(ratio, aim):
    return f"{ratio:.2f} ({'met' if ratio >= aim else 'missed'}; aim {aim:.2f})"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return lines + [""]


def paragraph(text):
    return textwrap.wrap(text, WIDTH) + [""]


def ms_each(result, part):
    return f"{result['cpu'].get(part, 0) * 1000 / result['recorded']:.1f}"


def filings(found):
    rows = []
    for name, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
        if name in found:
            r = found[name]
            rows.append([title, f"{r['rate']:.1f}", r["recorded"], r["p50_ms"], r["p99_ms"],
                         ms_each(r, "service"), ms_each(r, "postgres"), ms_each(r, "sandbox"),
                         ms_each(r, "client"), f"{r['others_cpu'] / r['wall']:.2f}"])
    lines = ["## Complete filings per second", ""]
    lines += table(["store", "filings/s", "filings", "p50 ms", "p99 ms", "service ms", "server ms",
                    "departments ms", "client ms", "cores taken by others"], rows)
    return lines + paragraph(
        "The columns in ms after the latencies are processor time per filing, by program: the"
        " service, the database server, the sandbox of thirteen departments, and `replay`, which"
        " plays everybody at the windows. A filing is the whole scene: the unit's first"
        " registration, acceptance, six shares, three reviews, tax, payment, 登簿, certificate,"
        " four hand-overs, issue.")


def ratios(found):
    rows = []
    if "plain" in found and "postgres" in found:
        rows.append(["PostgreSQL beside the same SQL by pgbench", f"{found['postgres']['rate']:.1f}",
                     f"{found['plain']['rate']:.1f}",
                     verdict(found["postgres"]["rate"] / found["plain"]["rate"], AIM_PLAIN)])
        ours = sum(found["postgres"]["cpu"].values()) / found["postgres"]["recorded"]
        theirs = found["plain"]["postgres_cpu"] + found["plain"]["client_cpu"]
        rows.append(["the same as ms of processor time per filing, of all programs",
                     f"{ours * 1000:.1f}", f"{theirs * 1000:.1f}", f"{theirs / ours:.2f}"])
    if "sqlite" in found and "postgres" in found:
        rows.append(["SQLite beside PostgreSQL", f"{found['sqlite']['rate']:.1f}",
                     f"{found['postgres']['rate']:.1f}",
                     verdict(found["sqlite"]["rate"] / found["postgres"]["rate"], AIM_SQLITE)])
    for name, aim in (("verify", AIM_VERIFY), ("track", None)):
        if "reads" in found:
            r = found["reads"][name]
            ratio = r["ours"] / r["nginx"]
            rows.append([f"{name}: reads beside nginx, {r['bytes']} bytes", f"{r['ours']:.0f}",
                         f"{r['nginx']:.0f}", verdict(ratio, aim) if aim else f"{ratio:.2f}"])
    return ["## Beside what", ""] + table(["what", "ours", "the other", "ratio"], rows)


def plain(found):
    if "plain" not in found:
        return []
    p = found["plain"]
    served = found.get("postgres", {}).get("transactions", 0)
    return ["### The same SQL by pgbench", ""] + paragraph(
        f"One filing was traced on PostgreSQL (`--trace`) and made into a script of"
        f" {p['transactions']} transactions and {p['statements']} statements, run by pgbench with"
        f" the same number of clients, prepared (extended protocol, generic plans), on the same"
        f" server, before and after the service. It takes {p['postgres_cpu'] * 1000:.1f} ms of the"
        f" server's processor time per filing and {p['client_cpu'] * 1000:.1f} ms of its own. The"
        f" service under load commits {served:.0f} transactions per filing: there are then more or"
        f" fewer looks of the applicant, and answers come in other groups.") + paragraph(
        "Left out: looks at the outbox that find nothing, signing in, uploading papers, printing"
        " the certificate. Added: one SELECT that makes the ids. Different: bodies of messages keep"
        " the traced ids, and time stands still. pgbench waits for each statement; the service"
        " sends on those whose result nobody waits for.")


def disk(found):
    if "disk" not in found:
        return []
    d = found["disk"]
    return ["### Bare fdatasync", ""] + paragraph(
        f"One appender of 4 KiB blocks: {d['grow']:.0f}/s while the file grows, {d['stay']:.0f}/s"
        " over a file that is there. A filing has some fifteen commits that wait for one another,"
        " so group commit over many filings, and not one sync a step, carries the load.")


def steps(found, name, title):
    if name not in found or "shares" not in found[name]:
        return []
    s = found[name]["shares"]
    whole = sum(row[2] for row in s["routes"]) or 1
    lines = [f"### Where the time goes: {title}", ""]
    lines += table(["step", "calls", "ms waited", "share", "statements"],
                   [[f"`{route}`", f"{calls:.2f}", f"{ms:.1f}", f"{100 * ms / whole:.0f} %",
                     f"{sql:.0f}"] for route, calls, ms, sql in s["routes"][:14]])
    if s["libraries"]:
        lines += ["Processor time of the service by library (perf): " +
                  ", ".join(f"{name} {share:.0f} %" for name, share in s["libraries"]) +
                  ". libsodium is the officers' signing in (Argon2id), once a run.", ""]
    return lines


def pages(found):
    if "pages" not in found:
        return []
    rows = []
    for name, title in PAGES.items():
        ours, theirs = found["pages"][name]["ours"], found["pages"][name]["nginx"]
        rows.append([title, ours["requests"], f"{ours['bytes'] / 1000:.1f}",
                     f"{theirs['bytes'] / 1000:.1f}", ours["usable_ms"], theirs["usable_ms"],
                     f"{ours['usable_ms'] / theirs['usable_ms']:.2f}"])
    first = found["pages"]["home"]["ours"]["bytes"]
    word = "met" if first < AIM_PAGE_BYTES else "missed"
    return ["## Pages on a phone", ""] + table(
        ["page", "requests", "kB over the wire", "nginx kB", "usable after ms", "nginx ms", "ratio"],
        rows) + paragraph(
        f"Empty cache; 1.44 Mbit/s down, 150 ms away, processor four times slower. nginx serves"
        f" the same files with gzip and hands the API's paths on. A citizen's first page takes"
        f" {first / 1000:.1f} kB ({word}; aim under {AIM_PAGE_BYTES / 1000:.0f} kB).")


def bounds(found):
    lines = ["## What bounds each", ""]
    for name, title in (("postgres", "PostgreSQL"), ("sqlite", "SQLite")):
        if name in found:
            r = found[name]
            ours = sum(r["cpu"].values()) / r["wall"]
            idle = max(0.0, found["cores"] - ours - r["others_cpu"] / r["wall"])
            main = max(r["cpu"], key=r["cpu"].get)
            bound = "processor time" if idle < found["cores"] / 10 else "waiting for syncs"
            lines.append(f"- {title}: {bound}. Our programs worked {ours:.2f} of {found['cores']}"
                         f" cores, most of it {PROGRAMS[main]}; others"
                         f" {r['others_cpu'] / r['wall']:.2f}; idle {idle:.2f}.")
    if "reads" in found:
        lines.append("- Reads: processor time; nginx sends a file, the service reads a snapshot of"
                     " the store, checks it and prints JSON. wrk runs on the same cores.")
    return lines + [""]


def sizes(found):
    lines = ["## Size", "", f"- program: {found['binary_bytes'] / 1e6:.1f} MB"]
    for name, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
        if name in found:
            r = found[name]
            lines.append(f"- with {title}: {r['rss_kb'] / 1024:.0f} MiB resident after the run, at"
                         f" most {r['peak_kb'] / 1024:.0f} MiB; {r['store_bytes'] / 1000:.1f} kB of"
                         " store per filing")
    return lines + [""]


def legacy_row(title, f, units, plain):
    """A way of importing, and how much of COPY's speed and processor time it is, where COPY was
    measured."""
    return [title, units, f"{f['wall']:.1f}", f"{units / f['wall']:.0f}",
            f"{f['cpu'] * 1e6 / units:.0f}",
            f"{plain['wall'] / f['wall']:.2f}" if plain else "",
            f"{plain['cpu'] / f['cpu']:.2f}" if plain else "",
            f"{f['peak_kb'] / 1024:.0f}" if "peak_kb" in f else "",
            f"{f['others']:.2f}" if "others" in f else ""]


LEGACY_WAYS = [("COPY of the rows that the import writes", "copy_rows"),
               ("import, PostgreSQL", "postgres"), ("import, SQLite", "sqlite"),
               ("COPY of the files, into bare tables of text", "copy_files")]


def legacy(found):
    if "legacy" not in found:
        return []
    lines = ["## Import of a legacy register", ""]
    rows = []
    for f in found["legacy"]:
        plain = f.get("copy_rows")
        rows += [legacy_row(title, f[way], f["units"], plain)
                 for title, way in LEGACY_WAYS if way in f]
    lines += table(["what", "units", "seconds", "units/s", "µs of processor time per unit",
                    "speed, COPY of the rows = 1", "economy of processor time, COPY = 1",
                    "MiB of the import's own memory", "cores taken by others"], rows)
    beside = [f for f in found["legacy"] if "copy_rows" in f]
    if not beside:
        return lines
    last = beside[-1]
    return lines + paragraph(
        f"A made-up register of four CSV files (`tools/legacy`): {last['units']} units are"
        f" {last['lines']} lines and {last['bytes'] / 1e6:.0f} MB; the import makes"
        f" {last['postgres']['entries']} entries and writes"
        f" {last['copy_rows']['bytes'] / 1e6:.0f} MB of rows. COPY of the rows puts exactly these"
        " into the same tables with all indexes and references, in binary form, on the same server"
        " in the same run: it reads no file of the register, checks nothing, hashes nothing."
        " Processor time is of the program and the server together; psql's own is in COPY's.")


def sections(text):
    """[(title, text)]; the head has no title."""
    parts = ("\n" + text).split("\n## ")
    return [("", parts[0].lstrip("\n"))] + [(p.split("\n", 1)[0], p) for p in parts[1:]]


def keep(path, text, only):
    """The report, or those of its sections that were measured in the place of the old ones."""
    if len(only.split(",")) > 3:
        merged = text
    else:
        with open(path, encoding="utf-8") as at:
            old = sections(at.read())
        new = {title: part for title, part in sections(text)
               if title not in ("", "Size", "What bounds each", "Beside what",
                                "Complete filings per second")}
        kept = [(t, new.pop(t, p)) for t, p in old]
        merged = "\n## ".join(p.rstrip("\n") + "\n" for _, p in kept + list(new.items()))
    with open(path, "w", encoding="utf-8") as at:
        at.write(merged)


def write(found):
    lines = ["# Measured", ""] + paragraph(
        "Written by `bench/run --write`; everything here is from one run on one machine, so the"
        f" ratios count more than the numbers. {found['machine']}; {found['clients']} clients.")
    lines += filings(found) + ratios(found) + plain(found) + disk(found)
    lines += steps(found, "sqlite", "SQLite") + steps(found, "postgres", "PostgreSQL")
    lines += legacy(found) + pages(found) + bounds(found) + sizes(found)
    return "\n".join(lines).rstrip() + "\n"
