#!/usr/bin/env python3
"""Many clients at one home at once. Each race ends in one of the outcomes that the law allows, and
after all rounds `yichuang verify` finds nothing. TAP, one point a race.

    test/races.py [--build DIR] [--store sqlite|postgres://...] [--rounds N] [--seed N]
                  [--only RACE,...]
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kit  # noqa: E402
from flowlib.player import one_time_code  # noqa: E402

CLIENTS = 16
SEALED = b"%PDF-"


def tally(results):
    """status -> how often; exceptions by their text."""
    counts = {}
    for result in results:
        status = repr(result) if isinstance(result, Exception) else result[0]
        counts[status] = counts.get(status, 0) + 1
    return counts


def expect(good, what, seen):
    if not good:
        raise kit.Failed(f"{what}: {json.dumps(seen, ensure_ascii=False, default=repr)[:1500]}")


def rules_of(result):
    return {finding["rule"] for finding in result[1].get("findings", [])}


# Each race gets the registry and plays one round. It raises kit.Failed where the outcome is not
# allowed, and says which of several allowed ones it was.


def sale_sale(r):
    """一房二卖: exactly one application is accepted"""
    home, clients = r.home(), [r.clerk_1.twin() for _ in range(CLIENTS)]
    results = kit.at_once([lambda c=c: c.call("POST", "/filings", r.sale_body(home))
                           for c in clients])
    counts = tally(results)
    expect(counts.get(201) == 1 and set(counts) <= {201, 409, 422}, "sale || sale", counts)
    for result in results:
        expect(result[0] != 422 or rules_of(result) == {"UNIT_IN_PROCESS"}, "why", result)
    listed = r.clerk_1.must("GET", f"/filings?unit={home['unit']}")["filings"]
    expect(len(listed) == 1, "filings of the unit", listed)


def sale_seizure(r):
    """sale recorded, or seized: never both, never neither"""
    home = r.home()
    filing, order = r.ready_sale(home)
    path = f"/registry/units/{home['unit']}/seizures"
    officers = [r.reviewer_registry.twin() for _ in range(CLIENTS - 1)]
    pause = random.choice((0, 0.002, 0.005, 0.02, 0.1))

    def seize(officer, number):
        time.sleep(pause)
        return officer.call("POST", path, r.seizure_body(home, number))
    works = [lambda c=c, n=n: seize(c, n) for n, c in enumerate(officers)]
    results = kit.at_once(kit.shuffled(works + [lambda: (0, r.city.pay(order))]))
    seized = tally([x for x in results if isinstance(x, Exception) or x[0]])
    state = r.settled(filing)
    rights = r.rights(home, "seizure")
    if state == "stuck":
        expect(seized == {201: CLIENTS - 1}, "seizure first", seized)
        expect([x["rank"] for x in rights] == list(range(CLIENTS - 1)), "ranks", rights)
        expect(r.rights(home, "ownership")[0]["holders"][0]["name"] == "张示范", "owner", rights)
        return "seized"
    expect(state in ("recorded", "closed") and not rights, "sale first", (state, seized))
    expect(seized == {422: CLIENTS - 1}, "sale first", seized)
    owner = r.rights(home, "ownership")[0]
    for result in results:
        if result[0] == 422:
            finding = result[1]["findings"][0]
            expect(finding["rule"] == "SEIZURE_NOT_OWNER" and
                   finding["detail"] == str(owner["entry_made"]), "proof", result)
    return "recorded"


def mortgage_sale(r):
    """either order; a mortgage by the former owner never lands"""
    home = r.home()
    ready = kit.shuffled((r.ready_sale, r.ready_mortgage))
    first, second = ready[0](home), ready[1](home)
    sale, mortgage = (first, second) if ready[0] == r.ready_sale else (second, first)
    kit.at_once([lambda o=o: r.city.pay(o) for o in (sale[1], mortgage[1])])
    expect(r.settled(sale[0]) in ("recorded", "closed"), "the sale", r.filing(sale[0])["steps"])
    state, live = r.settled(mortgage[0]), r.rights(home, "mortgage")
    owner = r.rights(home, "ownership")[0]
    expect(owner["holders"][0]["name"] == "李示范", "the new owner", owner)
    if state == "stuck":
        steps = r.filing(mortgage[0])["steps"]
        outcome = next(s["outcome"] for s in steps if s["step"] == "record")
        expect(not live and "HOLDER_UNKNOWN" in outcome, "mortgage by the former owner", outcome)
        return "sale first"
    expect(len(live) == 1 and live[0]["entry_made"] < owner["entry_made"], "order", live)
    return "mortgage first"


def mortgage_mortgage(r):
    """all are recorded, ranks 1 to n without a tie, in the order of acceptance"""
    home = r.home()
    ready = [r.ready_mortgage(home) for _ in range(CLIENTS)]
    kit.at_once([lambda o=o: r.city.pay(o) for _, o in kit.shuffled(ready)])
    for filing, _ in ready:
        expect(r.settled(filing) in ("recorded", "closed"), "mortgage", r.filing(filing)["steps"])
    live = r.rights(home, "mortgage")
    expect([x["rank"] for x in live] == list(range(1, CLIENTS + 1)), "ranks", live)
    entries = [x["entry_made"] for x in live]
    expect(entries == sorted(entries), "rank follows entry", entries)


def mortgage_open(r):
    """many mortgages and sales at the window: every mortgage, one sale"""
    home, clients = r.home(), [r.clerk_1.twin() for _ in range(CLIENTS)]
    bodies = [r.sale_body(home) if n % 2 else r.mortgage_body(home) for n in range(CLIENTS)]
    results = kit.at_once([lambda c=c, b=b: c.call("POST", "/filings", b)
                           for c, b in zip(clients, bodies)])
    sales = tally(results[1::2])
    mortgages = tally(results[0::2])
    expect(mortgages == {201: CLIENTS // 2}, "mortgages", mortgages)
    expect(sales == {201: 1, 422: CLIENTS // 2 - 1}, "sales", sales)


def two_reviewers(r):
    """one decision, by one of them"""
    home = r.home()
    filing = r.open(r.sale_body(home))
    task = r.task(filing, "review-registry")
    officers = [(r.reviewer_registry if n % 2 else r.reviewer_registry_2).twin()
                for n in range(CLIENTS)]
    refusal = {"decision": "refuse", "code": "other", "reason": "不予登记"}
    bodies = [{"decision": "approve"} if n % 3 else refusal for n in range(CLIENTS)]
    counts = tally(kit.at_once(kit.shuffled(
        lambda c=c, b=b: c.call("POST", f"/tasks/{task}/decide", b)
        for c, b in zip(officers, bodies))))
    expect(counts.get(200) == 1 and set(counts) <= {200, 409, 422}, "decisions", counts)
    shown = r.filing(filing)
    done = [t for t in shown["tasks"] if t["task"] == task]
    expect(done[0]["state"] == "done", "task", done)
    wanted = {"approve": "accepted", "refuse": "refused"}[done[0]["decision"]]
    expect(shown["state"] == wanted, "state", (shown["state"], done))
    return shown["state"]


def claim_claim(r):
    """one of sixteen claims holds the task"""
    filing = r.open(r.sale_body(r.home()))
    task = r.task(filing, "review-registry")
    officers = [(r.reviewer_registry if n % 2 else r.reviewer_registry_2).twin()
                for n in range(CLIENTS)]
    counts = tally(kit.at_once([lambda c=c: c.call("POST", f"/tasks/{task}/claim")
                                for c in officers]))
    expect(counts == {200: 1, 409: CLIENTS - 1}, "claims", counts)


def seizure_seizure(r):
    """one is effective, the others wait in a strict line"""
    home = r.home()
    path = f"/registry/units/{home['unit']}/seizures"
    officers = [r.reviewer_registry.twin() for _ in range(CLIENTS)]
    results = kit.at_once([lambda c=c, n=n: c.call("POST", path, r.seizure_body(home, n))
                           for n, c in enumerate(officers)])
    expect(tally(results) == {201: CLIENTS}, "seizures", tally(results))
    expect(sorted(x[1]["rank"] for x in results) == list(range(CLIENTS)), "ranks", results)
    expect(sum(x[1]["effective"] for x in results) == 1, "effective", results)
    # all released at once, by their ids: the line empties without a gap
    ids = [x[1]["right"] for x in results]
    released = tally(kit.at_once([
        lambda c=c, i=i: c.call("POST", f"{path}/{i}/release", {"document": "解封"})
        for c, i in zip(officers, ids)]))
    expect(released == {200: CLIENTS}, "releases", released)
    expect(not r.rights(home, "seizure"), "left", r.rights(home, "seizure"))


def release_sale(r):
    """解封 || sale || 轮候: the waiting seizure is effective before any sale sees a gap"""
    home = r.home()
    filing, order = r.ready_sale(home)
    path = f"/registry/units/{home['unit']}/seizures"
    first = r.reviewer_registry.must("POST", path, r.seizure_body(home, 1))["right"]
    r.reviewer_registry.must("POST", path, r.seizure_body(home, 2))
    r.city.pay(order)
    task = r.task(filing, "record")
    works = [lambda: r.reviewer_registry.twin().call("POST", f"{path}/{first}/release",
                                                     {"document": "解封"})]
    works += [lambda: r.reviewer_registry_2.twin().call("POST", f"/tasks/{task}/decide",
                                                        {"decision": "approve"})] * (CLIENTS - 1)
    counts = tally(kit.at_once(kit.shuffled(works)))
    expect(counts.get(200) == 2 and set(counts) <= {200, 409}, "replies", counts)
    expect(r.settled(filing) == "stuck", "never recorded", r.filing(filing)["state"])
    live = r.rights(home, "seizure")
    expect(len(live) == 1 and live[0]["rank"] == 0, "the waiting one is effective", live)


def withdraw_record(r):
    """withdrawn and paid back, or recorded: one of them"""
    filing, order = r.ready_sale(r.home())
    clerk = r.clerk_1.twin()

    def withdraw():
        time.sleep(random.choice((0, 0.005, 0.02)))
        return clerk.call("POST", f"/filings/{filing}/withdraw", {"reason": "撤回"})

    def pay():
        time.sleep(random.choice((0, 0.005, 0.02)))
        r.city.pay(order)
    taken, _ = kit.at_once([withdraw, pay])
    expect(not isinstance(taken, Exception), "withdraw", taken)
    if taken[0] == 200:
        bill = r.clerk_1.wait(f"/filings/{filing}/bill", lambda b: b["orders"][0]["state"] ==
                              "refunded" and b)
        expect(sorted(x["kind"] for x in bill["receipts"]) == ["paid", "refunded"], "receipts",
               bill)
        expect(r.filing(filing)["state"] == "withdrawn", "state", taken)
        return "withdrawn"
    expect(taken[0] == 422 and rules_of(taken) == {"WITHDRAW_TOO_LATE"}, "too late", taken)
    expect(r.settled(filing) in ("recorded", "closed"), "state", taken)
    return "recorded"


def callbacks(r):
    """a hundred callbacks, and a withdrawal between them: one booking, at most one refund"""
    filing, order = r.ready_sale(r.home())
    bill = r.clerk_1.must("GET", f"/filings/{filing}/bill")
    key, now_ms = r.city.key("sandbox/payment.key.pem"), int(time.time() * 1000)
    signed = [kit.callback(r.city, key, order, bill["total_fen"], f"M{order}{n % 60}", now_ms)
              for n in range(100)]

    def send(part):
        client = r.city.client()
        return [client.send("POST", *call)[0] for call in part]
    works = [lambda n=n: send(signed[n::CLIENTS]) for n in range(CLIENTS)]
    works.append(lambda: r.clerk_1.twin().call("POST", f"/filings/{filing}/withdraw",
                                               {"reason": "撤回"}))
    results = kit.at_once(works)
    statuses = [s for part in results[:-1] for s in (part if isinstance(part, list) else [part])]
    expect(statuses == [200] * 100, "callbacks", [s for s in statuses if s != 200])
    taken = results[-1]
    state = r.settled(filing)
    wanted = ["paid", "refunded"] if taken[0] == 200 else ["paid"]
    expect(state == "withdrawn" if taken[0] == 200 else state in ("recorded", "closed"), "state",
           (state, taken))
    # these callbacks were ours: the gateway has no money yet, and refuses to pay it back till then
    r.city.pay(order)
    bill = r.clerk_1.wait(f"/filings/{filing}/bill", lambda b: sorted(
        x["kind"] for x in b["receipts"]) == wanted and b)
    expect(len(bill["orders"]) == 1, "orders", bill)
    return "withdrawn" if taken[0] == 200 else "recorded"


def certificate_pdf(r):
    """sixteen prints are one certificate"""
    filing, order = r.ready_sale(r.home())
    r.city.pay(order)
    r.task(filing, "issue")
    listed = r.clerk_1.must("GET", f"/filings/{filing}/certificates")["certificates"]
    path = f"/certificates/{listed[0]['certificate']}/pdf"
    clerks = [r.clerk_1.twin() for _ in range(CLIENTS)]
    results = kit.at_once([lambda c=c: c.send("GET", path, None, c.headers()) for c in clerks])
    expect(tally(results) == {200: CLIENTS}, "prints", tally(results))
    prints = {x[2] for x in results}
    expect(len(prints) == 1 and prints.pop().startswith(SEALED), "one print", len(prints))


def same_key(r):
    """one Idempotency-Key sixteen times: one filing, one answer"""
    home, clients = r.home(), [r.clerk_1.twin() for _ in range(CLIENTS)]
    body, key = r.sale_body(home), f"same-{home['unit']}"
    results = kit.at_once([lambda c=c: c.call("POST", "/filings", body, key) for c in clients])
    counts = tally(results)
    expect(counts.get(201, 0) >= 1 and set(counts) <= {201, 409}, "replies", counts)
    answers = {json.dumps(x[1], sort_keys=True) for x in results if x[0] == 201}
    expect(len(answers) == 1, "one answer", answers)
    listed = r.clerk_1.must("GET", f"/filings?unit={home['unit']}")["filings"]
    expect(len(listed) == 1, "one filing", listed)


def cancel_mortgage(r):
    """a mortgage is cancelled while another is made: ranks are derived again, none is lost"""
    home = r.home()
    filing, order = r.ready_mortgage(home)
    r.city.pay(order)
    r.task(filing, "issue")
    proof = r.clerk_1.must("GET", f"/filings/{filing}/certificates")["certificates"][0]
    cancel = r.open(r.cancel_body(home, proof["right"], proof["number"]))
    task = r.task(cancel, "review-registry")
    second, order = r.ready_mortgage(home)
    kit.at_once([lambda: r.city.pay(order), lambda: r.reviewer_registry.twin().call(
        "POST", f"/tasks/{task}/decide", {"decision": "approve"})])
    expect(r.settled(second) in ("recorded", "closed"), "second", r.filing(second)["steps"])
    expect(r.settled(cancel) in ("recorded", "closed"), "cancel", r.filing(cancel)["steps"])
    live = r.rights(home, "mortgage")
    expect([x["rank"] for x in live] == [1] and live[0]["id"] != proof["right"], "ranks", live)


def new_officer(r):
    """(login, password) of an officer whom nothing was tried on yet"""
    login = "o" + uuid.uuid4().hex[:12]
    made = r.admin.must("POST", "/staff", {"login": login, "name": "示范", "roles": "clerk",
                                           "office": "hall"})
    return login, made["password"]


def sign_in(r, login, password, code=""):
    """(status, reply, client) on a connection of its own"""
    client = kit.Client(r.clerk_1.port)
    status, headers, content = client.send(
        "POST", "/sessions", json.dumps({"login": login, "password": password, "code": code}),
        {"Content-Type": "application/json"})
    reply = json.loads(content)
    if status == 201:
        client.cookie, client.csrf = headers["Set-Cookie"].split(";")[0], reply["csrf"]
    return status, reply, client


def guess_guess(r):
    """wrong passwords all at once are counted one by one: the account is locked, also for its owner"""
    login, password = new_officer(r)
    results = kit.at_once([lambda: sign_in(r, login, "wrong") for _ in range(CLIENTS)])
    expect(tally(results) == {401: CLIENTS}, "guesses", tally(results))
    status, reply, _ = sign_in(r, login, password)
    expect(status == 401 and rules_of((status, reply)) == {"LOGIN_LOCKED"}, "the owner", reply)


def code_code(r):
    """one code, many sign-ins at once with the right password: exactly one comes in"""
    login, password = new_officer(r)
    _, _, client = sign_in(r, login, password)
    secret = client.must("POST", "/staff/self/second-factor", {})["secret"]
    now_ms = r.admin.must("GET", "/health")["now_ms"]
    client.must("PUT", "/staff/self/second-factor", {"code": one_time_code(secret, now_ms)})
    code = one_time_code(secret, now_ms + 30_000)
    counts = tally(kit.at_once([lambda: sign_in(r, login, password, code) for _ in range(CLIENTS)]))
    expect(counts == {201: 1, 401: CLIENTS - 1}, "sign-ins", counts)


def visit_visit(r):
    """five wrong tries at a filing's papers, however many come at once; then it is closed"""
    filing = r.open(r.sale_body(r.home()))
    code = r.filing(filing)["follow_code"]
    path = f"/track/{filing}/bill?code={code}&holder="
    results = kit.at_once([lambda n=n: kit.Client(r.clerk_1.port).call("GET", f"{path}{n:06}")
                           for n in range(CLIENTS)])
    counts = tally(results)
    expect(counts == {404: 5, 429: CLIENTS - 5}, "tries", counts)
    for result in results:
        expect(result[0] == 404 or rules_of(result) == {"TRACK_LOCKED"}, "why", result)
    number = r.filing(filing)["parties"][0]["document_number"]
    status, _ = r.clerk_1.twin().call("GET", path + number[-6:])
    expect(status == 429, "the party", status)


