/* Inputs are tables: one row a field gives the struct, the parser that reports every fault at once,
 * the OpenAPI schema and the manual. A domain's .def says
 *
 *   #define PARTY_IN(F, O, L) \
 *       F(text, name, 1, 100, "姓名或名称", "name") \
 *       O(text, phone, 0, 20, "电话", "phone")
 *
 * and its .h says INPUT(party_in, PARTY_IN). Kinds: text, i64, boolean, money (fen), date
 * (YYYY-MM-DD, kept as text), id, unit (28 characters), tree (any JSON). A list of sub-inputs is a
 * row L(party_in, parties, 0, 20, ...). The numbers are the bounds: length of a text in characters,
 * value of a number, items of a list. L(party_in, holder, 1, INPUT_ONE, ...) is one sub-input and
 * no list, required when the first number is 1. A text whose minimum is 0, and anything named by
 * O(...) rather than F(...), may be left out. */
#pragma once

#include "base/ctx.h"

#define RULE RULE_DECLARE
#include "base/input.def"
#undef RULE

enum input_kind {
    INPUT_text,
    INPUT_i64,
    INPUT_boolean,
    INPUT_money,
    INPUT_date,
    INPUT_id,
    INPUT_unit,
    INPUT_tree,
    INPUT_list
};

struct input;

struct input_field {
    const char *name;
    enum input_kind kind;
    bool optional;
    int64_t min, max;
    const char *zh, *en;
    size_t offset;
    const struct input *of; /* element of a list */
};

struct input {
    const char *name;
    size_t size; /* bytes of the struct */
    const struct input_field *fields;
    size_t count;
};

/* Instead of the most items of a list: one object. */
#define INPUT_ONE INT64_C(-1)

/* What a list field holds; of one object, the object as its only item. */
struct input_list {
    void *items; /* array of the element struct */
    size_t count;
};

typedef str input_type_text;
typedef int64_t input_type_i64;
typedef bool input_type_boolean;
typedef int64_t input_type_money;
typedef str input_type_date;
typedef str input_type_id;
typedef str input_type_unit;
typedef struct tree *input_type_tree;

#define INPUT_MEMBER(kind, name, min, max, zh, en) input_type_##kind name;
#define INPUT_MEMBER_LIST(of, name, min, max, zh, en) struct input_list name;

/* In a header: declares struct NAME and the table NAME##_input. */
#define INPUT(NAME, TABLE)                                                                         \
    struct NAME {                                                                                  \
        TABLE(INPUT_MEMBER, INPUT_MEMBER, INPUT_MEMBER_LIST)                                       \
    };                                                                                             \
    extern const struct input NAME##_input;

/* In one .c file: defines it. TABLE takes three row makers: F required, O optional, L list. The
 * struct is named once more before, for offsetof:
 *
 *   #define INPUT_HERE struct party_in
 *   INPUT_TABLE(party_in, PARTY_IN)
 *   #undef INPUT_HERE
 */
#define INPUT_ROW_F(kind, name, min, max, zh, en)                                                  \
    {#name, INPUT_##kind, false, min, max, zh, en, offsetof(INPUT_HERE, name), NULL},
#define INPUT_ROW_O(kind, name, min, max, zh, en)                                                  \
    {#name, INPUT_##kind, true, min, max, zh, en, offsetof(INPUT_HERE, name), NULL},
#define INPUT_ROW_L(of, name, min, max, zh, en)                                                    \
    {#name, INPUT_list, (min) == 0, min, max, zh, en, offsetof(INPUT_HERE, name), &of##_input},
#define INPUT_TABLE(NAME, TABLE)                                                                   \
    static const struct input_field NAME##_fields[] = {                                            \
        TABLE(INPUT_ROW_F, INPUT_ROW_O, INPUT_ROW_L)};                                             \
    const struct input NAME##_input = {                                                            \
        #NAME, sizeof(INPUT_HERE), NAME##_fields, COUNT(NAME##_fields)};

/* The table of an input without fields. */
#define INPUT_NOTHING(F, O, L) O(text, nothing, 0, 0, "无", "nothing")

/* More faults than this are not collected: nobody reads them, and a reply has a size. */
#define INPUT_FAULTS_MAX 100

/* Reads `body` (an object, or NULL for none) into a new struct of `in->size` bytes. A member that
 * is null, or an empty text, counts as left out; what is left out is zero. A number or a boolean
 * may come as text, as in a query. Every fault is collected with why_add (rules of input.def; the
 * field as a path like parties[1].name, the field's label and bounds as detail); E_INVALID when
 * there was any. */
MUST_CHECK err input_parse(
    struct ctx *ctx, const struct input *in, const struct tree *body, void **ret);

/* The input as a JSON Schema (2020-12), added to an empty object, for the API document. */
void input_schema(const struct input *in, struct tree *object);
