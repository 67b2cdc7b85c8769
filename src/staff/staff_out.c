/* The tables of what signing in and out answers. */
#include "staff/staff_out.h"

OUTPUT_TABLE(staff_session_out, STAFF_SESSION_OUT)
OUTPUT_TABLE(staff_factor_out, STAFF_FACTOR_OUT)
OUTPUT_TABLE(staff_factor_active_out, STAFF_FACTOR_ACTIVE_OUT)
OUTPUT_TABLE(staff_logout_out, STAFF_LOGOUT_OUT)
