#!/usr/bin/env python3
"""The stand-in departments, misbehaving: every fault has to be seen on the wire, and counted.

usage: test/sandbox_fault_test.py path/to/yichuang-sandbox [-v] [TestClass.test_name ...]
"""
import http.client
import json
import socket
import time

import sandbox_kit as kit
from sandbox_kit import NAMES, UNIT, Case, effect, new_id, sign_request


class Faults(Case):
    def question(self):
        return {"message_id": new_id(), "share": "holds", "callback_url": self.receiver.url,
                "params": {"unit": UNIT, "persons": []}}

    def ask(self, timeout=1.5):
        return self.box.post("court", "/query/holds", self.question(), timeout=timeout)

    def well(self):
        self.assertEqual(self.ask()[0], 200)

    def once(self, mode, department="court"):
        """Sets the mode once and expects it to be asked and fired once more at the test's end."""
        before = self.box.counts(department, mode)
        self.box.fault(department, mode, 1)
        return lambda: self.assertEqual(
            self.box.fired(department, mode, before[1] + 1), (before[0] + 1, before[1] + 1), mode)

    def test_not_asked_is_not_fired(self):
        self.box.fault("court", "500", 3)
        self.assertEqual(self.box.counts("court", "500")[2], 3)
        self.box.fault("court", "none")
        self.well()

    def test_refused(self):
        seen = self.once("refused")
        c = http.client.HTTPConnection("127.0.0.1", self.box.port + 1 + NAMES.index("court"),
                                       timeout=2)
        with self.assertRaises(ConnectionRefusedError):
            c.connect()
        c.close()
        seen()
        self.well()

    def test_refused_ends_idle_connections(self):
        port = self.box.port + 1 + NAMES.index("court")
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        c.request("GET", "/nothing")
        c.getresponse().read()
        before = self.box.counts("court", "refused")
        self.box.fault("court", "refused", -1)
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionError)):
            c.request("GET", "/nothing")
            c.getresponse()
        c.close()
        for _ in range(3):
            with self.assertRaises(ConnectionRefusedError):
                self.ask()
        self.assertEqual(self.box.fired("court", "refused", before[1] + 3),
                         (before[0] + 3, before[1] + 3))
        self.assertEqual(self.box.post("police", "/query/death",
                                       {"message_id": new_id(), "params": {}})[0], 200)
        self.box.fault("court", "none")
        self.well()

    def test_connect_hang(self):
        seen = self.once("connect_hang")
        begun = time.monotonic()
        with self.assertRaises(TimeoutError):
            socket.create_connection(
                ("127.0.0.1", self.box.port + 1 + NAMES.index("court")), timeout=0.5)
        self.assertGreater(time.monotonic() - begun, 0.4)
        seen()
        self.well()

    def test_refused_then_connect_hang_then_open(self):
        for mode in ("refused", "connect_hang", "refused", "connect_hang"):
            self.box.fault("court", mode, -1)
            with self.assertRaises((ConnectionRefusedError, TimeoutError)):
                self.ask(timeout=0.3)
        self.box.fault("court", "none")
        self.well()

    def test_read_hang(self):
        seen = self.once("read_hang")
        acted = self.box.effects("court")["acted"]
        with self.assertRaises(TimeoutError):
            self.ask(timeout=0.7)
        seen()
        self.assertEqual(self.box.effects("court")["acted"], acted + 1)
        self.well()

    def test_drip(self):
        seen = self.once("drip")
        begun = time.monotonic()
        with socket.create_connection(
                ("127.0.0.1", self.box.port + 1 + NAMES.index("court")), timeout=3) as s:
            data = json.dumps(self.question()).encode()
            url = self.box.urls["court"] + "/query/holds"
            headers = sign_request(self.service, "service", "POST", url, data)
            head = "".join(f"{k}: {v}\r\n" for k, v in headers.items())
            s.sendall(f"POST /query/holds HTTP/1.1\r\n{head}Content-Length: {len(data)}\r\n\r\n"
                      .encode() + data)
            got = [s.recv(100) for _ in range(3)]
        self.assertEqual(got, [b"H", b"T", b"T"])
        self.assertGreater(time.monotonic() - begun, 1.9)
        seen()

    def test_reset(self):
        seen = self.once("reset")
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.ask()
        seen()

    def test_500_and_429(self):
        for mode in ("500", "429"):
            acted = self.box.effects("court")["acted"]
            seen = self.once(mode)
            status, headers, _, bad = self.ask()
            self.assertEqual((str(status), bad), (mode, "unsigned"))
            self.assertEqual(headers["Retry-After"], "1" if mode == "429" else None)
            self.assertEqual(self.box.effects("court")["acted"], acted)
            seen()

    def test_truncated_both_ways(self):
        seen = set()
        for _ in range(2):
            counted = self.once("truncated")
            try:
                _, _, got, bad = self.ask()
                self.assertIsNone(bad)
                self.assertRaises(ValueError, json.loads, got)
                seen.add("json")
            except http.client.IncompleteRead:
                seen.add("length")
            counted()
        self.assertEqual(seen, {"json", "length"})

    def test_wrong_type(self):
        seen = self.once("wrong_type")
        status, headers, got, bad = self.ask()
        self.assertEqual((status, headers["Content-Type"], bad),
                         (200, "text/html; charset=gbk", None))
        self.assertIn("系统维护中", got.decode("gbk"))
        self.assertRaises(UnicodeDecodeError, got.decode, "utf-8")
        seen()

    def test_bad_signature(self):
        seen = self.once("bad_signature")
        self.assertEqual(self.ask()[3], "signature")
        seen()

    def test_expired(self):
        seen = self.once("expired")
        self.assertEqual(self.ask()[3], "created")
        seen()

    def test_replay(self):
        old = json.loads(self.ask()[2])
        seen = self.once("replay")
        status, _, got, bad = self.ask()
        self.assertEqual((status, bad), (200, "signature"))
        self.assertNotEqual(json.loads(got)["message_id"], None)
        self.assertEqual(set(json.loads(got)), set(old))
        seen()
        seen = self.once("replay", "heating")
        status, _, got, bad = self.box.post("heating", "/transfers", effect(unit=UNIT))
        self.assertEqual((status, bad), (200, "signature"))
        seen()

    def test_late_answer(self):
        seen = self.once("late")
        body = self.question()
        begun = time.monotonic()
        status, _, got, bad = self.box.post("court", "/query/holds", body)
        self.assertEqual((status, bad), (202, None))
        self.assertEqual(json.loads(got), {"message_id": body["message_id"]})
        call = self.receiver.wait(1)[0]
        self.assertGreater(call["at"] - begun, 0.9)
        self.assertEqual((call["bad"], call["key_id"]), (None, "court"))
        self.assertEqual((call["body"]["message_id"], call["body"]["answer"]),
                         (body["message_id"], {"holds": []}))
        seen()
        self.assertEqual(self.box.send("court", "/query/holds", body), call["body"])

    def test_late_effect(self):
        seen = self.once("late", "sms")
        begun = time.monotonic()
        self.assertEqual(self.box.post("sms", "/messages", effect(to="1", text="x"))[0], 200)
        self.assertGreater(time.monotonic() - begun, 0.9)
        seen()

    def test_duplicate_answer(self):
        seen = self.once("duplicate")
        body = self.question()
        answer = self.box.send("court", "/query/holds", body)
        calls = self.receiver.wait(3)
        seen()
        self.assertEqual([c["body"] for c in calls], [answer] * 3)
        self.assertEqual(len({c["signature"] for c in calls}), 3)

    def test_out_of_order_answers(self):
        before = self.box.counts("court", "out_of_order")
        self.box.fault("court", "out_of_order", 2)
        ids = []
        for _ in range(2):
            body = self.question()
            ids.append(body["message_id"])
            self.assertEqual(self.box.post("court", "/query/holds", body)[0], 202)
        calls = self.receiver.wait(2)
        self.assertEqual([c["body"]["message_id"] for c in calls], ids[::-1])
        self.assertEqual(self.box.fired("court", "out_of_order", before[1] + 2),
                         (before[0] + 2, before[1] + 2))

    def test_payment_callbacks(self):
        for mode, bad in (("bad_signature", "signature"), ("expired", "created")):
            order, _ = self.order()
            self.receiver.got.clear()
            seen = self.once(mode, "payment")
            self.box.door("POST", f"/orders/{order}/pay")
            calls = self.receiver.wait(2)
            self.assertEqual([c["bad"] for c in calls], [bad, None])
            self.assertEqual(calls[1]["body"]["order"], order)
            seen()

    def test_payment_replayed_callback(self):
        first, _ = self.order()
        self.box.door("POST", f"/orders/{first}/pay")
        self.receiver.wait(1)
        order, _ = self.order()
        seen = self.once("replay", "payment")
        self.box.door("POST", f"/orders/{order}/pay")
        calls = self.receiver.wait(3)
        self.assertNotEqual(calls[1]["body"]["order"], order)
        self.assertEqual((calls[2]["bad"], calls[2]["body"]["order"]), (None, order))
        seen()

    def test_payment_late_duplicate_out_of_order(self):
        orders = [self.order()[0] for _ in range(4)]
        seen = self.once("late", "payment")
        begun = time.monotonic()
        self.box.door("POST", f"/orders/{orders[0]}/pay")
        self.assertGreater(self.receiver.wait(1)[0]["at"] - begun, 0.9)
        seen()
        seen = self.once("duplicate", "payment")
        self.box.door("POST", f"/orders/{orders[1]}/pay")
        self.assertEqual([c["body"]["order"] for c in self.receiver.wait(4)[1:]], [orders[1]] * 3)
        seen()
        seen = self.once("out_of_order", "payment")
        self.box.door("POST", f"/orders/{orders[2]}/pay")
        self.box.door("POST", f"/orders/{orders[3]}/pay")
        self.assertEqual([c["body"]["order"] for c in self.receiver.wait(6)[4:]],
                         [orders[3], orders[2]])
        seen()

    def test_until_cleared(self):
        self.box.fault("court", "500", -1)
        for _ in range(5):
            self.assertEqual(self.ask()[0], 500)
        self.assertEqual(self.box.counts("court", "500")[2], -1)
        self.box.fault("court", "none")
        self.well()

    def test_all_down(self):
        self.box.fault("all", "refused", -1)
        for name in NAMES:
            with self.assertRaises(ConnectionRefusedError):
                self.box.post(name, "/x", {})
        self.box.fault("all", "none")
        self.well()


if __name__ == "__main__":
    kit.main(__doc__)
