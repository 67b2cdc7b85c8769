/* A scene (场景) is the versioned definition of one 一件事: its five elements (time, place, people,
 * event, link), what is asked, the papers, and the steps with what they need. Scenes are YAML
 * files; loading checks everything that could go wrong later and says file, line and reason. */
#pragma once

#include "base/ctx.h"
#include "base/embed.h"

#define SCENE_SOURCES_MAX 16

struct scene_node; /* where a part stands in the file, for faults */

struct scene_text {
    str zh, en;
};

/* One possible answer of a choice. */
struct scene_choice {
    str id;
    struct scene_text text;
    const struct scene_node *node;
};

/* A question of the form. */
struct scene_ask {
    str id;   /* e.g. "price_fen" */
    str kind; /* text, i64, boolean, money (fen), date, choice, units, parts */
    bool required;
    int64_t min, max;             /* of a number; of a text's length; 0,0: no bound */
    str choices;                  /* blank-separated ids, for kind choice */
    struct scene_choice *options; /* the same with their words */
    size_t options_count;
    str when_ask, when_is; /* asked only when that answer is given; empty: always */
    struct scene_text text, why;
    const struct scene_node *node;
};

/* A role that parties take: seller, buyer, mortgagor, mortgagee ... */
struct scene_people {
    str id;
    str side;         /* giver gives up or burdens, taker receives, authority orders, other */
    int64_t min, max; /* max 0: no bound */
    str kinds;        /* person organisation */
    bool holds;       /* giver: must be exactly the holders of the right at 登簿 */
    bool shares;      /* taker: may hold in shares */
    bool owns;        /* must be exactly the holders of the unit's title */
    bool absent; /* named, but takes no part: a holder who has died, or whom a court overrules */
    bool among;  /* must be one of the holders of the title: who is executed against */
    bool both_sides; /* taker: may be a giver too (共有人加名、析产) */
    struct scene_text text;
    const struct scene_node *node;
};

struct scene_paper {
    str id;
    bool required;
    str share;    /* id of the share step whose fact replaces this paper; may be empty */
    str receives; /* departments that get it: registry housing tax */
    struct scene_text text;
    const struct scene_node *node;
};

/* An officer's or machine's node of the graph. */
struct scene_step {
    str id;
    str kind; /* accept share check review assess pay record certify issue deliver handover */
    str *needs;
    size_t needs_count;
    str role;              /* human kinds only: who may take it */
    str department;        /* share, handover, deliver: which; review: for whom, by its role */
    str share;             /* share: what is asked, e.g. "contract" */
    bool essential;        /* share: a negative or missing answer forbids 登簿 */
    int64_t clock_minutes; /* working minutes promised; 0 only for machine kinds */
    int64_t days;          /* announce: working days */
    str when_ask, when_is; /* runs only when that answer is given, else skipped; empty: always */
    struct scene_text text;
    const struct scene_node *node;
};

/* One field of the draft and the member of the answer that fills it. */
struct scene_gift {
    str to;   /* unit, target, an ask or a role of people */
    str from; /* member of the answer, e.g. "price_fen" */
    const struct scene_node *node;
};

/* What is asked before there is a filing, so that nobody types what a department or the registry
 * knows (预填). */
struct scene_source {
    str id;
    str by; /* unit, certificate_number, document_number or an ask: asked as soon as it is known */
    str department, share;
    struct scene_gift *gives;
    size_t gives_count;
    const struct scene_node *node;
};

/* One entry that the scene leads to. A scene has its event and, after or before it in the same
 * transaction, those under `also`. */
struct scene_act {
    str id; /* of an item under `also`; "event" for the event itself */
    int64_t register_type;
    str right_kind, effect; /* registry/right.def; a family where any of its kinds will do: the
                               unit's title, or the burden that the filing names */
    str sort;               /* within the kind; empty: the usual one, or as the target has it */
    str certificate;        /* certificate, proof, or empty ("none" in the file) */
    str *takers;            /* roles that take it; none: the takers whom no other act names */
    size_t takers_count;
    str *givers; /* roles that must be exactly the holders of what it ends; a change leaves the
                    right with whom it is unless takers are named too */
    size_t givers_count;
    str assess; /* a fee of its own, besides the scene's; empty: none */
    str from;   /* parcel: the right that it goes on with stands on the page of the land under the
                   unit and comes over to the unit; the answer `ID-stays` says whether the land
                   keeps it too */
    bool keeps_place; /* what comes over counts from the entry from which it counted on the land */
    str on;           /* servient: its entries stand on the pages of the units that bear an easement
                         for this one, one for each; empty: on the unit's own page */
    str becomes;      /* the sort that the right has afterwards; empty: as before */
    bool first;       /* before the event */
    bool optional;    /* left out where there is nothing for it to end */
    const struct scene_node *node;
};

