/* Which tables and attributes an entry has in its national message, and where each value comes from
 * (不动产登记数据库标准; 国家级不动产登记信息管理基础平台接入报文): data/report_*.csv, read once.
 */
#pragma once

#include "report/report_message.h"

/* What an entry by its right and effect is reported as. */
struct report_kind {
    str right, effects; /* ids of ours; effects between blanks, or * */
    str object;         /* what stands on the land (report_object), or * */
    str rec_type;       /* 业务编码, seven digits */
    str right_type; /* 权利类型 QLLX; @MAP: by the land's feature code or what stands on it */
    str reg_type;   /* 登记类型 DJLX */
    str count;      /* under which the daily log counts it */
    str groups;     /* of tables, between blanks */
    str from, to;
};

struct report_table {
    str name, groups, each, ysdm, zh, en;
    int64_t least; /* records of it, in a message that has the table */
};

struct report_field {
    str tables, attr, source, form, rule, codes, from, to, zh, en;
    int64_t max; /* characters; 0: not bounded */
};

struct report_word {
    str map, word, code;
};

struct report_map {
    struct report_kind *kinds;
    size_t kinds_count;
    struct report_table *tables;
    size_t tables_count;
    struct report_field *fields;
    size_t fields_count;
    struct report_word *words;
    size_t words_count;
};

/* The four files as text. */
struct report_sources {
    str kinds, tables, fields, words;
};

/* Reads and checks them: forms, rules, code tables, dates, tables that are named. E_INVALID with a
 * sentence in *ret_fault. */
MUST_CHECK err report_map_parse(
    struct arena *a, const struct report_sources *sources, struct report_map *ret, str *ret_fault);
/* Those of this build. E_FAULT when they cannot be used. */
MUST_CHECK err report_map_read(struct arena *a, struct report_map *ret);

/* What an entry is reported by. */
struct report_what {
    str right, effect, unit; /* unit: its code */
    str date;                /* YYYY-MM-DD */
};
/* NULL when there is none on that date. */
const struct report_kind *report_kind_find(
    const struct report_map *map, const struct report_what *what);
/* What stands on the land, by the feature codes of a unit code (GB/T 37346): house, forest, sea,
 * land (nothing) or other. */
str report_object(str unit);
/* The first kind that is written with this 业务编码; NULL when none is. */
const struct report_kind *report_kind_of_type(const struct report_map *map, str rec_type);
const struct report_table *report_table_find(const struct report_map *map, str name);
/* Whether a message of these groups has the table. */
bool report_table_is_of(const struct report_table *t, str groups);
/* The row of an attribute that is in force on the date; a row that names the table goes before one
 * for all tables. NULL when there is none. */
const struct report_field *report_field_find(
    const struct report_map *map, str table, str attr, str date);
bool report_field_is_of(const struct report_field *f, str table);
/* The national code of a word of ours; empty when the map has none. */
str report_word_code(const struct report_map *map, str of, str word);
