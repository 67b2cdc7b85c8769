#!/usr/bin/env python3
"""The stand-in departments, behaving: doors, signatures, questions, effects, restarts.

usage: test/sandbox_test.py path/to/yichuang-sandbox [-v] [TestClass.test_name ...]
"""
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import sandbox_kit as kit
from sandbox_kit import NAMES, UNIT, Case, Key, Receiver, Sandbox, effect, new_id, sign_request


class Ends(Case):
    def test_health_says_what_it_is(self):
        health = self.box.door("GET", "/health")
        self.assertEqual(health["name"], "yichuang-sandbox")
        self.assertIn("only stands in", health["warning"])
        self.assertEqual([row["name"] for row in health["stands_in_for"]], NAMES)
        self.assertEqual(self.box.names, NAMES)
        self.assertEqual(self.box.urls["housing"], f"http://127.0.0.1:{self.box.port + 1}")
        with open(os.path.join(self.dir, "log")) as f:
            self.assertIn("only stands in", f.read())

    def test_keys_are_secret(self):
        for name in NAMES:
            mode = os.stat(os.path.join(self.dir, name + ".key.pem")).st_mode
            self.assertEqual(mode & 0o777, 0o600)

    def test_unknown_doors(self):
        self.assertIn("error", self.box.door("GET", "/nothing", status=404))
        self.assertIn("error", self.box.door("DELETE", "/facts", status=405))
        self.assertIn("error", self.box.door("POST", "/orders/none/pay", status=404))
        self.assertIn("error", self.box.door("PUT", "/facts", {"facts": 1}, status=400))
        self.assertIn("error", self.box.door("PUT", "/faults", {"department": "x", "mode": "drip"},
                                             status=400))
        self.assertIn("error", self.box.door("PUT", "/faults", {"department": "tax", "mode": "x"},
                                             status=400))

    def test_bad_facts_change_nothing(self):
        good = {"department": "court", "share": "holds", "key": "K-none", "answer": {"holds": [1]}}
        for bad in ({"department": "court"}, {**good, "share": "contract"}, {**good, "key": ""},
                    {**good, "answer": []}):
            error = self.box.door("PUT", "/facts", {"facts": [good, bad]}, status=400)["error"]
            self.assertTrue(error.startswith("facts.1: "), error)
        answer = self.box.ask("court", "holds", {"unit": "K-none", "persons": []})
        self.assertEqual(answer["answer"], {"holds": []})

    def raw(self, data, port=None):
        with socket.create_connection(("127.0.0.1", port or self.box.port), timeout=5) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            got = b""
            while chunk := s.recv(65536):
                got += chunk
        return got

    def test_malformed_requests_are_refused(self):
        for data, status in (
                (b"GET nothing HTTP/1.1\r\n\r\n", 400), (b"GET / HTTP/3\r\n\r\n", 400),
                (b"G@T /health HTTP/1.1\r\n\r\n", 400), (b"GET /%zz HTTP/1.1\r\n\r\n", 400),
                (b"GET /%c0%80 HTTP/1.1\r\n\r\n", 400), (b"GET /?a=%4 HTTP/1.1\r\n\r\n", 400),
                (b"GET /health HTTP/1.1\r\nA b: c\r\n\r\n", 400),
                (b"GET /health HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
                (b"PUT /facts HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n1", 400),
                (b"PUT /facts HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
                (b"PUT /facts HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", 413),
                (b"PUT /facts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
                (b"GET /health HTTP/1.1\r\n" + b"A: b\r\n" * 70 + b"\r\n", 431),
                (b"GET /health HTTP/1.1\r\nA: " + b"b" * 20000 + b"\r\n\r\n", 431)):
            with self.subTest(data=data[:40]):
                self.assertEqual(self.raw(data).split(b" ")[1], str(status).encode())
        self.assertEqual(self.raw(b"PUT /facts HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"), b"")
        self.assertEqual(self.raw(b""), b"")

    def test_pipelined_and_split_requests(self):
        one = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        self.assertEqual(self.raw(one * 3).count(b"HTTP/1.1 200 OK"), 3)
        with socket.create_connection(("127.0.0.1", self.box.port), timeout=5) as s:
            for i in range(len(one)):
                s.sendall(one[i:i + 1])
            self.assertIn(b"200 OK", s.recv(65536))

    def test_twenty_thousand_facts_at_once(self):
        facts = [{"department": "police", "share": "identity", "key": f"P{i}",
                  "answer": {"name": f"张{i}", "state": "alive"}} for i in range(20000)]
        self.assertEqual(self.box.door("PUT", "/facts", {"facts": facts})["changed"], 20000)
        self.assertEqual(self.box.door("PUT", "/facts", {"facts": facts})["changed"], 0)
        facts[7]["answer"]["state"] = "dead"
        self.assertEqual(self.box.door("PUT", "/facts", {"facts": facts})["changed"], 1)
        answer = self.box.ask("police", "identity", {"persons": [
            {"name": "张7", "document_number": "P7"}, {"name": "张", "document_number": "P19999"}]})
        self.assertEqual(answer["answer"]["persons"], [
            {"document_number": "P7", "match": True, "state": "dead"},
            {"document_number": "P19999", "match": False, "state": "alive"}])

    def test_second_sandbox_on_the_same_ports_fails(self):
        with tempfile.TemporaryDirectory() as other:
            with self.assertRaises(RuntimeError):
                Sandbox(other, self.service, port=self.box.port)

    def test_second_sandbox_in_the_same_directory_fails(self):
        with self.assertRaises(RuntimeError):
            Sandbox(self.dir, self.service)
        self.box.door("GET", "/health")

    def test_command_line(self):
        for words, code in ((["--help"], 0), (["--version"], 0), ([], 2), (["--dir"], 2),
                            (["--nonsense"], 2), (["--dir", "x"], 2),
                            (["--dir", "x", "--service-key", "y", "--port", "70000"], 2)):
            done = subprocess.run([kit.PROGRAM, *words], capture_output=True, timeout=20)
            self.assertEqual(done.returncode, code, (words, done.stderr))


class Signatures(Case):
    def body(self):
        return {"message_id": new_id(), "share": "holds", "params": {"unit": UNIT, "persons": []}}

    def refused(self, **wrong):
        status, _, got, _ = self.box.post("court", "/query/holds", self.body(), **wrong)
        self.assertEqual(status, 401, got)
        return json.loads(got)["error"]

    def test_good(self):
        self.assertEqual(self.box.post("court", "/query/holds", self.body())[0], 200)

    def test_forged(self):
        before = self.box.effects("court")
        self.refused(key=Key())
        self.refused(sent=b'{"message_id":"1","params":{}}')
        self.refused(signed_url=self.box.urls["tax"] + "/query/holds")
        self.refused(created=time.time() - 3600)
        self.refused(created=time.time() + 3600)
        self.refused(headers={"Content-Type": "application/json", "Signature": "x"})
        after = self.box.effects("court")
        self.assertEqual(after["rejected"], before["rejected"] + 6)
        self.assertEqual(after["arrived"], before["arrived"])

    def test_caught_and_sent_again(self):
        body = self.body()
        data = json.dumps(body).encode()
        headers = sign_request(self.service, "service", "POST",
                               self.box.urls["court"] + "/query/holds", data)
        self.assertEqual(self.box.post("court", "/query/holds", body, headers=headers)[0], 200)
        status, _, got, _ = self.box.post("court", "/query/holds", body, headers=headers)
        self.assertEqual((status, b"used before" in got), (401, True))

    def test_refusals_are_signed_too(self):
        status, _, got, bad = self.box.post("court", "/query/holds", {"params": {}})
        self.assertEqual((status, bad), (400, None), got)
        status, _, got, bad = self.box.post("court", "/query/contract", self.body())
        self.assertEqual((status, bad), (404, None), got)

    def test_service_key_appears_and_changes(self):
        with tempfile.TemporaryDirectory() as other:
            box = Sandbox(other, self.service, with_key=False)
            try:
                self.assertEqual(box.post("court", "/query/holds", self.body())[0], 503)
                box.give_key()
                self.assertEqual(box.post("court", "/query/holds", self.body())[0], 200)
                box.key = Key()
                self.assertEqual(box.post("court", "/query/holds", self.body())[0], 401)
                box.give_key()
                time.sleep(0.3)
                self.assertEqual(box.post("court", "/query/holds", self.body())[0], 200)
            finally:
                self.assertEqual(box.stop(), 0)


class Questions(Case):
    def test_nothing_known(self):
        who = [{"name": "王芳", "document_number": "N1"}]
        for department, share, params in (
                ("housing", "contract", {"contract_number": "HT0", "unit": UNIT}),
                ("tax", "record", {"unit": "U0", "sellers": who, "buyers": who}),
                ("planning", "permit", {"permit_number": "X0"}),
                ("finance", "licence", {"credit_code": "C0"})):
            answer = self.box.ask(department, share, params)
            self.assertEqual((answer["found"], answer["answer"]), (False, {}), share)
            self.assertEqual(answer["share"], share)
        for department, share, person in (
                ("police", "identity", {"match": False, "state": "unknown"}),
                ("police", "household", {"household_number": "", "members": []}),
                ("police", "death", {"died_on": ""}),
                ("civil", "marriage", {"state": "single", "spouse_name": "",
                                       "spouse_document_number": ""})):
            answer = self.box.ask(department, share, {"persons": who})
            self.assertTrue(answer["found"])
            self.assertEqual(answer["answer"], {"persons": [{"document_number": "N1", **person}]})
        self.assertEqual(self.box.ask("court", "holds", {"unit": "U0", "persons": who})["answer"],
                         {"holds": []})

    def test_known_by_number(self):
        contract = {"unit": UNIT, "price_fen": 80000000, "area_cm2": 902500,
                    "filed_on": "2026-11-02", "sellers": [{"name": "李娜", "document_number": "S"}],
                    "buyers": [], "cancelled": False}
        record = {"buyer_homes": 1, "seller_acquired_on": "2019-05-06", "seller_only_home": True,
                  "original_price_fen": 5, "proven_costs_fen": 0, "assessed_price_fen": 0}
        self.box.facts(
            ("housing", "contract", "HT1", contract), ("tax", "record", UNIT, record),
            ("planning", "permit", "X1", {"holder": "甲", "valid": True}),
            ("finance", "licence", "C1", {"name": "乙", "valid": False}))
        ask = self.box.ask
        self.assertEqual(ask("housing", "contract", {"contract_number": "HT1", "unit": UNIT})
                         ["answer"], {"contract_number": "HT1", **contract})
        self.assertEqual(ask("tax", "record", {"unit": UNIT, "sellers": [], "buyers": []})
                         ["answer"], {"unit": UNIT, **record})
        self.assertEqual(ask("planning", "permit", {"permit_number": "X1"})["answer"],
                         {"permit_number": "X1", "holder": "甲", "valid": True})
        self.assertEqual(ask("finance", "licence", {"credit_code": "C1"})["answer"],
                         {"credit_code": "C1", "name": "乙", "valid": False})

    def test_known_by_person(self):
        self.box.facts(
            ("police", "identity", "A", {"name": "王芳"}),
            ("police", "identity", "B", {"name": "赵强", "state": "dead"}),
            ("police", "death", "B", {"died_on": "2025-01-31"}),
            ("police", "household", "A", {"household_number": "H9", "members": [
                {"name": "王小", "document_number": "M", "relation": "child"}]}),
            ("civil", "marriage", "A", {"state": "married", "spouse_name": "赵强",
                                        "spouse_document_number": "B"}),
            ("court", "holds", "B", {"holds": [{"document": "D1", "court": "Y", "kind": "seal"}]}),
            ("court", "holds", "U9", {"holds": [{"document": "D2", "court": "Y", "kind": "seal"}]}))
        both = {"persons": [{"name": "王芳", "document_number": "A"},
                            {"name": "赵刚", "document_number": "B"}]}
        ask = self.box.ask
        identity = ask("police", "identity", both)["answer"]["persons"]
        self.assertEqual(identity, [{"document_number": "A", "match": True, "state": "alive"},
                                    {"document_number": "B", "match": False, "state": "dead"}])
        self.assertNotIn("赵强", json.dumps(identity, ensure_ascii=False))
        death = ask("police", "death", both)["answer"]["persons"]
        self.assertEqual([p["died_on"] for p in death], ["", "2025-01-31"])
        household = ask("police", "household", both)["answer"]["persons"]
        self.assertEqual([len(p["members"]) for p in household], [1, 0])
        marriage = ask("civil", "marriage", both)["answer"]["persons"]
        self.assertEqual([p["state"] for p in marriage], ["married", "single"])
        holds = ask("court", "holds", {"unit": "U9", **both})["answer"]["holds"]
        self.assertEqual([h["document"] for h in holds], ["D2", "D1"])

    def test_same_id_same_answer(self):
        body = {"message_id": new_id(), "params": {"persons": [
            {"name": "吴", "document_number": "Z1"}]}}
        first = self.box.send("police", "/query/identity", body)
        self.box.facts(("police", "identity", "Z1", {"name": "吴"}))
        before = self.box.effects("police")
        time.sleep(0.01)
        self.assertEqual(self.box.send("police", "/query/identity", body), first)
        after = self.box.effects("police")
        self.assertEqual([after[k] - before[k] for k in ("arrived", "distinct", "acted")],
                         [1, 0, 0])
        status, _, got, bad = self.box.post("police", "/query/death", body)
        self.assertEqual((status, bad), (409, None), got)


class Effects(Case):
    def test_pay_and_refund(self):
        order, answer = self.order(8000)
        self.assertEqual(answer["state"], "open")
        self.assertEqual(answer["order"], order)
        self.assertEqual(answer["pay_url"], f"http://127.0.0.1:{self.box.port}/orders/{order}/pay")
        refund = effect(refund="R" + order, order=order, amount_fen=8000)
        self.assertEqual(self.box.post("payment", "/refunds", refund)[0], 409)
        self.receiver.statuses[:] = [500, 503]
        paid = self.box.door("POST", f"/orders/{order}/pay")
        self.assertEqual(paid["state"], "paid")
        self.assertEqual(self.box.door("POST", f"/orders/{order}/pay")["trade_number"],
                         paid["trade_number"])
        got = self.receiver.wait(3)
        time.sleep(0.3)
        self.assertEqual([c["status"] for c in self.receiver.got], [500, 503, 200])
        self.assertTrue(1 <= got[1]["at"] - got[0]["at"] < 2)
        self.assertTrue(2 <= got[2]["at"] - got[1]["at"] < 3)
        self.assertEqual([c["bad"] for c in got], [None] * 3)
        self.assertEqual({json.dumps(c["body"]) for c in got}, {json.dumps({
            "message_id": got[0]["body"]["message_id"], "order": order,
            "trade_number": paid["trade_number"], "amount_fen": 8000, "state": "paid",
            "paid_ms": paid["paid_ms"]})})
        self.assertEqual(self.box.send("payment", "/refunds", refund)["state"], "refunded")
        self.refund_rules(order, refund)
        lines = self.box.send("payment", "/statement", effect(from_ms=0, to_ms=2**53))["lines"]
        lines = [(row["kind"], row["amount_fen"]) for row in lines if row["order"] == order]
        self.assertEqual(lines, [("paid", 8000), ("refunded", 8000)])
        none = self.box.send("payment", "/statement", effect(from_ms=0, to_ms=paid["paid_ms"]))
        self.assertNotIn(order, [row["order"] for row in none["lines"]])

    def refund_rules(self, order, refund):
        """The same refund number pays once, under any message id; never more than was paid."""
        first = self.box.send("payment", "/refunds", refund)
        again = self.box.send("payment", "/refunds", {**refund, "message_id": new_id()})
        self.assertEqual(again["trade_number"], first["trade_number"])
        for wrong in ({"refund": "R2" + order, "amount_fen": 1}, {"amount_fen": 7999},
                      {"refund": "R3" + order, "amount_fen": 0}, {"refund": ""},
                      {"refund": "R4" + order, "order": "none"}):
            body = {**refund, "message_id": new_id(), **wrong}
            self.assertIn(self.box.post("payment", "/refunds", body)[0], (400, 404, 409), wrong)

    def test_same_order_twice(self):
        order, answer = self.order(100)
        body = effect(order=order, amount_fen=100, callback_url=self.receiver.url)
        self.assertEqual(self.box.send("payment", "/orders", body)["gateway_number"],
                         answer["gateway_number"])
        body = effect(order=order, amount_fen=101, callback_url=self.receiver.url)
        self.assertEqual(self.box.post("payment", "/orders", body)[0], 409)
        for amount in (0, -5):
            body = effect(order="O9", amount_fen=amount, callback_url=self.receiver.url)
            self.assertEqual(self.box.post("payment", "/orders", body)[0], 400)

    def test_pay_page(self):
        order, _ = self.order(8005)
        c = http.client.HTTPConnection("127.0.0.1", self.box.port, timeout=5)
        c.request("GET", f"/orders/{order}/pay", headers={"Accept": "text/html"})
        page = c.getresponse().read().decode()
        self.assertIn("80.05", page)
        self.assertIn("&lt;80>", page)
        self.assertIn("<form method=\"post\">", page)
        c.request("POST", f"/orders/{order}/pay", "", headers={"Accept": "text/html"})
        self.assertNotIn("<form", c.getresponse().read().decode())
        c.close()
        self.receiver.wait(1)

    def test_refused_message_may_be_repaired(self):
        body = effect(to="", text="x")
        self.assertEqual(self.box.post("sms", "/messages", body)[0], 400)
        self.assertEqual(self.box.send("sms", "/messages", {**body, "to": "139"})["state"],
                         "accepted")

    def test_sms_and_post(self):
        body = effect(to="13900000001", text="您的不动产登记已办结")
        before = self.box.effects("sms")
        for _ in range(3):
            self.assertEqual(self.box.send("sms", "/messages", body)["state"], "accepted")
        after = self.box.effects("sms")
        self.assertEqual([after[k] - before[k] for k in ("arrived", "distinct", "acted")],
                         [3, 1, 1])
        sent = self.box.door("GET", "/outgoing/sms?to=13900000001")["messages"]
        self.assertEqual([m["text"] for m in sent], [body["text"]])
        body = effect(recipient="王芳", phone="139", address="金凤区", contents="不动产权证书")
        waybill = self.box.send("post", "/orders", body)["waybill"]
        self.assertEqual(self.box.send("post", "/orders", body)["waybill"], waybill)
        sent = self.box.door("GET", "/outgoing/post")["messages"]
        self.assertEqual([m["recipient"] for m in sent if m["waybill"] == waybill], ["王芳"])
        count = self.box.door("GET", "/outgoing/post")["count"]
        self.assertEqual(self.box.door("GET", f"/outgoing/post?after={count}")["messages"], [])

    def test_utilities(self):
        self.box.facts(("water", "account", "W1", {"account": "778"}),
                       ("heating", "account", "W1", {"state": "none"}))
        send = lambda d, unit: self.box.send(d, "/transfers", effect(
            filing="F", unit=unit, **{"from": [], "to": []}))
        self.assertEqual(send("water", "W1")["account"], "778")
        self.assertEqual(send("heating", "W1")["state"], "none")
        made = send("power", "W1")
        self.assertEqual((made["state"], len(made["account"])), ("done", 10))
        self.assertEqual(send("power", "W1")["account"], made["account"])
        self.assertNotEqual(send("power", "W2")["account"], made["account"])

    def test_authorities(self):
        body = effect(filing="F", unit=UNIT, items=[])
        self.assertEqual(self.box.send("tax", "/declarations", body)["state"], "accepted")
        body = effect(filing="F", unit=UNIT, entry_number=1, entered_ms=2)
        for department in ("tax", "housing"):
            self.assertEqual(self.box.send(department, "/results",
                                           {**body, "message_id": new_id()})["state"], "noted")
        self.assertEqual(self.box.post("police", "/results", body)[0], 404)

    def test_one_effect_under_a_storm(self):
        body = effect(to="13900000077", text="一次")
        errors = []

        def storm():
            try:
                self.box.send("sms", "/messages", body)
            except Exception as e:  # noqa: BLE001 - shown below
                errors.append(e)

        threads = [threading.Thread(target=storm) for _ in range(12)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        self.assertEqual(errors, [])
        self.assertEqual(len(self.box.door("GET", "/outgoing/sms?to=13900000077")["messages"]), 1)


class Thinking(Case):
    options = ("--delay-ms", "300")

    def test_slow_departments_think_side_by_side(self):
        begun = time.monotonic()
        asks = [threading.Thread(target=self.box.ask, args=("court", "holds", {
            "unit": UNIT, "persons": []})) for _ in range(20)]
        [t.start() for t in asks]
        [t.join() for t in asks]
        self.assertTrue(0.3 <= time.monotonic() - begun < 3.0)
        begun = time.monotonic()
        self.box.door("GET", "/health")
        self.assertLess(time.monotonic() - begun, 0.2)


class Restart(unittest.TestCase):
    def setUp(self):
        self.service, self.receiver = Key(), Receiver()
        self.dir = tempfile.mkdtemp(prefix="yichuang-sandbox-test-")

    def tearDown(self):
        self.receiver.shutdown()
        self.receiver.server_close()
        subprocess.run(["rm", "-r", self.dir], check=True)

    def start(self, *options):
        box = Sandbox(self.dir, self.service, *options)
        self.receiver.keys = box.publics
        return box

    def test_nothing_is_forgotten_after_kill(self):
        box = self.start()
        box.facts(("police", "identity", "A", {"name": "王芳"}))
        box.facts(("police", "identity", "A", {"name": "王芳", "state": "dead"}))
        sms = effect(to="137", text="x")
        first = box.send("sms", "/messages", sms)
        order = effect(order="O1", amount_fen=500, subject="s", callback_url=self.receiver.url)
        made = box.send("payment", "/orders", order)
        self.receiver.statuses[:] = [500] * 2
        paid = box.door("POST", "/orders/O1/pay")
        self.receiver.wait(1)
        self.assertEqual(box.stop(signal.SIGKILL), -signal.SIGKILL)
        with open(os.path.join(self.dir, "facts.jsonl"), "ab") as f:
            f.write(b'{"kind":"fact","department":"pol')
        publics, box = box.publics, self.start()
        self.assertEqual(box.publics, publics)
        self.assertEqual(box.ask("police", "identity", {"persons": [
            {"name": "王芳", "document_number": "A"}]})["answer"]["persons"][0]["state"], "dead")
        self.assertEqual(box.send("sms", "/messages", sms), first)
        self.assertEqual(len(box.door("GET", "/outgoing/sms")["messages"]), 1)
        again = box.send("payment", "/orders", order)
        self.assertEqual(again["gateway_number"], made["gateway_number"])
        calls = self.receiver.wait(3)
        self.assertEqual(calls[-1]["status"], 200)
        self.assertEqual(calls[-1]["body"]["trade_number"], paid["trade_number"])
        until = time.monotonic() + 5
        while not box.door("GET", "/orders/O1/pay")["called"] and time.monotonic() < until:
            time.sleep(0.05)
        lines = box.send("payment", "/statement", effect(from_ms=0, to_ms=2**53))["lines"]
        self.assertEqual(len(lines), 1)
        self.assertEqual(box.stop(), 0)
        box = self.start()
        self.assertTrue(box.door("GET", "/orders/O1/pay")["called"])
        time.sleep(0.5)
        self.assertEqual(len(self.receiver.got), len(calls))
        self.assertEqual(box.stop(), 0)

    def test_public_url_is_where_phones_pay(self):
        box = self.start("--public-url", "https://pay.example")
        order = effect(order="O1", amount_fen=500, subject="s", callback_url=self.receiver.url)
        answer = box.send("payment", "/orders", order)
        self.assertEqual(answer["pay_url"], "https://pay.example/orders/O1/pay")
        self.assertEqual(box.stop(), 0)
        for wrong in ("pay.example", "https://", "https://pay.example/"):
            with self.assertRaises(RuntimeError):
                self.start("--public-url", wrong)

    def test_damaged_journal_is_refused(self):
        self.start().stop()
        with open(os.path.join(self.dir, "facts.jsonl"), "ab") as f:
            f.write(b"{}\nnot json\n")
        with self.assertRaises(RuntimeError):
            self.start()
        with open(os.path.join(self.dir, "log")) as f:
            self.assertIn("line 2", f.read())


if __name__ == "__main__":
    kit.main(__doc__)