def acceptor_reviewer(r):
    """who accepted does not review, however often it is tried; a reviewer decides once"""
    body = r.sale_body(r.home())
    filing = r.manager_1.must("POST", "/filings", body)["filing"]
    task = r.task(filing, "review-registry")
    officers = [(r.manager_1 if n % 2 else r.reviewer_registry).twin() for n in range(CLIENTS)]
    results = kit.at_once([
        lambda c=c: c.call("POST", f"/tasks/{task}/decide", {"decision": "approve"})
        for c in officers])
    own, others = tally(results[1::2]), tally(results[0::2])
    expect(others.get(200) == 1 and set(others) <= {200, 409, 422}, "the reviewer", others)
    expect(set(own) <= {409, 422}, "who accepted", own)
    done = [t for t in r.filing(filing)["tasks"] if t["task"] == task]
    expect(done[0]["state"] == "done" and done[0]["officer"] == "reviewer-registry", "by", done)


def certificate_numbers(r):
    """sixteen rights are recorded at once: as many certificates, no number twice and none left out"""
    ready = [r.ready_mortgage(r.home()) for _ in range(CLIENTS)]
    kit.at_once([lambda o=o: r.city.pay(o) for _, o in ready])
    numbers = []
    for filing, _ in ready:
        r.task(filing, "issue")
        listed = r.clerk_1.must("GET", f"/filings/{filing}/certificates")["certificates"]
        numbers += [int(x["number"].split("第")[1].rstrip("号")) for x in listed]
    numbers.sort()
    expect(numbers == list(range(numbers[0], numbers[0] + CLIENTS)), "numbers", numbers)


