/* The tables of what the exchange routes answer. */
#include "exchange/exchange_out.h"

OUTPUT_TABLE(exchange_noted_out, EXCHANGE_NOTED_OUT)
