/* Rows of staff, for this folder alone. */
#pragma once

#include "db/db.h"
#include "staff/staff.h"

void staff_take(struct db_row *row, struct staff *ret);
