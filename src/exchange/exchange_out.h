/* What the exchange routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

#define EXCHANGE_NOTED_OUT(F, O) F(boolean, noted, "已收到", "noted; a repeat is noted too")

OUTPUT(exchange_noted_out)
