/* 预约与静默叫号: booked slots and the silent queue of an office. A slot never holds more than it
 * is offered for, nobody books further ahead than may be, and a ticket that waits is called once,
 * by one window (I22). Whoever changes anything at an office locks its desk first, and then the
 * persons concerned; what is booked and who waits are rows with a sealed journal. There are no
 * loudspeakers: whoever is called hears it on the phone (SMS), and the screen shows it. */
#pragma once

#include "base/input.h"
#include "registry/registry.h"

#define RULE RULE_DECLARE
#include "hall/hall.def"
#undef RULE

/* Numbers set by policy, as they are on a day. */
struct hall_params {
#define PARAM(name, least, most, zh, en) int64_t name;
#include "hall/hall.def"
#undef PARAM
};

struct hall_policy;
/* Reads data/hall.csv: `name,value,from,to,source`; `to` is the first day on which it is no
 * longer valid. E_INVALID with a sentence that names the line. */
MUST_CHECK err hall_policy_parse(
    struct arena *a, str csv, struct hall_policy **ret, str *ret_fault);
struct hall_params hall_params_on(struct arena *a, const struct hall_policy *policy, int64_t ms);

/* A window that asks for the next. */
struct hall_asking {
    int64_t window, now_ms;
};

/* ---- inputs ---- */
#define HALL_PERSON_IN(F, O, L)                                                                    \
    F(text, name, 1, 100, "姓名", "name")                                                          \
    O(text, document_kind, 0, 20, "证件种类，默认为身份证", "kind of document; id unless said")    \
    F(text, document_number, 1, 40, "证件号码", "document number")                                 \
    O(text, phone, 0, 20, "手机号码", "mobile number")
#define HALL_SLOTS_IN(F, O, L)                                                                     \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, office, 2, 40, "办理点编号", "office")                                                 \
    F(text, matter, 1, 20, "事项（registration query）", "registration or query")
#define HALL_OFFICE_IN(F, O, L)                                                                    \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, office, 2, 40, "办理点编号", "office")
#define HALL_BOOK_IN(F, O, L)                                                                      \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, office, 2, 40, "办理点编号", "office")                                                 \
    F(text, matter, 1, 20, "事项（registration query）", "registration or query")                  \
    F(i64, begins_ms, 0, INT64_MAX, "时段开始时间", "begin of the slot")                           \
    L(hall_person_in, person, 1, INPUT_ONE, "预约人", "who books")
#define HALL_BOOKING_IN(F, O, L)                                                                   \
    F(id, booking, 0, 0, "预约编号", "booking")                                                    \
    F(text, code, 1, 64, "预约码", "code of the booking")
#define HALL_CHECK_IN_IN(F, O, L)                                                                  \
    F(id, booking, 0, 0, "预约编号", "booking")                                                    \
    F(text, code, 1, 64, "预约码", "code of the booking")                                          \
    O(text, channel, 0, 10, "签到方式（kiosk phone qr），默认为扫码",                              \
        "kiosk, phone or qr; qr unless said")
#define HALL_BOOKING_DESK_IN(F, O, L) F(id, booking, 0, 0, "预约编号", "booking")
#define HALL_EXCUSE_IN(F, O, L)                                                                    \
    F(id, booking, 0, 0, "预约编号", "booking")                                                    \
    F(text, reason, 1, 200, "理由", "reason")
#define HALL_BOOKINGS_IN(F, O, L) O(date, date, 0, 0, "日期，默认为今日", "date; today unless said")
#define HALL_TAKE_IN(F, O, L)                                                                      \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, office, 2, 40, "办理点编号", "office")                                                 \
    F(text, matter, 1, 20, "事项（registration query）", "registration or query")                  \
    F(text, channel, 1, 10, "取号方式（kiosk phone qr）", "kiosk, phone or qr")                    \
    L(hall_person_in, person, 1, INPUT_ONE, "取号人", "who takes it")
#define HALL_TAKE_DESK_IN(F, O, L)                                                                 \
    F(text, matter, 1, 20, "事项（registration query）", "registration or query")                  \
    O(boolean, green, 0, 0, "绿色通道", "green channel")                                           \
    L(hall_person_in, person, 1, INPUT_ONE, "取号人", "who takes it")
#define HALL_TICKET_IN(F, O, L)                                                                    \
    F(id, ticket, 0, 0, "号的编号", "ticket")                                                      \
    F(text, code, 1, 64, "号码凭证", "code of the ticket")
#define HALL_CALL_IN(F, O, L) F(i64, window, 1, 999, "窗口号", "number of the window")
#define HALL_TICKET_DESK_IN(F, O, L) F(id, ticket, 0, 0, "号的编号", "ticket")
#define HALL_FINISH_IN(F, O, L)                                                                    \
    F(id, ticket, 0, 0, "号的编号", "ticket")                                                      \
    O(id, filing, 0, 0, "在窗口受理的办件", "filing opened at the window")