def answer_answer(r):
    """one message, sent again and answered many times at once: one effect"""
    r.city.sandbox("PUT", "/faults", {"department": "housing", "mode": "late", "times": -1})
    try:
        home = r.home()
        filing = r.open(r.sale_body(home))
        fact = next(f for f in r.filing(filing)["facts"] if f["share"] == "contract")
    finally:
        r.city.sandbox("PUT", "/faults", {"department": "housing", "mode": "late", "times": 0})
    answer = {"contract_number": home["contract"], "unit": home["unit"], "price_fen": 80000000,
              "area_cm2": 890000, "filed_on": "2026-02-27", "cancelled": False,
              "sellers": [home["seller"]], "buyers": [home["buyer"]]}
    signed = kit.answer(r.city, "housing", fact["message"], "contract", answer)
    admins = [r.admin.twin() for _ in range(CLIENTS // 2)]
    works = [lambda: r.city.client().send("POST", *signed()) for _ in range(CLIENTS // 2)]
    works += [lambda c=c: c.call("POST", f"/outbox/{fact['message']}/retry", {}) for c in admins]
    counts = tally(kit.at_once(kit.shuffled(works)))
    expect(counts.get(200, 0) >= CLIENTS // 2 and set(counts) <= {200, 409, 422}, "replies", counts)
    r.task(filing, "review-registry")
    shown = r.filing(filing)
    steps = {step: sorted(e["kind"] for e in shown["events"] if e["step"] == step)
             for step in ("share-contract", "share-identity")}
    expect(steps["share-contract"] == steps["share-identity"] != [], "journal", shown["events"])
    fact = next(f for f in shown["facts"] if f["share"] == "contract")
    expect(fact["state"] == "answered" and fact["found"] and not shown["findings"], "fact", shown)


# Everything at one home at once. The entries are then taken as the order in which the requests
# happened, and the reference model (test/model) must say of each what the program said.
SELLER, BUYER, BANK, COURT = 0, 1, 6, 9
TERM_DAYS = 300


class History:
    """Requests at one home, with what was said and when. Their numbers name the rights they made."""

    def __init__(self):
        self.requests, self.lock = [], threading.Lock()

    def add(self, action, target=-1, givers="-", takers="-", amount=0):
        days = TERM_DAYS if action == "seize" else 0
        with self.lock:
            number = len(self.requests)
            self.requests.append({
                "number": number, "action": action, "target": target, "right": "", "entry": None,
                "rules": set(), "sent": time.monotonic(), "acked": None,
                "line": f"{number} {action} 0 {target} {amount} 0 {SELLER} {days} {givers} {takers}"})
            return self.requests[-1]

    @staticmethod
    def end(request, entry=None, right="", rules=()):
        request.update(acked=time.monotonic(), entry=entry, right=right, rules=set(rules))

    def judge(self, build):
        """The model's answers in chain order; after each step, what it would say to each request
        that was refused."""
        chain = sorted((x for x in self.requests if x["entry"]), key=lambda x: x["entry"])
        refused = [x for x in self.requests if not x["entry"]]
        lines = []
        for place in range(len(chain) + 1):
            lines += ["? " + x["line"] for x in refused]
            lines += [x["line"] for x in chain[place:place + 1]]
        done = subprocess.run([f"{build}/model", "--judge"], input="\n".join(lines) + "\n",
                              capture_output=True, text=True, check=True, timeout=60)
        said = [row.split() for row in done.stdout.splitlines()]
        self.judge_chain(chain, refused, said)
        return [row[1:] for row in said if row[0] == "right"]

    def judge_chain(self, chain, refused, said):
        possible = {x["number"]: [] for x in refused}
        for row in said:
            number = int(row[0]) if row[0] != "right" else None
            if number in possible:
                possible[number].append(set(row[2:]))
            elif number is not None:
                expect(row[1] == "accepted", "the model refuses", (row, self.requests))
        for one in chain:
            for other in chain:
                expect(one["acked"] >= other["sent"] or one["entry"] < other["entry"],
                       "acked before the other was sent", (one, other))
        for one in refused:
            first = sum(1 for x in chain if x["acked"] < one["sent"])
            last = sum(1 for x in chain if x["sent"] < one["acked"])
            expect(one["rules"] in possible[one["number"]][first:last + 1], "the model accepts",
                   (one, possible[one["number"]], first, last))


def seize_and_release(r, home, history, officer, number):
    """One court: seizes after a while, and mostly lets go again."""
    path = f"/registry/units/{home['unit']}/seizures"
    time.sleep(random.choice((0, 0.002, 0.01, 0.05)))
    request = history.add("seize", takers=str(COURT))
    status, reply = officer.call("POST", path, r.seizure_body(home, number))
    if status != 201:
        history.end(request, rules=rules_of((status, reply)))
        return
    history.end(request, reply["entry"], reply["right"])
    time.sleep(random.choice((0, 0.01, 0.05)))
    again = history.add("release", request["number"])
    reply = officer.must("POST", f"{path}/{request['right']}/release", {"document": "解封"})
    history.end(again, reply["entry"])


def settle_all(r, history, waiting):
    """Filings that 登簿 was refused to are refused, so that the next in line has its turn."""
    left = dict(waiting)
    while left:
        for filing, request in list(left.items()):
            shown = r.filing(filing)
            step = next(s for s in shown["steps"] if s["step"] == "record")
            if step["state"] == "done":
                request["acked"] = time.monotonic()
                request["entry"] = int(step["outcome"])
                del left[filing]
            elif step["state"] == "stuck":
                found = json.loads(step["outcome"])
                history.end(request, rules=(f["rule"] for f in found if f["severity"] == "stop"))
                r.reviewer_registry.must("POST", f"/tasks/{r.task(filing, 'record')}/decide", {
                    "decision": "refuse", "code": "other", "reason": "不予登记"})
                del left[filing]
        time.sleep(0.01)


def pay_after_a_while(r, order):
    time.sleep(random.choice((0, 0.002, 0.01, 0.05)))
    r.city.pay(order)


def all_at_once(r):
    """sale, mortgages, cancellation, seizures and releases at once: the entries' order explains all"""
    home, history = r.home(), History()
    history.end(history.add("first", takers=str(SELLER)),
                r.rights(home, "ownership")[0]["entry_made"])
    filing, order = r.ready_mortgage(home)
    request = history.add("mortgage", givers=str(SELLER), takers=str(BANK), amount=50000000)
    r.city.pay(order)
    r.task(filing, "issue")
    settle_all(r, history, {filing: request})
    proof = r.clerk_1.must("GET", f"/filings/{filing}/certificates")["certificates"][0]
    cancel = r.open(r.cancel_body(home, proof["right"], proof["number"]))
    task = r.task(cancel, "review-registry")
    (sale, pay_sale), (again, pay_again) = r.ready_sale(home), r.ready_mortgage(home)
    asked = {
        cancel: history.add("mortgage-cancel", request["number"], givers=str(BANK)),
        sale: history.add("transfer", givers=str(SELLER), takers=str(BUYER), amount=80000000),
        again: history.add("mortgage", givers=str(SELLER), takers=str(BANK), amount=50000000)}
    officers = [r.reviewer_registry.twin() for _ in range(CLIENTS - 3)]
    works = [lambda c=c, n=n: seize_and_release(r, home, history, c, n)
             for n, c in enumerate(officers)]
    works += [lambda: pay_after_a_while(r, pay_sale), lambda: pay_after_a_while(r, pay_again),
              lambda: r.reviewer_registry_2.twin().must("POST", f"/tasks/{task}/decide",
                                                        {"decision": "approve"})]
    for result in kit.at_once(kit.shuffled(works)):
        expect(not isinstance(result, Exception), "a request", result)
    settle_all(r, history, asked)
    return judge_all(r, home, history)


def judge_all(r, home, history):
    """The model's tables are the program's; says which of the filings came through."""
    page = r.clerk_1.must("GET", f"/registry/units/{home['unit']}")
    entries = sorted(x["entry"] for x in history.requests if x["entry"])
    wanted = sorted((kind, int(rank), entries[int(made) - 1])
                    for _, kind, state, _, rank, _, made, _ in history.judge(r.city.build)
                    if state == "live")
    expect(wanted == sorted((x["kind"], x["rank"], x["entry_made"]) for x in page["rights"]),
           "the tables", (wanted, page["rights"]))
    done = [x["action"] for x in history.requests[2:] if x["entry"] and x["action"] in (
        "transfer", "mortgage", "mortgage-cancel")]
    return "+".join(sorted(done)) or "all seized"


def advance_sale(r):
    """预告 || sale to another: whoever is first keeps the other out, also afterwards"""
    home = r.home()
    friend = kit.person("王示范", 70000 + int(home["unit"][20:]))
    r.city.facts(("police", "identity", friend["document_number"], {**friend, "state": "alive"}))
    notice, sale = r.notice_body(home, friend), r.sale_body(home)
    opened = kit.at_once([lambda: r.clerk_1.twin().call("POST", "/filings", notice),
                          lambda: r.clerk_1.twin().call("POST", "/filings", sale)])
    expect(tally(opened) == {201: 2}, "both are accepted", opened)
    first, second = (x[1]["filing"] for x in opened)
    r.approve(second, "review-housing", "review-tax", "review-registry")
    task, order = r.task(first, "review-registry"), r.order(second)
    # the notice is free: its review is the last that it waits for, as the payment is the sale's
    decide = {"late": None}

    def review():
        decide["late"] = r.reviewer_registry.twin().call(
            "POST", f"/tasks/{task}/decide", {"decision": "approve"})
    kit.at_once(kit.shuffled([review, lambda: r.city.pay(order)]))
    late = decide["late"]
    expect(late[0] in (200, 422), "reviewed", late)
    states = {second: r.settled(second), first: r.settled(first) if late[0] == 200 else "late"}
    live, owner = r.rights(home, "advance"), r.rights(home, "ownership")[0]["holders"][0]["name"]
    if states[first] in ("stuck", "late"):
        expect(not live and owner == "李示范", "the sale was first", (states, live, owner))
        why = outcome_of(r, first) if states[first] == "stuck" else rules_of(late)
        expect("HOLDER_UNKNOWN" in why, "no notice by the old owner", why)
        again = r.clerk_1.call("POST", "/filings", notice)
        expect(again[0] == 422 and "HOLDER_UNKNOWN" in rules_of(again), "nor later", again)
        return "sale first"
    expect(states[second] == "stuck" and len(live) == 1 and owner == "张示范", "the notice stands",
           (states, live, owner))
    expect("ADVANCE_LIVE" in outcome_of(r, second), "why", outcome_of(r, second))
    r.clerk_1.must("POST", f"/filings/{second}/withdraw", {"reason": "撤回"})
    again = r.clerk_1.call("POST", "/filings", sale)
    expect(again[0] == 422 and "ADVANCE_LIVE" in rules_of(again), "nor later", again)
    return "notice first"


def outcome_of(r, filing):
    return next(s["outcome"] for s in r.filing(filing)["steps"] if s["step"] == "record")


def pages(r, unit):
    """The live units that came of this one, with their rights."""
    found = r.admin.must("GET", f"/units/{unit}/lineage")["descendants"]
    return [r.admin.must("GET", f"/registry/units/{u}") for u in found]


def expect_split(r, unit, wanted_mortgages):
    """Closed, nothing is left in it, and its parts have its area, its holder and its mortgages."""
    page, parts = r.admin.must("GET", f"/registry/units/{unit}"), pages(r, unit)
    expect(page["unit"]["state"] == "closed" and not page["rights"], "closed", page)
    expect(len(parts) == 2 and sum(p["unit"]["area_cm2"] for p in parts) == 890000, "area", parts)
    for part in parts:
        kinds = [x["kind"] for x in part["rights"]]
        expect(kinds == ["ownership"] + ["mortgage"] * wanted_mortgages, "rights", part)
        expect(part["rights"][0]["holders"][0]["name"] == "张示范", "holder", part)


def unblock(r, filings):
    """What can't be recorded keeps its place until somebody ends it: each is withdrawn, so that the
    next one tries. (final state, why it was stuck) of each."""
    ends, until = {}, time.monotonic() + 30
    while len(ends) < len(filings):
        expect(time.monotonic() < until, "waits for ever", [r.filing(f)["steps"] for f in filings])
        for filing in filings:
            if filing in ends:
                continue
            shown = r.filing(filing)
            record = next(s for s in shown["steps"] if s["step"] == "record")
            if shown["state"] in ("recorded", "closed", "withdrawn"):
                ends[filing] = (shown["state"], "")
            elif record["state"] == "stuck":
                r.clerk_1.must("POST", f"/filings/{filing}/withdraw", {"reason": "撤回"})
                ends[filing] = ("withdrawn", record["outcome"])
        time.sleep(0.02)
    return ends


def split_all(r):
    """an officer's splits, sales, mortgages, seizures at once: one split and nothing else, or none"""
    home = r.home(alone=True)
    unit = home["unit"]
    officers = [r.reviewer_registry.twin() for _ in range(CLIENTS)]

    def split(client, n):
        return client.call("POST", "/registry/divisions", {
            "region": unit[:6], "kind": "split", "parents": [{"unit": unit}],
            "children": [{"unit": f"{unit[:24]}{100 + 2 * n + k:04}",
                          "location": "示范路", "area_cm2": 445000} for k in (0, 1)]})
    pause, slow = random.choice((0, 0.001, 0.004, 0.01)), random.choice(("split", "others"))
    path = f"/registry/units/{unit}/seizures"

    def late(work, who="others"):
        time.sleep(pause if who == slow else 0)
        return work()
    works = [lambda c=c, n=n: late(lambda: ("split",) + split(c, n), "split")
             for n, c in enumerate(officers[:10])]
    works += [lambda c=c, n=n: late(lambda: ("seize",) + c.call("POST", path,
                                                                r.seizure_body(home, n)))
              for n, c in enumerate(officers[10:12])]
    works += [lambda c=r.clerk_1.twin(), b=b, k=k: late(lambda: (k,) + c.call("POST", "/filings", b))
              for k, b in (("sale", r.sale_body(home)), ("mortgage", r.mortgage_body(home)))
              for _ in range(2)]
    results = kit.at_once(kit.shuffled(works))
    done = {kind: tally([x[1:] for x in results if not isinstance(x, Exception) and x[0] == kind])
            for kind in ("split", "seize", "sale", "mortgage")}
    expect(not any(isinstance(x, Exception) for x in results), "faults", results)
    if done["split"].get(201, 0) == 0:
        state = r.admin.must("GET", f"/registry/units/{unit}")["unit"]["state"]
        expect(state == "live" and not pages(r, unit), "no split", (state, done))
        expect(sum(done[k].get(201, 0) for k in ("seize", "sale", "mortgage")) > 0, "why", done)
        for kind, status, reply in results:
            said = rules_of((status, reply))
            expect(kind != "split" or said & {"UNIT_AWAITED", "DIVIDE_SEIZED"}, "why", reply)
        return "not split"
    expect(done["split"] == {201: 1, 422: 9}, "one split", done)
    expect(all(done[k] == {422: 2} for k in ("seize", "sale", "mortgage")), "nothing besides", done)
    expect_split(r, unit, 0)
    return "split"


def standing_standing(r):
    """many proposals for one list and many deciders at once: one proposal, one decision, one notice"""
    who = kit.person("张示范", next(r.numbers) + 50_000)
    body = {"list": "black", "ground": "false-papers", "reason": "提交虚假材料", "months": 12,
            "evidence": r.form, "party": {"kind": "person", "document_kind": "id",
                                          "phone": "13900000001", **who}}
    clerks = [r.clerk_1.twin() for _ in range(CLIENTS)]
    proposals = kit.at_once([lambda c=c: c.call("POST", "/standings", body) for c in clerks])
    counts = tally(proposals)
    expect(counts.get(201) == 1 and set(counts) <= {201, 409, 422}, "proposals", counts)
    path = "/standings/" + next(x for x in proposals if x[0] == 201)[1]["standing"]["standing"]
    r.clerk_1.must("POST", path + "/statement", {"statement": "无异议"})
    officers = [(r.manager_1, r.reviewer_registry, r.reviewer_registry_2)[n % 3].twin()
                for n in range(CLIENTS)]
    results = kit.at_once(kit.shuffled(
        lambda c=c, n=n: c.call("POST", path + "/decide", {
            "decision": ("list", "drop")[n % 2], "reason": "决定"})
        for n, c in enumerate(officers)))
    counts = tally(results)
    expect(counts.get(200) == 1 and set(counts) <= {200, 409, 422}, "decisions", counts)
    shown = r.auditor.must("GET", path)
    made = [e["action"] for e in shown["events"]]
    expect(made[:2] == ["propose", "hear"] and len(made) == 3, "one decision", made)
    expect({"list": "listed", "drop": "dropped"}[made[2]] == shown["standing"]["state"], "state",
           shown["standing"])
    return shown["standing"]["state"]


# 预约与静默叫号: bookings of whole days ahead by the real clock; tickets at ten o'clock of the next
# working day, since none are given at night.
PLACES = 7
BOOKERS = 100
WAITING = 24
HALL_HOUR_MS = 3600000


def free_slots(r):
    """Every slot from tomorrow on, of both matters, with its matter."""
    found = []
    for matter in ("registration", "query"):
        query = f"region={kit.REGION}&office=hall&matter={matter}"
        days = r.clerk_1.must("GET", f"/slots?{query}")["days"]
        found += [{**slot, "matter": matter} for day in days[1:] for slot in day["slots"]]
    return found


def same_slot(r, slot):
    return next(s for s in free_slots(r) if s["matter"] == slot["matter"]
                and s["begins_ms"] == slot["begins_ms"])


def insist(client, path, body, key):
    """Asks again with the same key as long as the service says that it is busy."""
    status, reply = 503, None
    while status == 503:
        status, reply = client.call("POST", path, body, key)
    return status, reply


def last_slot(r):
    """a hundred clients book the last places of a slot: exactly as many as there are"""
    if not free_slots(r):
        for matter in ("registration", "query"):
            r.manager_1.must("POST", "/desk/capacity", {
                "matter": matter, "begins": "00:00", "ends": "24:00", "capacity": PLACES,
                "valid_from": kit.today(), "reason": "号源"})
    slot = next(s for s in free_slots(r) if s["free"] == PLACES)
    left = random.randrange(1, PLACES + 1)

    def body(who):
        number = next(r.numbers)
        return {"region": kit.REGION, "office": "hall", "matter": slot["matter"],
                "begins_ms": slot["begins_ms"],
                "person": {**kit.person(who, number), "phone": f"139{number:08}"}}
    for _ in range(PLACES - left):
        r.city.client().must("POST", "/bookings", body("赵示范"))
    clients = [r.city.client() for _ in range(BOOKERS)]
    bodies = [body("张示范") for _ in clients]
    works = [lambda c=c, b=b: insist(c, "/bookings", b, b["person"]["phone"])
             for c, b in zip(clients, bodies)]
    results = kit.at_once(works)
    expect(tally(results) == {201: left, 422: BOOKERS - left}, "bookings", (left, tally(results)))
    for result in results:
        expect(result[0] == 201 or rules_of(result) == {"HALL_SLOT_FULL"}, "why", result)
    # said again with the same keys, it is what it was
    again = kit.at_once(works)
    expect([x[1].get("booking") for x in again] == [x[1].get("booking") for x in results]
           and [x[0] for x in again] == [x[0] for x in results], "again", tally(again))
    now = same_slot(r, slot)
    expect(now["free"] == 0 and now["capacity"] == PLACES, "the slot", now)
    # they cancel while others book: never more than there are
    booked = [x[1] for x in results if x[0] == 201]
    works = [lambda b=b: insist(r.city.client(), f"/bookings/{b['booking']}/cancel",
                                {"code": b["code"]}, b["booking"]) for b in booked]
    late = [body("李示范") for _ in range(CLIENTS)]
    works += [lambda b=b: insist(r.city.client(), "/bookings", b, b["person"]["phone"])
              for b in late]
    counts = tally(kit.at_once(kit.shuffled(works)))
    now = same_slot(r, slot)
    expect(set(counts) <= {200, 201, 422} and counts[200] == left, "cancelled", counts)
    expect(now["free"] == left - counts.get(201, 0) >= 0, "the slot", (now, counts))
    return f"{left} left"


def next_morning(r):
    """Ten o'clock of the next working day, by the slots that are offered."""
    query = f"region={kit.REGION}&office=hall&matter=registration"
    days = r.clerk_1.must("GET", f"/slots?{query}")["days"]
    day = next(d for d in days[1:] if d["working"])["date"]
    return kit.morning_ms(day) + 10 * HALL_HOUR_MS


def go_to_morning(r):
    """Who signs in there once is signed in now and then."""
    r.clerk_1.must("POST", "/test/clock", {"now_ms": next_morning(r)})
    if not r.in_morning:
        r.sign_in()
        r.in_morning = True


def in_order(labels):
    """绿色通道, then by number: nobody here has booked."""
    return sorted(labels, key=lambda x: ("LA".index(x[0]), int(x[1:])))


def call_call(r):
    """sixteen windows call at once, again and again: each ticket is called once, and in order"""
    go_to_morning(r)
    try:
        return call_all(r, r.clerk_1)
    finally:
        r.clerk_1.must("POST", "/test/clock", {"now_ms": 0})


def call_all(r, clerk):
    clients = [clerk.twin() for _ in range(CLIENTS)]

    def take(client, n):
        person = kit.person("张示范", next(r.numbers))
        if n % 8 == 0:
            return client.call("POST", "/desk/tickets", {"matter": "query", "green": True,
                                                         "person": person})
        return client.call("POST", "/tickets", {
            "region": kit.REGION, "office": "hall", "matter": "query", "channel": "kiosk",
            "person": person})
    taken = kit.at_once([lambda c=clerk.twin(), n=n: take(c, n) for n in range(WAITING)])
    expect(tally(taken) == {201: WAITING}, "taken", taken)
    numbers = sorted(x[1]["number"] for x in taken)
    expect(numbers == list(range(numbers[0], numbers[0] + WAITING)), "numbers", numbers)
    left, called = in_order(x[1]["label"] for x in taken), []
    while left:
        results = kit.at_once([lambda c=c, w=w: c.call("POST", "/desk/call", {"window": w + 1})
                               for w, c in enumerate(clients)])
        expect(tally(results) == {200: CLIENTS}, "calls", results)
        tickets = [x[1]["ticket"] for x in results]
        expect([t["window"] for t in tickets if t] == [w + 1 for w, t in enumerate(tickets) if t],
               "windows", tickets)
        tickets = [t for t in tickets if t]
        labels = in_order(t["label"] for t in tickets)
        expect(labels == left[:CLIENTS], "the first in order, each once", (labels, left))
        called += labels
        left = left[CLIENTS:]
        # a window that has one gets no other, however often it asks
        busy = tally(kit.at_once([lambda c=c, w=w: c.call("POST", "/desk/call", {"window": w + 1})
                                  for w, c in enumerate(clients)]))
        expect(busy.get(422, 0) == len(tickets), "busy windows", busy)
        for ticket in tickets:
            clerk.must("POST", f"/desk/tickets/{ticket['ticket']}/serve")
        done = kit.at_once([lambda t=t: clerk.twin().call(
            "POST", f"/desk/tickets/{t['ticket']}/finish") for t in tickets for _ in (0, 1)])
        expect(tally(done) == {200: len(tickets), 422: len(tickets)}, "finished once", done)
    expect(len(set(called)) == WAITING, "each once", called)
def rate_rate(r):
    """one party rates sixteen times at once: one rating, and one rectification of it"""
    filing = r.open(r.sale_body(r.home()))
    said = r.filing(filing)
    r.clerk_1.must("POST", f"/filings/{filing}/withdraw", {"reason": "改日办理"})
    holder = said["parties"][1]["document_number"][-6:]
    body = {"code": said["follow_code"], "holder": holder, "level": 1, "channel": "mobile"}
    results = kit.at_once([lambda n=n: kit.Client(r.clerk_1.port).call(
        "POST", f"/track/{filing}/rating", {**body, "level": 1 + n % 2}) for n in range(CLIENTS)])
    counts = tally(results)
    expect(counts == {201: 1, 422: CLIENTS - 1}, "ratings", counts)
    for result in results:
        expect(result[0] == 201 or rules_of(result) == {"RATING_DONE"}, "why", result)
    bad = [x for x in r.manager_1.must("GET", "/ratings")["ratings"] if x["filing"] == filing]
    expect(len(bad) == 1, "rectifications", bad)
    taken = tally(kit.at_once([lambda c=r.manager_1.twin(): c.call(
        "POST", f"/ratings/{bad[0]['rating']}/take") for _ in range(CLIENTS)]))
    expect(taken.get(200) == 1 and set(taken) <= {200, 409, 422}, "taken", taken)


def split_filings(r):
    """two splits, a sale, a mortgage that wait in line, and seizures: the line explains it all"""
    home = r.home(alone=True)
    unit, filings, orders = home["unit"], {}, []
    for kind in kit.shuffled(["split-1", "split-2", "sale", "mortgage"]):
        if kind.startswith("split"):
            filings[kind] = r.ready_division(r.split_body(home, 100 * int(kind[-1])))
            orders.append(r.order(filings[kind]))
        else:
            filings[kind], order = (r.ready_sale if kind == "sale" else r.ready_mortgage)(home)
            orders.append(order)
    officers = [r.reviewer_registry.twin() for _ in range(2)]
    pause = random.choice((0, 0.005, 0.02, 0.1, 0.3))

    def seize(client, n):
        time.sleep(pause)
        return client.call("POST", f"/registry/units/{unit}/seizures", r.seizure_body(home, n))
    seized = kit.at_once(kit.shuffled([lambda o=o: (0, r.city.pay(o)) for o in orders]
                                      + [lambda c=c, n=n: seize(c, n)
                                         for n, c in enumerate(officers)]))
    taken = tally([x for x in seized if isinstance(x, Exception) or x[0]])
    expect(set(taken) <= {201, 422} and sum(taken.values()) == 2, "seizures", seized)
    found = unblock(r, list(filings.values()))
    states = {kind: found[filing] for kind, filing in filings.items()}
    done = {kind for kind, state in states.items() if state[0] != "withdrawn"}
    ends = done - {"mortgage"}
    for kind in set(filings) - done:
        said = states[kind][1]
        expect(any(rule in said for rule in ("UNIT_CLOSED", "UNIT_SEIZED", "HOLDER_UNKNOWN")),
               "why", (kind, said))
    if not ends:
        expect(r.rights(home, "seizure") and not pages(r, unit), "seized first", (states, taken))
        return "seized"
    expect(len(ends) == 1, "one of them has the title", states)
    if ends == {"sale"}:
        expect(r.rights(home, "ownership")[0]["holders"][0]["name"] == "李示范", "sold", states)
        expect(not pages(r, unit), "not split", states)
        return "sold"
    expect(taken.get(201, 0) == 0, "nothing seizes what is closed", taken)
    expect_split(r, unit, int("mortgage" in done))
    certificates = r.clerk_1.wait(f"/filings/{filings[ends.pop()]}/certificates", lambda x: len(
        x["certificates"]) == (4 if "mortgage" in done else 2) and x)["certificates"]
    expect(all(c["state"] == "valid" for c in certificates), "certificates", certificates)
    return "split with the mortgage" if "mortgage" in done else "split"


def merge_filings(r):
    """three merges of two among three units, a sale of one: no unit ends twice, none waits for ever"""
    home = r.home(alone=True)
    units = [home["unit"], r.beside(home, 2), r.beside(home, 3)]
    bodies = [r.merge_body({**home, "unit": units[k]}, [units[(k + 1) % 3]], 100 + k)
              for k in range(3)]
    opened = kit.at_once(kit.shuffled([lambda b=b: r.clerk_1.twin().call("POST", "/filings", b)
                                       for b in bodies + [r.sale_body(home)]]))
    expect(tally(opened) == {201: 4}, "all are accepted", opened)
    merges = [x[1]["filing"] for x in opened if x[1]["scene"] == "ownership-merge"]
    sale = next(x[1]["filing"] for x in opened if x[1]["scene"] == "resale-transfer")
    tasks = [(f, r.task(f, "review-registry"), r.reviewer_registry) for f in merges + [sale]]
    tasks += [(sale, r.task(sale, "review-housing"), r.reviewer_housing),
              (sale, r.task(sale, "review-tax"), r.reviewer_tax)]
    decided = kit.at_once(kit.shuffled([lambda f=f, t=t, c=c: (f, c.twin().call(
        "POST", f"/tasks/{t}/decide", {"decision": "approve"})[0]) for f, t, c in tasks]))
    expect({x[1] for x in decided} <= {200, 422}, "decided", decided)
    for filing in {x[0] for x in decided if x[1] == 422}:  # whoever came too late makes way
        r.clerk_1.must("POST", f"/filings/{filing}/withdraw", {"reason": "撤回"})
    if r.filing(sale)["state"] == "accepted":
        r.city.pay(r.order(sale))
    states = {f: state[0] for f, state in unblock(r, merges + [sale]).items()}
    merged = [f for f in merges if states[f] in ("recorded", "closed")]
    expect(len(merged) <= 1 and (merged or states[sale] in ("recorded", "closed")), "some", states)
    found = [r.admin.must("GET", f"/registry/units/{u}") for u in units]
    closed = [p for p in found if p["unit"]["state"] == "closed"]
    expect(len(closed) == 2 * len(merged), "both or none", (states, closed))
    expect(all(not p["rights"] for p in closed), "nothing is left in them", closed)
    made = {x["unit"]["code"] for page in closed for x in pages(r, page["unit"]["code"])}
    expect(len(made) == len(merged), "one came of it", made)
    return ("merged" if merged else "not merged") + (
        ", sold" if states[sale] in ("recorded", "closed") else "")


def easements_crossed(r):
    """two homes serve each other, both are sold at once: each easement goes along, nobody waits"""
    homes = [r.home(), r.home()]
    for home, served in (homes, homes[::-1]):
        filing = r.ready_division(r.easement_body(home, served))
        r.city.pay(r.order(filing))
        expect(r.settled(filing) in ("recorded", "closed"), "easement", r.filing(filing)["steps"])
    opened = kit.at_once(kit.shuffled([lambda h=h: r.clerk_1.twin().call(
        "POST", "/filings", r.along_body(h)) for h in homes]))
    expect(tally(opened) == {201: 2}, "both are accepted", opened)
    filings = [x[1]["filing"] for x in opened]
    for filing in filings:
        r.approve(filing, "review-registry")
    orders = [r.order(filing) for filing in filings]
    kit.at_once(kit.shuffled([lambda o=o: r.city.pay(o) for o in orders]))
    for filing in filings:
        expect(r.settled(filing) in ("recorded", "closed"), "sale", r.filing(filing)["steps"])
    for home, served in (homes, homes[::-1]):
        for kind, buyer in (("ownership", home["buyer"]), ("easement", served["buyer"])):
            live = r.rights(home, kind)
            expect(len(live) == 1 and live[0]["holders"][0]["document_number"] ==
                   buyer["document_number"], kind, live)


def easement_split(r):
    """a split, a sale of what bears an easement for it, another easement: none is for what closed"""
    home, bears, late = r.home(alone=True), r.home(), r.home()
    first = r.ready_division(r.easement_body(bears, home))
    r.city.pay(r.order(first))
    expect(r.settled(first) in ("recorded", "closed"), "easement", r.filing(first)["steps"])
    ready = [lambda: r.ready_division(r.split_body(home, 100)), lambda: r.ready_sale(bears)[0],
             lambda: r.ready_division(r.easement_body(late, home))]
    filings = [None] * len(ready)
    for at in kit.shuffled(range(len(ready))):
        filings[at] = ready[at]()
    orders = [r.order(filing) for filing in filings]
    kit.at_once(kit.shuffled([lambda o=o: r.city.pay(o) for o in orders]))
    found = unblock(r, filings)
    split, sale, easement = (found[filing] for filing in filings)
    expect("withdrawn" not in (split[0], sale[0]), "split and sold", found)
    expect(easement[0] != "withdrawn" or "DOMINANT_CLOSED" in easement[1], "too late", found)
    parts = sorted(f"{home['unit'][:24]}{100 + k:04}" for k in (0, 1))
    for unit, wanted in ((bears, parts), (late, parts if easement[0] != "withdrawn" else [])):
        served = sorted(right["dominant"] for right in r.rights(unit, "easement"))
        expect(served == wanted, "each part has its easement", (served, found))
    return "easement first" if easement[0] != "withdrawn" else "split first"


RACES = [sale_sale, sale_seizure, mortgage_sale, mortgage_mortgage, mortgage_open, two_reviewers,
         claim_claim, seizure_seizure, release_sale, withdraw_record, callbacks, certificate_pdf,
         certificate_numbers, acceptor_reviewer, answer_answer, all_at_once, same_key,
         cancel_mortgage, guess_guess, code_code, visit_visit, advance_sale, split_all,
         split_filings, merge_filings, easements_crossed, easement_split, standing_standing,
         call_call, last_slot, rate_rate]


def play(race, registry, rounds):
    """(what went wrong or "", which outcomes there were, seconds)"""
    start, seen, wrong = time.monotonic(), {}, ""
    for number in range(rounds):
        try:
            outcome = race(registry)
        except Exception as fault:  # a fault of the test itself is a failed race as well
            wrong = f"round {number + 1}: {type(fault).__name__}: {fault}"
            break
        if outcome:
            seen[outcome] = seen.get(outcome, 0) + 1
    words = ", ".join(f"{count} {outcome}" for outcome, count in sorted(seen.items()))
    return wrong, words, time.monotonic() - start


def reconcile(registry):
    """What the gateway booked is what the book says, to the fen."""
    lines = registry.city.statement()
    found = registry.auditor.must("POST", "/money/reconciliation", {"lines": lines})
    expect(not found["differences"] and found["matched"] == len(lines) > 0, "differences", found)


def main():
    chosen = kit.options(__doc__, rounds=(5, "how often each race"),
                         seed=(random.randrange(10**6), "of the jitter"),
                         only=("", "these races, with commas"))
    random.seed(chosen.seed)
    tap = kit.Tap()
    print(f"# again: test/races.py --build {os.path.relpath(chosen.build, kit.ROOT)} --store"
          f" {chosen.store} --rounds {chosen.rounds} --seed {chosen.seed}")
    city = kit.City(chosen)
    try:
        registry = kit.Registry(city)
        for race in RACES:
            if chosen.only and race.__name__ not in chosen.only.split(","):
                continue
            wrong, seen, seconds = play(race, registry, chosen.rounds)
            tap.point(not wrong, f"{race.__name__} x{chosen.rounds}: {race.__doc__}"
                      f" ({seen + ', ' if seen else ''}{seconds:.1f} s)", wrong)
        registry.quiet()
        if not chosen.only:
            wrong, _, _ = play(reconcile, registry, 1)
            tap.point(not wrong, "the gateway's statement and the book agree", wrong)
        city.town.stop("yichuang")
        status, said = city.verify()
        tap.point(status == 0, "yichuang verify finds nothing", said)
    finally:
        city.keep = city.keep or bool(tap.failed)
        faults = city.close()
    tap.point(not faults, "service and departments end well", *faults)
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