struct scene {
    str id; /* "resale-transfer" */
    int64_t version;
    str file;
    struct scene_text name, about;
    str topic; /* under which heading people look for it: TOPIC rows of scene.def */
    /* time */
    int64_t promise_minutes;  /* working minutes from acceptance */
    int64_t statutory_days;   /* 工作日, 条例 20 */
    str valid_from, valid_to; /* YYYY-MM-DD; valid_to may be empty */
    /* place */
    str channels; /* window online bank */
    str offices;  /* "any" or office kinds */
    /* event: what the registry does */
    int64_t register_type; /* DJLX 100 200 300 400 ... */
    str right_kind;        /* ownership, mortgage, ...: rows of registry/right.def */
    str effect;            /* transfer, create, cancel ...: the same */
    str sort;
    str certificate; /* certificate, proof, or empty ("none" in the file) */
    str basis;       /* application, order, ex-officio: 申请, 嘱托, 依职权 */
    str sides;       /* both, one: who applies (条例 14) */
    bool new_unit;   /* a unit that is not in the book comes into it with the right */
    bool closes;     /* the unit is closed with the right that ends */
    str divides;     /* split, merge: units close and others open with their title; else empty */
    str base;        /* parcel: without a title in the unit, that of the land under it counts */
    struct scene_act *also;
    size_t also_count;
    struct scene_act **acts; /* the event and those under `also`, in the order of their entries */
    size_t acts_count;
    bool one_officer; /* one person may both accept and review; false for what is at risk */
    /* money */
    str assess; /* which assessment: sale, mortgage, none */
    struct scene_people *people;
    size_t people_count;
    struct scene_ask *asks;
    size_t asks_count;
    struct scene_paper *papers;
    size_t papers_count;
    struct scene_step *steps; /* in file order, which is a topological order after loading */
    size_t steps_count;
    struct scene_source *sources;
    size_t sources_count;
    str sha256; /* hex, of the file */
    str source; /* the file's text */
    const struct scene_node *node;
};

struct scene_fault {
    str file;
    int64_t line;   /* from 1; 0 when the whole file is meant */
    const char *id; /* of its row in scene.def: "NEEDS_UNKNOWN" */
    str reason;     /* a sentence naming the key or step and the remedy */
    str reason_zh;
    struct scene_fault *next;
};

/* Reads one scene. On E_INVALID *ret_faults lists every reason found, in line order. Refused: what
 * YAML allows and an official would not expect (anchors, tags, duplicate keys, several documents,
 * more than 64 KiB), unknown keys, wrong types, missing keys, duplicate ids, unknown step kinds,
 * roles, departments or shares, `needs` of a step that does not exist, cycles, a step that nothing
 * leads to from accept, a step that leads nowhere though it is not final, a human step without role
 * or clock, a machine step with a role, a scene whose record step is missing or does not need every
 * review, every essential share and the pay step, a paper whose share does not exist, and whatever
 * else docs/scenes.md lists. E_TOO_LARGE when the arena cannot hold it. */
MUST_CHECK err scene_parse(
    struct arena *a, str file, str yaml, struct scene **ret, struct scene_fault **ret_faults);
/* "scenes/x.yaml:12: reason" in both languages, one a line. */
str scene_faults_text(struct arena *a, const struct scene_fault *faults);

/* All scenes of a process: the newest version valid on a date, or an exact one. */
struct scene_book {
    struct scene **scenes;
    size_t count;
};
/* Reads every "scenes/NAME.yaml" of the table, which ends with a NULL path (embed_files of the
 * program, or files read from a folder). E_INVALID: the faults of all files, among them the same
 * scene and version twice. */
MUST_CHECK err scene_book_read(struct arena *a, const struct embed_file *files,
    struct scene_book *ret, struct scene_fault **ret_faults);
/* The highest version valid on `date` (YYYY-MM-DD); NULL when there is none. */
const struct scene *scene_newest(const struct scene_book *book, str id, str date);
/* The version with which a filing began; NULL when the book has it no more. */
const struct scene *scene_exact(const struct scene_book *book, str id, int64_t version);
/* The act called "event", or the first when none is; the scene must have an act. */
const struct scene_act *scene_main_act(const struct scene *s);
/* Some act looks at another unit's page. */
bool scene_reaches(const struct scene *s);
const struct scene_step *scene_step_find(const struct scene *s, str id);
bool scene_step_is_human(const struct scene_step *s); /* accept, review, issue */

/* The param that a source's question carries: "contract_number". */
str scene_source_param(const struct scene_source *source);
/* What the member fills: unit, target, parties or the kind of an ask; NULL when it is not given. */
const char *scene_gift_kind(const struct scene_source *source, const struct scene_gift *gift);
/* What a department or a share is called; empty texts for what is not known. */
struct scene_text scene_department_text(str department);
struct scene_text scene_share_text(str department, str share);

/* The scene as JSON for the guide, the front end and the drawn graph. */
void scene_show(const struct scene *s, struct tree *object);
