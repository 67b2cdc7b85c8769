#!/usr/bin/env python3
"""A town for the journeys in the browser: the service, the sandbox of departments and a fresh store.

    test/browser/town.py --build build/debug [--store URL of a PostgreSQL]

Prints one line of JSON when it is ready ({"url", "sandbox", "dir"}). Then it reads words from its
input: `restart` stops the service politely and starts it, `kill` does so at once, `stop` and `start`
do one of both, `rules FILE` restarts it with the city's own rules of
that file, `empty` puts a store without a city in its place (the answer has the setup "code");
each is answered by a line. At the end of its input it stops everything, checks the whole store with
`yichuang verify` and says what did not end well in a last line {"faults": [...]}."""

import argparse
import json
import os
import signal
import sys

sys.dont_write_bytecode = True
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tools"))
from flowlib.town import Failed, Seed, Town  # noqa: E402


def say(**words):
    print(json.dumps(words, ensure_ascii=False), flush=True)


def serve(town):
    say(url=f"http://127.0.0.1:{town.port}", sandbox=f"http://127.0.0.1:{town.sandbox_port}",
        dir=town.dir)
    for word in sys.stdin:
        word = word.strip()
        if word.startswith("rules "):
            town.settings["rules"] = os.path.join(ROOT, word.split(" ", 1)[1])
            town.restart(True)
        elif word in ("restart", "kill"):
            town.restart(word == "restart")
        elif word == "stop":
            town.stop("yichuang")
        elif word == "start":
            town.start_service()
        elif word == "empty":
            say(done=word, code=town.empty())
            continue
        say(done=word)


def end(town):
    faults = []
    try:
        town.verify()
    except Failed as fault:
        faults.append(str(fault))
    return faults + town.close(False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", default="build/debug")
    parser.add_argument("--store", default="sqlite")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seed = Seed(os.path.join(ROOT, chosen.build), None if chosen.store == "sqlite" else chosen.store)
    faults = []
    try:
        town = Town(seed)
        try:
            town.start()
            serve(town)
        except Failed as fault:
            faults = [str(fault)] + town.tail()
        finally:
            faults += end(town)
    finally:
        seed.close()
    say(faults=faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
