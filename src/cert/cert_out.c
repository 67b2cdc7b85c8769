/* The tables of what the certificate routes answer. */
#include "cert/cert_out.h"

OUTPUT_TABLE(cert_state_out, CERT_STATE_OUT)
OUTPUT_TABLE(cert_line_out, CERT_LINE_OUT)
OUTPUT_TABLE(cert_list_out, CERT_LIST_OUT)
