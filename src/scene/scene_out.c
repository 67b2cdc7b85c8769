/* The tables of what the scene routes answer. Sets of words come from scene.def. */
#include "scene/scene_out.h"

#define WORD(id, zh, en) id " "
static const char scene_topic_words[] =
#define TOPIC WORD
#include "scene/scene.def"
#undef TOPIC
    ;
static const char scene_side_words[] =
#define SIDE WORD
#include "scene/scene.def"
#undef SIDE
    ;
static const char scene_assess_words[] =
#define ASSESS WORD
#include "scene/scene.def"
#undef ASSESS
    ;
static const char scene_ask_words[] =
#define ASK WORD
#include "scene/scene.def"
#undef ASK
    ;
static const char scene_step_words[] =
#define KIND(id, human, may_when, may_end, zh, en) id " "
#include "scene/scene.def"
#undef KIND
    ;
static const char scene_role_words[] =
#define ROLE(id, department, zh, en) id " "
#include "scene/scene.def"
#undef ROLE
    ;

OUTPUT_TABLE(scene_name_out, SCENE_NAME_OUT)
OUTPUT_TABLE(scene_when_out, SCENE_WHEN_OUT)
OUTPUT_TABLE(scene_time_out, SCENE_TIME_OUT)
OUTPUT_TABLE(scene_place_out, SCENE_PLACE_OUT)
OUTPUT_TABLE(scene_people_out, SCENE_PEOPLE_OUT)
OUTPUT_TABLE(scene_act_out, SCENE_ACT_OUT)
OUTPUT_TABLE(scene_event_out, SCENE_EVENT_OUT)
OUTPUT_TABLE(scene_link_out, SCENE_LINK_OUT)
OUTPUT_TABLE(scene_choice_out, SCENE_CHOICE_OUT)
OUTPUT_TABLE(scene_ask_out, SCENE_ASK_OUT)
OUTPUT_TABLE(scene_paper_out, SCENE_PAPER_OUT)
OUTPUT_TABLE(scene_step_out, SCENE_STEP_OUT)
OUTPUT_TABLE(scene_gift_out, SCENE_GIFT_OUT)
OUTPUT_TABLE(scene_source_out, SCENE_SOURCE_OUT)
OUTPUT_TABLE(scene_node_out, SCENE_NODE_OUT)
OUTPUT_TABLE(scene_edge_out, SCENE_EDGE_OUT)
OUTPUT_TABLE(scene_graph_out, SCENE_GRAPH_OUT)
OUTPUT_TABLE(scene_guide_paper_out, SCENE_GUIDE_PAPER_OUT)
OUTPUT_TABLE(scene_guide_out, SCENE_GUIDE_OUT)
OUTPUT_TABLE(scene_out, SCENE_OUT)
OUTPUT_TABLE(scene_line_out, SCENE_LINE_OUT)
OUTPUT_TABLE(scene_list_out, SCENE_LIST_OUT)
