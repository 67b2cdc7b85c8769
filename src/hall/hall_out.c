/* The tables of what the hall's routes answer, and of what they are asked with. */
#include "hall/hall_out.h"

#include "hall/hall.h"

#define RULE RULE_DEFINE
#include "hall/hall.def"
#undef RULE

OUTPUT_TABLE(hall_slot_out, HALL_SLOT_OUT)
OUTPUT_TABLE(hall_day_out, HALL_DAY_OUT)
OUTPUT_TABLE(hall_slots_out, HALL_SLOTS_OUT)
OUTPUT_TABLE(hall_booking_out, HALL_BOOKING_OUT)
OUTPUT_TABLE(hall_booking_line_out, HALL_BOOKING_LINE_OUT)
OUTPUT_TABLE(hall_bookings_out, HALL_BOOKINGS_OUT)
OUTPUT_TABLE(hall_ticket_out, HALL_TICKET_OUT)
OUTPUT_TABLE(hall_ticket_place_out, HALL_TICKET_PLACE_OUT)
OUTPUT_TABLE(hall_called_out, HALL_CALLED_OUT)
OUTPUT_TABLE(hall_queue_out, HALL_QUEUE_OUT)
OUTPUT_TABLE(hall_screen_row_out, HALL_SCREEN_ROW_OUT)
OUTPUT_TABLE(hall_screen_out, HALL_SCREEN_OUT)
OUTPUT_TABLE(hall_capacity_out, HALL_CAPACITY_OUT)
OUTPUT_TABLE(hall_capacities_out, HALL_CAPACITIES_OUT)

#define INPUT_HERE struct hall_person_in
INPUT_TABLE(hall_person_in, HALL_PERSON_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_slots_in
INPUT_TABLE(hall_slots_in, HALL_SLOTS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_office_in
INPUT_TABLE(hall_office_in, HALL_OFFICE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_book_in
INPUT_TABLE(hall_book_in, HALL_BOOK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_booking_in
INPUT_TABLE(hall_booking_in, HALL_BOOKING_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_check_in_in
INPUT_TABLE(hall_check_in_in, HALL_CHECK_IN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_booking_desk_in
INPUT_TABLE(hall_booking_desk_in, HALL_BOOKING_DESK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_excuse_in
INPUT_TABLE(hall_excuse_in, HALL_EXCUSE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_bookings_in
INPUT_TABLE(hall_bookings_in, HALL_BOOKINGS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_take_in
INPUT_TABLE(hall_take_in, HALL_TAKE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_take_desk_in
INPUT_TABLE(hall_take_desk_in, HALL_TAKE_DESK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_ticket_in
INPUT_TABLE(hall_ticket_in, HALL_TICKET_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_call_in
INPUT_TABLE(hall_call_in, HALL_CALL_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_ticket_desk_in
INPUT_TABLE(hall_ticket_desk_in, HALL_TICKET_DESK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_finish_in
INPUT_TABLE(hall_finish_in, HALL_FINISH_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_transfer_in
INPUT_TABLE(hall_transfer_in, HALL_TRANSFER_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_capacity_in
INPUT_TABLE(hall_capacity_in, HALL_CAPACITY_IN)
#undef INPUT_HERE
#define INPUT_HERE struct hall_capacities_in
INPUT_TABLE(hall_capacities_in, HALL_CAPACITIES_IN)
#undef INPUT_HERE