#define HALL_TRANSFER_IN(F, O, L)                                                                  \
    F(id, ticket, 0, 0, "号的编号", "ticket")                                                      \
    F(i64, window, 1, 999, "转到的窗口号", "number of the window it goes to")
#define HALL_CAPACITY_IN(F, O, L)                                                                  \
    O(text, office, 0, 40, "办理点编号，默认为本人所在", "office; the officer's own unless said")  \
    F(text, matter, 1, 20, "事项（registration query）", "registration or query")                  \
    F(text, begins, 5, 5, "起始时间，如 09:00", "slots that begin from then on, 09:00")            \
    F(text, ends, 5, 5, "截止时间，如 12:00", "and before then, 12:00")                            \
    F(i64, capacity, 0, 1000, "每时段人数", "how many may book a slot")                            \
    F(date, valid_from, 0, 0, "生效日期", "valid from")                                            \
    O(date, valid_to, 0, 0, "失效日期（不含当日）", "first day on which it is no longer valid")    \
    F(text, reason, 1, 200, "理由", "reason")
#define HALL_CAPACITIES_IN(F, O, L)                                                                \
    O(text, office, 0, 40, "办理点编号，默认为本人所在", "office; the officer's own unless said")
INPUT(hall_person_in, HALL_PERSON_IN)
INPUT(hall_slots_in, HALL_SLOTS_IN)
INPUT(hall_office_in, HALL_OFFICE_IN)
INPUT(hall_book_in, HALL_BOOK_IN)
INPUT(hall_booking_in, HALL_BOOKING_IN)
INPUT(hall_check_in_in, HALL_CHECK_IN_IN)
INPUT(hall_booking_desk_in, HALL_BOOKING_DESK_IN)
INPUT(hall_excuse_in, HALL_EXCUSE_IN)
INPUT(hall_bookings_in, HALL_BOOKINGS_IN)
INPUT(hall_take_in, HALL_TAKE_IN)
INPUT(hall_take_desk_in, HALL_TAKE_DESK_IN)
INPUT(hall_ticket_in, HALL_TICKET_IN)
INPUT(hall_call_in, HALL_CALL_IN)
INPUT(hall_ticket_desk_in, HALL_TICKET_DESK_IN)
INPUT(hall_finish_in, HALL_FINISH_IN)
INPUT(hall_transfer_in, HALL_TRANSFER_IN)
INPUT(hall_capacity_in, HALL_CAPACITY_IN)
INPUT(hall_capacities_in, HALL_CAPACITIES_IN)

/* ---- for citizens ---- */
typedef err hall_use(struct ctx *ctx, const void *in, struct tree *out);

/* GET /slots: what is free from today to the last day that may be booked. */
hall_use hall_slots;
/* POST /bookings; GET /bookings/{booking}; .../cancel and .../check-in, which may be repeated: what
 * was done is answered again. E_MISSING when the code is not the booking's. */
hall_use hall_book, hall_booking_show, hall_booking_cancel, hall_check_in;
/* POST /tickets; GET /tickets/{ticket}; .../back: a ticket that was passed over queues again at
 * once; .../drop: gives it up. */
hall_use hall_take, hall_ticket_show, hall_ticket_back, hall_ticket_drop;
/* GET /screen: who is called where, with the names masked. */
hall_use hall_screen;

/* ---- for windows; the office is the officer's own ---- */

/* GET /desk/queue, /desk/bookings; POST /desk/tickets, /desk/bookings/{booking}/check-in. */
hall_use hall_queue, hall_bookings, hall_take_desk, hall_check_in_desk;
/* POST /desk/call: the next ticket to a window; null when nobody waits. */
hall_use hall_call;
/* POST /desk/tickets/{ticket}/recall, serve, absent, finish, transfer. */
hall_use hall_recall, hall_serve, hall_absent, hall_finish, hall_transfer;

/* ---- for managers ---- */
/* GET and POST /desk/capacity; POST /desk/bookings/{booking}/excuse. */
hall_use hall_capacities, hall_capacity_set, hall_excuse;

/* ---- because time passes ---- */

/* Bookings of the region whose check-in is over, and tickets of earlier days. */
MUST_CHECK err hall_due(struct ctx *ctx, size_t limit, str **ret, size_t *ret_count);
/* One of them: missed, or lapsed. Nothing when it has been dealt with meanwhile. */
MUST_CHECK err hall_end_due(struct ctx *ctx, str id);

/* ---- invariants over the whole store ---- */
MUST_CHECK err hall_verify(struct ctx *ctx, struct registry_breach **ret);
