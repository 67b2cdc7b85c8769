#!/usr/bin/env python3
"""Every department with every fault: no filing is lost, each can be ended by the manual path, the
hand-over never holds the registry up, the backlog drains, and nothing happens twice.

Each mode gets a city of its own, where all departments fail in that way at once; several cities run
side by side. A cell is one department under one mode: it counts only when the sandbox saw the
fault fire. --all is the whole matrix; without it three modes are left out that are nearly another.
"""
import concurrent.futures
import os
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kit import (Away, City, Cluster, Failed, PICTURE, Tap, options, party,  # noqa: E402
                 person, unit_body, unit_code, wait_for)

# Modes in which the right answer comes after all, by itself. In all others it does not.
ANSWERED = ("late", "duplicate", "out_of_order")
SILENT = ("refused", "connect_hang", "read_hang", "drip", "reset", "500", "429", "truncated",
          "wrong_type", "bad_signature", "replay", "expired")
LEFT_OUT = ("drip", "429", "truncated")  # drip is read_hang, 429 is 500, truncated is wrong_type
CALLBACKS = ("bad_signature", "replay", "expired", "late", "duplicate", "out_of_order")
ASKED = ("housing", "police", "civil", "tax", "court", "finance")
OWED = ("post", "water", "power", "heating")
EFFECT_ONLY = ("sms",) + OWED
NO_EFFECT_MODES = ("duplicate", "out_of_order")  # they fit questions and payments only
FIRE_SECONDS, DRAIN_SECONDS, STEP_SECONDS = 30, 90, 40
PRICE_FEN, AREA_CM2 = 150000000, 880000
BANK = {"name": "示范银行", "document_kind": "uscc", "kind": "organisation"}


