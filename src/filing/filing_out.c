/* The tables of what the filing routes answer. Sets of words come from the tables that the program
 * itself goes by. */
#include "filing/filing_out.h"

static const char filing_step_kinds[] =
#define KIND(id, human, may_when, may_end, zh, en) id " "
#include "scene/scene.def"
#undef KIND
    ;
static const char filing_roles[] =
#define ROLE(id, department, zh, en) id " "
#include "scene/scene.def"
#undef ROLE
    ;
static const char filing_notice_kinds[] =
#define NOTICE(id, kind, zh, en, law) kind " "
#include "filing/notice.def"
#undef NOTICE
    ;

OUTPUT_TABLE(filing_step_track_out, FILING_STEP_TRACK_OUT)
OUTPUT_TABLE(filing_step_out, FILING_STEP_OUT)
OUTPUT_TABLE(filing_party_out, FILING_PARTY_OUT)
OUTPUT_TABLE(filing_out, FILING_OUT)
OUTPUT_TABLE(filing_open_out, FILING_OPEN_OUT)
OUTPUT_TABLE(filing_override_out, FILING_OVERRIDE_OUT)
OUTPUT_TABLE(filing_fact_out, FILING_FACT_OUT)
OUTPUT_TABLE(filing_filed_paper_out, FILING_FILED_PAPER_OUT)
OUTPUT_TABLE(filing_task_line_out, FILING_TASK_LINE_OUT)
OUTPUT_TABLE(filing_hold_out, FILING_HOLD_OUT)
OUTPUT_TABLE(filing_event_out, FILING_EVENT_OUT)
OUTPUT_TABLE(filing_show_out, FILING_SHOW_OUT)
OUTPUT_TABLE(filing_line_party_out, FILING_LINE_PARTY_OUT)
OUTPUT_TABLE(filing_line_step_out, FILING_LINE_STEP_OUT)
OUTPUT_TABLE(filing_line_out, FILING_LINE_OUT)
OUTPUT_TABLE(filing_list_out, FILING_LIST_OUT)
OUTPUT_TABLE(filing_paper_out, FILING_PAPER_OUT)
OUTPUT_TABLE(filing_notice_content_out, FILING_NOTICE_CONTENT_OUT)
OUTPUT_TABLE(filing_notice_out, FILING_NOTICE_OUT)
OUTPUT_TABLE(filing_notices_out, FILING_NOTICES_OUT)
OUTPUT_TABLE(filing_task_out, FILING_TASK_OUT)
OUTPUT_TABLE(filing_task_row_out, FILING_TASK_ROW_OUT)
OUTPUT_TABLE(filing_tasks_out, FILING_TASKS_OUT)
