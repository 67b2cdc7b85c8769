/* Filings over several units: 分割、合并, which close and open units, and those whose acts reach
 * others' pages; for this folder alone. */
#pragma once

#include "cadastre/cadastre.h"
#include "filing/filing_store.h"

/* A unit that comes of it. */
#define FILING_PART_IN(F, O, L)                                                                    \
    CADASTRE_CHILD_IN(F, O, L)                                                                     \
    O(text, takers, 0, 400, "由谁取得：证件号码，多人以空格分隔（分割给各共有人时）",              \
        "document numbers of who takes it, where co-owners each take a part")
#define FILING_PARENT_IN(F, O, L) F(unit, unit, 0, 0, "不动产单元号", "unit code")
#define FILING_PARTS_IN(F, O, L)                                                                   \
    L(filing_part_in, parts, 1, 200, "分割、合并后的单元", "units that come of it")
#define FILING_PARENTS_IN(F, O, L)                                                                 \
    L(filing_parent_in, parents, 1, 49, "其他原单元", "other units that end")
INPUT(filing_part_in, FILING_PART_IN)
INPUT(filing_parent_in, FILING_PARENT_IN)
INPUT(filing_parts_in, FILING_PARTS_IN)
INPUT(filing_parents_in, FILING_PARENTS_IN)

bool filing_divides(const struct filing_run *run);
/* An answer of kind units or parts in its kept form, JSON; what is wrong with it is collected. */
MUST_CHECK err filing_read_units(
    struct ctx *ctx, const struct scene_ask *ask, const struct tree *answer, str *ret);
/* The units that end, the filing's own among them, each once and in the order of their codes. */
str *filing_parents(struct ctx *ctx, const struct filing_run *run, size_t *ret_count);
/* The same with those that acts of the scene reach: all whose pages the filing wants. */
MUST_CHECK err filing_units(
    struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count);
/* The units that begin, as asked for. */
struct filing_part_in *filing_parts(
    struct ctx *ctx, const struct filing_run *run, size_t *ret_count);
/* Locks them all, so that filings that want the same units wait for each other in a line. */
MUST_CHECK err filing_lock_units(struct ctx *ctx, const struct filing_run *run);
/* The rows by which the filing is found under its other units. */
MUST_CHECK err filing_keep_units(struct ctx *ctx, const struct filing_run *run);
/* At acceptance, under the locks: its place in the line of each other unit that ends. */
MUST_CHECK err filing_take_places(struct ctx *ctx, const struct filing_run *run);
/* After acceptance its place in line is of these units: UNITS_STAY when others are named. */
void filing_check_units_stay(
    struct ctx *ctx, const struct filing_run *before, const struct filing_run *now);
/* Whatever stands against the whole: the city's rules on each other unit, then what a split or
 * merge must keep. */
MUST_CHECK err filing_check_division(
    struct ctx *ctx, const struct filing_run *run, enum rule_moment moment);
/* 登簿; the number of the first entry. */
MUST_CHECK err filing_record_division(
    struct ctx *ctx, const struct filing_run *run, int64_t *ret_number);
/* All units before and after it, as 登簿 would leave them. */
MUST_CHECK err filing_division_outlook(
    struct ctx *ctx, const struct filing_run *run, bool possible, struct cadastre_outlook *ret);
/* Whoever waits behind it on another of its units tries again: a message each. */
MUST_CHECK err filing_tell_units(struct ctx *ctx, const struct filing_run *run);