def uscc(number):
    """GB 32100-2015, of an organisation that is nobody."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    org = f"{number:08}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = (11 - sum(int(c) * w for c, w in zip(org, weights)) % 11) % 11
    first17 = "91640100" + org + ("X" if rest == 10 else str(rest))
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return first17 + letters[(31 - total % 31) % 31]


class Filing:
    """One application, and what is true about it."""

    def __init__(self, number, scene):
        self.number, self.scene, self.id = number, scene, None
        self.unit, self.seller = unit_code(number), person(number)
        self.buyer = person(number + 1)
        self.contract = f"HT{number:010}"
        self.bank = {**BANK, "document_number": uscc(number)}

    def facts(self):
        """[(department, share, key, answer)]: what the departments know."""
        known = [("police", "identity", p["document_number"], {**p, "state": "alive"})
                 for p in (self.seller, self.buyer)]
        if self.scene == "mortgage-create":
            return known + [("finance", "licence", self.bank["document_number"],
                             {"name": BANK["name"], "licence_number": "L1", "valid": True})]
        return known + [("housing", "contract", self.contract, self.answers()["share-contract"]),
                        ("tax", "record", self.unit, self.answers()["share-tax"])]

    def answers(self):
        """What the departments would answer, as read from papers, in another order."""
        persons = [self.seller] + ([self.buyer] if self.scene == "resale-transfer" else [])
        buyer = self.buyer["document_number"]
        return {
            "share-identity": {"persons": [{"state": "alive", "match": True,
                                            "document_number": p["document_number"]}
                                           for p in persons]},
            "share-household": {"persons": [{"members": [], "household_number": "",
                                             "document_number": buyer}]},
            "share-marriage": {"persons": [{"state": "single", "spouse_name": "",
                                            "spouse_document_number": "",
                                            "document_number": buyer}]},
            "share-holds": {"holds": []},
            "share-contract": {"cancelled": False, "buyers": [self.buyer],
                               "sellers": [self.seller], "filed_on": "2026-01-05",
                               "price_fen": PRICE_FEN, "area_cm2": AREA_CM2, "unit": self.unit,
                               "contract_number": self.contract},
            "share-tax": {"unit": self.unit, "buyer_homes": 0, "seller_only_home": False,
                          "seller_acquired_on": "2015-03-02", "original_price_fen": 100000000,
                          "proven_costs_fen": 0, "assessed_price_fen": 0},
            "share-licence": {"valid": True, "licence_number": "L1", "name": BANK["name"],
                              "credit_code": self.bank["document_number"]},
        }

    def body(self, paper):
        delivery = {"delivery": "post", "recipient_phone": "10000000000",
                    "postal_address": "示范路 1 号"}
        if self.scene == "resale-transfer":
            parties = [party("seller", self.seller), party("buyer", self.buyer)]
            answers = {"contract_number": self.contract, "price_fen": PRICE_FEN,
                       "residential": True, "certificates": 1, **delivery}
            papers = ("request-form", "title-certificate")
        else:
            parties = [party("mortgagor", self.seller), {"role": "mortgagee", **self.bank}]
            answers = {"contract_number": "DY1", "debt_fen": 50000000, "debt_begin": "2026-01-01",
                       "debt_end": "2036-01-01", "scope": "本金和利息", "maximum": False,
                       "no_transfer": False, "residential": True, **delivery}
            papers = ("request-form", "title-certificate", "debt-contract", "mortgage-contract")
        return {"scene": self.scene, "unit": self.unit, "accept": True, "parties": parties,
                "answers": answers, "papers": [{"paper": p, "hash": paper} for p in papers]}


class Mode:
    """One city in which all departments fail in one way."""

    def __init__(self, tap, chosen, mode, pg):
        self.tap, self.mode = tap, mode
        self.city = City(chosen.build, pg)
        self.numbers = iter(range(10_000_000, 90_000_000, 1000))
        self.filed, self.others = 0, []

    def ok(self, good, name, *why):
        return self.tap.ok(good, f"{self.mode}: {name}", *why)

    # ---- doing ----

    def open_city(self):
        self.city.start()
        names = ("admin", "clerk-1", "officer-2", "reviewer-housing", "reviewer-tax",
                 "reviewer-registry", "manager-1")
        self.officers = {n: self.city.officer(n) for n in names}
        status, reply = self.officers["clerk-1"].call("POST", "/papers?region=640104", PICTURE)
        if status != 201:
            raise Failed(f"paper: {status} {reply}")
        self.paper = reply["hash"]

    def file(self, scene):
        filing = Filing(next(self.numbers), scene)
        self.city.ask("PUT", "/facts", {"facts": [
            {"department": d, "share": s, "key": k, "answer": a} for d, s, k, a in filing.facts()]})
        self.officers["admin"].must("POST", "/registry/units",
                                    unit_body(filing.unit, filing.seller))
        self.filed += 1
        filing.id = self.officers["clerk-1"].must("POST", "/filings",
                                                  filing.body(self.paper))["filing"]
        return filing

    def show(self, filing):
        return self.officers["clerk-1"].must("GET", "/filings/" + filing.id)

    def states(self, filing):
        return {f["step"]: f["state"] for f in self.show(filing)["facts"]}

    def fault(self, mode, *departments):
        for name in departments or ("all",):
            self.city.ask("PUT", "/faults", {"department": name, "mode": mode, "times": -1})

    def fired(self):
        return {f["department"]: (f["asked"], f["fired"])
                for f in self.city.ask("GET", "/faults")["faults"] if f["mode"] == self.mode}

    def has_fired(self, departments):
        fired = self.fired()
        return all(fired.get(d, (0, 0))[1] > 0 for d in departments)

    def decide(self, filing):
        """Approves what is open. True when the filing has no open task."""
        tasks = [t for t in self.show(filing)["tasks"] if t["state"] in ("open", "claimed")]
        for task in tasks:
            officer = {"review-housing": "reviewer-housing", "review-tax": "reviewer-tax"}.get(
                task["step"], "reviewer-registry")  # who also looks at a step that is stuck
            status, reply = self.officers[officer].call("POST", f"/tasks/{task['task']}/decide",
                                                        {"decision": "approve"})
            if status not in (200, 409):
                raise Failed(f"{task['step']}: {status} {reply}")
        return not tasks

    def by_hand(self, filing, **instead):
        """Every pending fact is read by one officer and confirmed by another."""
        answers = {**filing.answers(), **instead}
        for step, state in self.states(filing).items():
            if state != "asked":
                continue
            place = f"/filings/{filing.id}/facts"
            self.officers["clerk-1"].must("POST", place, {
                "step": step, "paper": self.paper, "reason": "部门未答复", "found": True,
                "answer": answers[step]})
            self.officers["officer-2"].must("POST", f"{place}/{step}/confirm", {})

    def step(self, filing, kind):
        return next(s for s in self.show(filing)["steps"] if s["kind"] == kind)["state"]

    def reach_pay(self, filing):
        def there():
            self.decide(filing)
            return self.step(filing, "pay") == "running"
        return wait_for(there, STEP_SECONDS, 0.1)

    def order(self, filing):
        bill = self.officers["clerk-1"].must("GET", f"/filings/{filing.id}/bill")
        known = [o for o in bill["orders"] if o["pay_url"] and o["state"] == "open"]
        return known[0]["order"] if known else None

    def pay(self, filing):
        order = wait_for(lambda: self.order(filing), STEP_SECONDS, 0.1)
        if not order:
            raise Failed(f"no order for {filing.id}: {self.show(filing)['steps']}")
        self.city.ask("POST", f"/orders/{order}/pay")

    def state(self, filing):
        return self.show(filing)["state"]

    def reached(self, filing, *states):
        return wait_for(lambda: self.state(filing) in states, STEP_SECONDS, 0.1)

    def owner(self, filing):
        return str(self.officers["clerk-1"].must("GET", "/registry/units/" + filing.unit))

    def backlog(self):
        return self.officers["manager-1"].must("GET", "/departments")["backlog"]

    # ---- the story ----

    def run(self):
        try:
            self.open_city()
            self.before()
            self.fault(self.mode)
            self.sale, self.doubtful = self.file("resale-transfer"), self.file("resale-transfer")
            self.mortgage = self.file("mortgage-create")
            if self.mode == "out_of_order":  # it takes two answers to be out of order
                self.others.append(self.file("mortgage-create"))
            self.questions()
            self.payments()
            self.effects()
            self.recovery()
            self.holds()
            self.at_rest()
        except (Away, Failed, OSError, KeyError, subprocess.SubprocessError) as fault:
            self.ok(False, f"ran to its end: {type(fault).__name__}", fault, self.city.tail())
        finally:
            self.city.close(self.tap)

    def before(self):
        """Without a fault all goes through; a replay then has something old to send."""
        for scene in ("resale-transfer", "mortgage-create"):
            filing = self.file(scene)
            self.reach_pay(filing)
            self.pay(filing)
            if not self.reached(filing, "closed"):
                raise Failed(f"without a fault: {self.show(filing)}")

    def all(self):
        return [self.sale, self.doubtful, self.mortgage] + self.others

    def trusting(self):
        return [self.sale, self.mortgage] + self.others

    def questions(self):
        wait_for(lambda: self.has_fired(ASKED), FIRE_SECONDS, 0.1)
        if self.mode in ANSWERED:
            good = wait_for(lambda: all(set(self.states(f).values()) == {"answered"}
                                        for f in self.all()), STEP_SECONDS, 0.2)
            self.ok(good, "all questions are answered in the end",
                    *[self.states(f) for f in self.all()])
        else:
            self.pending()
        reached = [self.reach_pay(f) for f in self.all()]
        self.ok(all(reached), "every filing comes to its payment", reached, self.city.tail())

    def pending(self):
        """Nothing is believed; the window shows what is missing; the manual path ends it."""
        states = [self.states(f) for f in self.all()]
        self.ok(all(set(s.values()) == {"asked"} for s in states),
                "no answer is taken, the window shows each as pending", *states)
        tasks = [t["step"] for f in self.all() for t in self.show(f)["tasks"]]
        self.ok("review-registry" not in tasks, "no review begins without the essential facts",
                tasks)
        clerk = self.officers["clerk-1"]
        place = f"/filings/{self.sale.id}/facts"
        clerk.must("POST", place, {"step": "share-holds", "paper": self.paper, "reason": "未答复",
                                   "found": True, "answer": {"holds": []}})
        status, reply = clerk.call("POST", place + "/share-holds/confirm", {})
        self.ok(status == 422 and "OFFICER_NOT_SECOND" in str(reply),
                "the same officer cannot confirm", status, reply)
        self.officers["officer-2"].must("POST", place + "/share-holds/confirm", {})
        self.by_hand(self.sale)
        self.by_hand(self.mortgage)
        buyer = self.doubtful.buyer["document_number"]
        self.by_hand(self.doubtful, **{"share-marriage": {"persons": [
            {"document_number": buyer, "state": "married", "spouse_name": "示范",
             "spouse_document_number": self.doubtful.seller["document_number"]}]}})

    def payments(self):
        """The gateway fails; nothing is recorded unpaid. It comes back; its callbacks may fail."""
        if self.mode in SILENT:
            wait_for(lambda: self.has_fired(("payment",)), FIRE_SECONDS, 0.1)
            self.ok(all(self.step(f, "record") == "waiting" for f in self.all()),
                    "nothing is recorded before it is paid")
            self.fault("none", "payment")
        for filing in self.trusting():
            wait_for(lambda: self.order(filing), STEP_SECONDS, 0.1)
        if self.mode in CALLBACKS:
            self.fault(self.mode, "payment")
        for filing in self.trusting():
            self.pay(filing)

    def effects(self):
        """The book changes although post, utilities and departments' records cannot be reached."""
        good = [self.reached(f, "recorded", "closed") for f in self.trusting()]
        self.ok(all(good) and self.sale.buyer["name"] in self.owner(self.sale),
                "recorded: the hand-over holds nothing up", good,
                self.show(self.sale)["steps"], self.city.tail())
        owed = EFFECT_ONLY if self.mode not in NO_EFFECT_MODES else ()
        wait_for(lambda: self.has_fired(owed), FIRE_SECONDS, 0.1)
        if self.mode in SILENT:
            self.ok(self.state(self.sale) == "recorded", "what is owed stays owed",
                    self.state(self.sale))

    def recovery(self):
        self.cells()
        self.fault("none")
        began = time.monotonic()
        empty = wait_for(lambda: not self.backlog(), DRAIN_SECONDS, 0.2)
        self.ok(empty, f"the backlog drains ({time.monotonic() - began:.1f} s)", self.backlog())
        closed = [self.reached(f, "closed") for f in self.trusting()]
        self.ok(all(closed), "and the filings close", [self.state(f) for f in self.all()])

    def holds(self):
        """A later answer that says the same changes nothing; another one stops the filing."""
        held = [[h for h in self.show(f)["holds"] if not h["lifted_ms"]]
                for f in self.trusting()]
        self.ok(not any(held), "a later answer that agrees raises no hold", *held)
        holds = [h for h in self.show(self.doubtful)["holds"] if not h["lifted_ms"]]
        if self.mode in SILENT:
            self.ok(len(holds) == 1, "a later answer that differs raises a hold",
                    self.show(self.doubtful)["holds"], self.states(self.doubtful))
        self.pay(self.doubtful)
        if holds:
            time.sleep(1.5)
            self.ok(self.state(self.doubtful) == "accepted", "held, it is not recorded",
                    self.state(self.doubtful))
        for hold in holds:
            self.officers["manager-1"].must(
                "POST", f"/filings/{self.doubtful.id}/holds/{hold['hold']}/lift", {"reason": "已核实"})
        self.decide(self.doubtful)  # the step that met the hold waits for a reviewer
        self.ok(self.reached(self.doubtful, "closed"), "the last filing closes as well",
                self.show(self.doubtful)["steps"], self.city.tail())

    def cells(self):
        fired = self.fired()
        for name in ASKED + ("payment",) + EFFECT_ONLY:
            if name in EFFECT_ONLY and self.mode in NO_EFFECT_MODES:
                continue
            asked, seen = fired.get(name, (0, 0))
            self.ok(seen > 0, f"{name} asked {asked} fired {seen}", fired)

    def at_rest(self):
        wait_for(lambda: self.city.ask("GET", "/effects")["callbacks"]["waiting"] == 0,
                 STEP_SECONDS, 0.2)
        rows = self.city.ask("GET", "/effects")
        twice = [r for r in rows["departments"] if r["distinct"] != r["acted"]]
        self.ok(not twice and rows["callbacks"]["given_up"] == 0,
                "each message was acted on once, every callback got through", *twice,
                rows["callbacks"])
        clean, found = self.city.verify()
        entries = sum(r["entries"] for r in found.get("regions", ()))
        self.ok(clean and entries == 2 * self.filed, f"verify is clean, {entries} entries", found)


class LockedTap(Tap):
    """Points come from several modes at once."""

    def __init__(self):
        super().__init__()
        self.lock = threading.RLock()

    def ok(self, good, name, *why):
        with self.lock:
            return super().ok(good, name, *why)


def main():
    chosen = options(__doc__, all=False, mode="", store="sqlite", jobs=4)
    modes = [m for m in SILENT + ANSWERED if chosen.all or m not in LEFT_OUT]
    if chosen.mode:
        modes = chosen.mode.split(",")
    tap = LockedTap()
    cluster = Cluster() if chosen.store == "postgres" else None
    try:
        with concurrent.futures.ThreadPoolExecutor(chosen.jobs) as pool:
            runs = [pool.submit(Mode(tap, chosen, m, cluster and cluster.url).run) for m in modes]
        for run in runs:
            run.result()
    finally:
        if cluster:
            cluster.close()
    tap.skip("planning under each mode", "no scene asks for a planning permit yet")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
