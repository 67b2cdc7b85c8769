/* Faults on demand: which department misbehaves how, how often it was asked to and how often it
 * really did. One mode per department at a time. Safe to call from any thread. */
#pragma once

#include "base/tree.h"
#include "department.h"

#include <pthread.h>

enum fault {
    FAULT_none,
#define FAULT(id, name, fits, zh, en) FAULT_##id,
#include "faults.def"
#undef FAULT
    FAULT_COUNT
};

/* Where a mode can show itself: at the door (no connection comes about), in any reply, in the
 * answer to a question that names a callback address, in an effect's reply, in a payment's
 * callback. */
#define FAULT_FITS_DOOR 1U
#define FAULT_FITS_REPLY 2U
#define FAULT_FITS_PROMISE 4U
#define FAULT_FITS_EFFECT 8U
#define FAULT_FITS_CALLBACK 16U

#define FAULT_UNTIL_CLEARED INT64_C(-1)

struct fault_slot {
    enum fault mode;
    int64_t left; /* FAULT_UNTIL_CLEARED, or how many times more */
    int64_t asked[FAULT_COUNT];
    int64_t fired[FAULT_COUNT];
};

struct faults {
    pthread_mutex_t lock;
    struct fault_slot slots[DEPARTMENT_COUNT];
};

void faults_init(struct faults *f);
void faults_done(struct faults *f);
/* "none" is FAULT_none; false when no mode has that name. */
bool fault_find(str name, enum fault *ret);
bool fault_fits(enum fault mode, unsigned fits);

/* From now on `d` misbehaves so, `times` times or FAULT_UNTIL_CLEARED. */
void fault_set(struct faults *f, enum department d, enum fault mode, int64_t times);
enum fault fault_of(struct faults *f, enum department d);
/* The mode in force when it fits one of `fits`, which counts as asked; else FAULT_none. */
enum fault fault_take(struct faults *f, enum department d, unsigned fits);
/* How often the mode was asked for so far. */
int64_t fault_asked(struct faults *f, enum department d, enum fault mode);
/* It really happened on a connection. */
void fault_fired(struct faults *f, enum department d, enum fault mode);
/* A fault at the door happened: asked and fired at once. True when that was the last time, and the
 * door has to be opened. */
bool fault_fired_at_door(struct faults *f, enum department d);
/* {"faults":[{department, mode, asked, fired, left}]}: what is in force or ever happened. */
void faults_show(struct faults *f, struct tree *out);
