-- money_bill_add: a bill
INSERT INTO money_bill (region, id, filing, state, total_fen, declared_on, made_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7);
-- money_line_add: one amount and its reason
INSERT INTO money_line (region, bill, seq, kind, payer, base_fen, rate_ppm, amount_fen, rule,
        reason_zh, reason_en, law) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
-- money_bill_of: the newest bill of a filing
SELECT id, state, total_fen, declared_on, made_ms FROM money_bill
 WHERE region = $1 AND filing = $2 ORDER BY made_ms DESC, id DESC LIMIT 1;
-- money_lines: a bill's lines
SELECT kind, payer, base_fen, rate_ppm, amount_fen, rule, reason_zh, reason_en, law FROM money_line
 WHERE region = $1 AND bill = $2 ORDER BY seq;
-- money_bill_state: paid, or void
UPDATE money_bill SET state = $3 WHERE region = $1 AND id = $2;
-- money_bill_void: all bills of a filing: nothing is owed by them any more
UPDATE money_bill SET state = 'void' WHERE region = $1 AND filing = $2 AND state <> 'void';
-- money_order_add: an order at the gateway
INSERT INTO money_order (region, id, bill, filing, state, amount_fen, pay_url, trade_number,
        made_ms, paid_ms, refunded_ms, refund, version)
VALUES ($1, $2, $3, $4, 'open', $5, '', '', $6, 0, 0, '', 1);
-- money_order_url: where the payer pays
UPDATE money_order SET pay_url = $3 WHERE region = $1 AND id = $2;
-- money_order_filing: whose order it is
SELECT filing FROM money_order WHERE region = $1 AND id = $2;
-- money_order_lock: one order, held until the commit
UPDATE money_order SET version = version + 1 WHERE region = $1 AND id = $2
RETURNING id, bill, filing, state, amount_fen, pay_url, trade_number, made_ms, paid_ms,
          refunded_ms, refund;
-- money_order_of: orders of a filing
SELECT id, bill, filing, state, amount_fen, pay_url, trade_number, made_ms, paid_ms, refunded_ms,
       refund FROM money_order WHERE region = $1 AND filing = $2 ORDER BY made_ms, id;
-- money_order_paid: booked
UPDATE money_order SET state = $3, trade_number = $4, paid_ms = $5 WHERE region = $1 AND id = $2;
-- money_order_close: nothing is expected any more
UPDATE money_order SET state = 'closed' WHERE region = $1 AND id = $2 AND state = 'open';
-- money_order_refunding: to be paid back, once
UPDATE money_order SET state = 'refunding', refund = $3
 WHERE region = $1 AND id = $2 AND state = 'paid' AND refund = '';
-- money_order_refunded: paid back
UPDATE money_order SET state = 'refunded', refunded_ms = $3
 WHERE region = $1 AND id = $2 AND state = 'refunding';
-- money_receipt_add: 票据
INSERT INTO money_receipt (region, id, payment, kind, amount_fen, made_ms)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (region, payment, kind) DO NOTHING;
-- money_receipts_of: receipts of a filing
SELECT r.id, r.kind, r.amount_fen, r.made_ms FROM money_order o CROSS JOIN money_receipt r
 WHERE r.region = o.region AND r.payment = o.id AND o.region = $1 AND o.filing = $2
 ORDER BY r.made_ms, r.id;
-- money_receipt_of: one receipt of a filing, and the bill that it is for
SELECT r.kind, r.amount_fen, r.made_ms, o.trade_number, o.bill
  FROM money_receipt r JOIN money_order o ON o.region = r.region AND o.id = r.payment
 WHERE r.region = $1 AND o.filing = $2 AND r.id = $3;
-- money_fees: fees of registration on a filing's bills that were not voided, with their payment
SELECT l.kind, l.payer, l.base_fen, l.amount_fen, b.made_ms, COALESCE(o.paid_ms, 0)
  FROM money_bill b CROSS JOIN money_line l
       LEFT JOIN money_order o ON o.region = b.region AND o.bill = b.id
 WHERE l.region = b.region AND l.bill = b.id
   AND b.region = $1 AND b.filing = $2 AND b.state <> 'void'
   AND l.kind IN ('registration_fee', 'certificate_fee') ORDER BY b.made_ms, l.bill, l.seq;
-- money_statement: what our book says of a period
SELECT id, state, amount_fen, trade_number, paid_ms, refunded_ms FROM money_order
 WHERE region = $1 AND paid_ms > 0 AND ((paid_ms >= $2 AND paid_ms < $3)
    OR (refunded_ms >= $2 AND refunded_ms < $3)) ORDER BY id;
-- money_check_lines: I16: a bill that is not the sum of its lines
SELECT b.id FROM money_bill b WHERE b.region = $1 AND b.total_fen <>
       (SELECT CAST(COALESCE(SUM(l.amount_fen), 0) AS BIGINT) FROM money_line l
         WHERE l.region = b.region AND l.bill = b.id);
-- money_check_receipts: I16: paid without a receipt, or a receipt of another amount
SELECT o.id FROM money_order o LEFT JOIN money_receipt r
       ON r.region = o.region AND r.payment = o.id AND r.kind = 'paid'
 WHERE o.region = $1 AND o.paid_ms > 0 AND (r.id IS NULL OR r.amount_fen <> o.amount_fen);
-- money_check_refunds: I16: refunded but never paid, or paid back for the bill on which it was recorded
SELECT o.id FROM money_order o JOIN filing f ON f.region = o.region AND f.id = o.filing
       JOIN money_bill b ON b.region = o.region AND b.id = o.bill
 WHERE o.region = $1 AND o.state IN ('refunding', 'refunded') AND (o.paid_ms = 0
    OR (f.state IN ('recorded', 'closed') AND b.state <> 'void'));
-- money_check_ended: I16: money kept for a bill that is void
SELECT o.id FROM money_order o JOIN money_bill b ON b.region = o.region AND b.id = o.bill
 WHERE o.region = $1 AND o.state = 'paid' AND b.state = 'void';
