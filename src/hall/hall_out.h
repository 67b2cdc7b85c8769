/* What the hall's routes answer. */
#pragma once

#include "base/output.h"

#define HALL_BOOKING_STATES "booked arrived cancelled missed excused"
#define HALL_TICKET_STATES "waiting called serving done absent dropped lapsed"
#define HALL_PRIORITIES "green booked walk-in"

#define HALL_SLOT_OUT(F, O)                                                                        \
    F(ms, begins_ms, "开始时间", "begins")                                                         \
    F(ms, ends_ms, "结束时间", "ends")                                                             \
    F(i64, capacity, "可约人数", "how many may book it")                                           \
    F(i64, free, "剩余", "how many still may")
#define HALL_DAY_OUT(F, O)                                                                         \
    F(date, date, "日期", "date")                                                                  \
    F(boolean, working, "是否上班", "whether it is worked")                                        \
    F(list(hall_slot_out), slots, "尚未开始的时段", "slots that have not begun")
#define HALL_SLOTS_OUT(F, O)                                                                       \
    F(text, office, "办理点编号", "office")                                                        \
    F(text, matter, "事项", "matter")                                                              \
    F(i64, days_ahead, "可提前预约的自然日", "natural days ahead that may be booked")              \
    F(list(hall_day_out), days, "逐日", "day by day, from today")
#define HALL_BOOKING_OUT(F, O)                                                                     \
    F(text, booking, "预约编号", "booking")                                                        \
    F(text, office, "办理点编号", "office")                                                        \
    F(text, matter, "事项", "matter")                                                              \
    F(words(HALL_BOOKING_STATES), state, "状态", "state")                                          \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(ms, begins_ms, "开始时间", "begins")                                                         \
    F(ms, ends_ms, "结束时间", "ends")                                                             \
    F(text, name, "姓名（遮蔽）", "name, masked")                                                  \
    F(ms, made_ms, "预约时间", "booked at")                                                        \
    O(text, code, "预约码，签到和取消时使用", "code, for checking in and cancelling")
#define HALL_BOOKING_LINE_OUT(F, O)                                                                \
    HALL_BOOKING_OUT(F, O)                                                                         \
    F(text, document_number, "证件号码（遮蔽）", "document number, masked")
#define HALL_BOOKINGS_OUT(F, O)                                                                    \
    F(date, date, "日期", "date")                                                                  \
    F(list(hall_booking_line_out), bookings, "预约", "bookings, by slot")
#define HALL_TICKET_OUT(F, O)                                                                      \
    F(text, ticket, "号的编号", "ticket")                                                          \
    F(text, label, "号", "label, A012")                                                            \
    F(i64, number, "序号", "number of the day")                                                    \
    F(text, office, "办理点编号", "office")                                                        \
    F(text, matter, "事项", "matter")                                                              \
    F(words(HALL_PRIORITIES), priority, "优先级：绿色通道、预约、现场",                            \
        "priority: green channel, booked, walked in")                                              \
    F(words("kiosk phone qr clerk"), channel, "取号方式", "how it was taken")                      \
    F(words(HALL_TICKET_STATES), state, "状态", "state")                                           \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(i64_or_null, window, "窗口号", "window that called it, or to which it was passed on")        \
    F(text, name, "姓名（遮蔽）", "name, masked")                                                  \
    F(i64, calls, "已叫次数", "calls")                                                             \
    F(i64, absences, "过号次数", "times it was passed over")                                       \
    F(ms, taken_ms, "取号时间", "taken at")                                                        \
    F(ms_or_null, called_ms, "最近一次叫号时间", "last call")                                      \
    F(ms_or_null, ended_ms, "结束时间", "ended")                                                   \
    F(text_or_null, booking, "预约编号", "booking it came from")                                   \
    F(text_or_null, filing, "在窗口受理的办件", "filing opened at the window")
#define HALL_TICKET_PLACE_OUT(F, O)                                                                \
    HALL_TICKET_OUT(F, O)                                                                          \
    F(i64, ahead, "前面人数", "how many are ahead")                                                \
    F(i64, wait_minutes, "约需等候（分钟）", "minutes to wait, about")                             \
    F(text, code, "号码凭证", "code, for looking it up")
#define HALL_CALLED_OUT(F, O)                                                                      \
    F(object_or_null(hall_ticket_out), ticket, "叫到的号，无人等候时为空",                         \
        "the ticket that is called; null when nobody waits")                                       \
    F(i64, waiting, "还在等候的人数", "how many still wait")
#define HALL_QUEUE_OUT(F, O)                                                                       \
    F(text, office, "办理点编号", "office")                                                        \
    F(list(hall_ticket_out), windows, "各窗口正在办理的号", "tickets at windows")                  \
    F(list(hall_ticket_out), waiting, "等候的号，按叫号次序", "who waits, in the order of calling")
#define HALL_SCREEN_ROW_OUT(F, O)                                                                  \
    F(text, label, "号", "label")                                                                  \
    F(text, name, "姓名（遮蔽）", "name, masked")                                                  \
    F(i64, window, "窗口号", "window")                                                             \
    F(words("called serving"), state, "状态", "state")                                             \
    F(ms, called_ms, "叫号时间", "called at")
#define HALL_SCREEN_OUT(F, O)                                                                      \
    F(text, office, "办理点编号", "office")                                                        \
    F(list(hall_screen_row_out), rows, "叫号", "who is called where, the latest first")            \
    F(i64, waiting, "等候人数", "how many wait")
#define HALL_CAPACITY_OUT(F, O)                                                                    \
    F(text, capacity_id, "号源编号", "id")                                                         \
    F(text, office, "办理点编号", "office")                                                        \
    F(text, matter, "事项", "matter")                                                              \
    F(text, begins, "起始时间", "slots that begin from then on")                                   \
    F(text, ends, "截止时间", "and before then")                                                   \
    F(i64, capacity, "每时段人数", "how many may book a slot")                                     \
    F(date, valid_from, "生效日期", "valid from")                                                  \
    F(date_or_empty, valid_to, "失效日期（不含当日）", "first day on which it is no longer valid") \
    F(text, reason, "理由", "reason")                                                              \
    F(text, officer, "设置人", "officer")                                                          \
    F(ms, made_ms, "设置时间", "said at")
#define HALL_CAPACITIES_OUT(F, O)                                                                  \
    F(text, office, "办理点编号", "office")                                                        \
    F(list(hall_capacity_out), capacities, "号源，后设的优先", "capacities; the last one counts")
OUTPUT(hall_slot_out)
OUTPUT(hall_day_out)
OUTPUT(hall_slots_out)
OUTPUT(hall_booking_out)
OUTPUT(hall_booking_line_out)
OUTPUT(hall_bookings_out)
OUTPUT(hall_ticket_out)
OUTPUT(hall_ticket_place_out)
OUTPUT(hall_called_out)
OUTPUT(hall_queue_out)
OUTPUT(hall_screen_row_out)
OUTPUT(hall_screen_out)
OUTPUT(hall_capacity_out)
OUTPUT(hall_capacities_out)
