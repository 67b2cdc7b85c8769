/* Counts how often each department was asked to misbehave and how often it did. A fault that was
 * asked for but not seen on a connection must never look as if it had been tested. */
#include "fault.h"

struct fault_row {
    const char *name;
    unsigned fits;
};

static const struct fault_row fault_rows[FAULT_COUNT] = {
    {"none", 0},
#define FAULT(id, name, fits, zh, en) {name, fits},
#include "faults.def"
#undef FAULT
};

void faults_init(struct faults *f)
{
    *f = (struct faults){0};
    pthread_mutex_init(&f->lock, NULL);
}

void faults_done(struct faults *f)
{
    pthread_mutex_destroy(&f->lock);
}

bool fault_find(str name, enum fault *ret)
{
    for (enum fault mode = 0; mode < FAULT_COUNT; mode++) {
        if (str_is(name, fault_rows[mode].name)) {
            *ret = mode;
            return true;
        }
    }
    return false;
}

static str fault_name(enum fault mode)
{
    return str_of(fault_rows[mode].name);
}

bool fault_fits(enum fault mode, unsigned fits)
{
    return (fault_rows[mode].fits & fits) != 0;
}

void fault_set(struct faults *f, enum department d, enum fault mode, int64_t times)
{
    struct fault_slot *slot = &f->slots[d];

    pthread_mutex_lock(&f->lock);
    slot->mode = times == 0 ? FAULT_none : mode;
    slot->left = slot->mode == FAULT_none ? 0 : times;
    pthread_mutex_unlock(&f->lock);
}

enum fault fault_of(struct faults *f, enum department d)
{
    enum fault mode;

    pthread_mutex_lock(&f->lock);
    mode = f->slots[d].mode;
    pthread_mutex_unlock(&f->lock);
    return mode;
}

/* The lock is held. True when the mode has now happened as often as was wanted. */
static bool fault_use(struct fault_slot *slot)
{
    slot->asked[slot->mode]++;
    if (slot->left == FAULT_UNTIL_CLEARED)
        return false;
    slot->left--;
    if (slot->left > 0)
        return false;
    slot->mode = FAULT_none;
    return true;
}

enum fault fault_take(struct faults *f, enum department d, unsigned fits)
{
    enum fault mode = FAULT_none;

    pthread_mutex_lock(&f->lock);
    if (fault_fits(f->slots[d].mode, fits)) {
        mode = f->slots[d].mode;
        fault_use(&f->slots[d]);
    }
    pthread_mutex_unlock(&f->lock);
    return mode;
}

int64_t fault_asked(struct faults *f, enum department d, enum fault mode)
{
    int64_t asked;

    pthread_mutex_lock(&f->lock);
    asked = f->slots[d].asked[mode];
    pthread_mutex_unlock(&f->lock);
    return asked;
}

void fault_fired(struct faults *f, enum department d, enum fault mode)
{
    pthread_mutex_lock(&f->lock);
    f->slots[d].fired[mode]++;
    pthread_mutex_unlock(&f->lock);
}

bool fault_fired_at_door(struct faults *f, enum department d)
{
    struct fault_slot *slot = &f->slots[d];
    bool last = false;

    pthread_mutex_lock(&f->lock);
    if (fault_fits(slot->mode, FAULT_FITS_DOOR)) {
        slot->fired[slot->mode]++;
        last = fault_use(slot);
    }
    pthread_mutex_unlock(&f->lock);
    return last;
}

static void fault_show_slot(const struct fault_slot *slot, enum department d, struct tree *list)
{
    for (enum fault mode = FAULT_none + 1; mode < FAULT_COUNT; mode++) {
        struct tree *row;

        if (slot->mode != mode && slot->asked[mode] == 0)
            continue;
        row = tree_object(list, (str){0});
        tree_text(row, S("department"), department_name(d));
        tree_text(row, S("mode"), fault_name(mode));
        tree_i64(row, S("asked"), slot->asked[mode]);
        tree_i64(row, S("fired"), slot->fired[mode]);
        tree_i64(row, S("left"), slot->mode == mode ? slot->left : 0);
    }
}

void faults_show(struct faults *f, struct tree *out)
{
    struct tree *list = tree_list(out, S("faults"));
    struct faults now = {0};

    /* Copied first: a full arena must not jump away with the lock held. */
    pthread_mutex_lock(&f->lock);
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++)
        now.slots[d] = f->slots[d];
    pthread_mutex_unlock(&f->lock);
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++)
        fault_show_slot(&now.slots[d], d, list);
}
