/* The tables of what the money routes answer. */
#include "money/money_out.h"

static const char money_line_kinds[] =
#define KIND(name, required, zh, en) #name " "
#include "money/money_word.def"
    ;

OUTPUT_TABLE(money_noted_out, MONEY_NOTED_OUT)
OUTPUT_TABLE(money_line_out, MONEY_LINE_OUT)
OUTPUT_TABLE(money_order_out, MONEY_ORDER_OUT)
OUTPUT_TABLE(money_receipt_out, MONEY_RECEIPT_OUT)
OUTPUT_TABLE(money_bill_out, MONEY_BILL_OUT)
OUTPUT_TABLE(money_difference_out, MONEY_DIFFERENCE_OUT)
OUTPUT_TABLE(money_reconcile_out, MONEY_RECONCILE_OUT)
