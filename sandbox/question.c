/* Answers to questions. What was not put in as a fact is answered in the most ordinary way: nobody
 * is known to the police, everybody is single, nothing is held. */
#include "question.h"

static str question_text_or(const struct tree *fact, str key, str otherwise)
{
    str text = fact == NULL ? (str){0} : tree_get_text(fact, key);

    return text.len > 0 ? text : otherwise;
}

/* Adds the members of `from` to `to`, except those that `to` already has. */
static void question_copy_members(struct tree *to, const struct tree *from)
{
    for (const struct tree *member = from->first; member != NULL; member = member->next) {
        if (tree_get(to, member->key) == NULL)
            tree_copy(to, member->key, member);
    }
}

/* The fact under the param `by`, with the param itself in front. */
static bool question_by_param(const struct asking *q, str share, str by, struct tree *answer)
{
    str key = tree_get_text(q->params, by);
    const struct tree *fact = store_fact(q->store, q->arena, q->department, share, key);

    if (fact == NULL)
        return false;
    tree_text(answer, by, key);
    question_copy_members(answer, fact);
    return true;
}

bool question_contract(const struct asking *q, struct tree *answer)
{
    return question_by_param(q, S("contract"), S("contract_number"), answer);
}

bool question_tax_record(const struct asking *q, struct tree *answer)
{
    return question_by_param(q, S("record"), S("unit"), answer);
}

bool question_permit(const struct asking *q, struct tree *answer)
{
    return question_by_param(q, S("permit"), S("permit_number"), answer);
}

bool question_licence(const struct asking *q, struct tree *answer)
{
    return question_by_param(q, S("licence"), S("credit_code"), answer);
}

/* ---- about persons ---- */

/* What one person's element of the answer holds beyond the document number. `fact` may be NULL. */
typedef void question_person(
    const struct tree *person, const struct tree *fact, struct tree *element);

static bool question_persons(
    const struct asking *q, str share, question_person *fill, struct tree *answer)
{
    struct tree *list = tree_list(answer, S("persons"));
    const struct tree *persons = tree_get(q->params, S("persons"));

    if (persons == NULL)
        return true;
    for (const struct tree *person = persons->first; person != NULL; person = person->next) {
        str number = tree_get_text(person, S("document_number"));
        const struct tree *fact = store_fact(q->store, q->arena, q->department, share, number);
        struct tree *element = tree_object(list, (str){0});

        tree_text(element, S("document_number"), number);
        fill(person, fact, element);
    }
    return true;
}

/* The name that is known is compared, never given away. */
static void question_fill_identity(
    const struct tree *person, const struct tree *fact, struct tree *element)
{
    str known = fact == NULL ? (str){0} : tree_get_text(fact, S("name"));
    bool match = known.len > 0 && str_eq(known, tree_get_text(person, S("name")));

    tree_bool(element, S("match"), match);
    tree_text(element, S("state"),
        question_text_or(fact, S("state"), fact == NULL ? S("unknown") : S("alive")));
}

static void question_fill_household(
    const struct tree *person, const struct tree *fact, struct tree *element)
{
    const struct tree *members = fact == NULL ? NULL : tree_get(fact, S("members"));

    (void)person;
    tree_text(
        element, S("household_number"), question_text_or(fact, S("household_number"), (str){0}));
    if (members != NULL)
        tree_copy(element, S("members"), members);
    else
        tree_list(element, S("members"));
}

static void question_fill_death(
    const struct tree *person, const struct tree *fact, struct tree *element)
{
    (void)person;
    tree_text(element, S("died_on"), question_text_or(fact, S("died_on"), (str){0}));
}

static void question_fill_marriage(
    const struct tree *person, const struct tree *fact, struct tree *element)
{
    (void)person;
    tree_text(element, S("state"), question_text_or(fact, S("state"), S("single")));
    tree_text(element, S("spouse_name"), question_text_or(fact, S("spouse_name"), (str){0}));
    tree_text(element, S("spouse_document_number"),
        question_text_or(fact, S("spouse_document_number"), (str){0}));
}

bool question_identity(const struct asking *q, struct tree *answer)
{
    return question_persons(q, S("identity"), question_fill_identity, answer);
}

bool question_household(const struct asking *q, struct tree *answer)
{
    return question_persons(q, S("household"), question_fill_household, answer);
}

bool question_death(const struct asking *q, struct tree *answer)
{
    return question_persons(q, S("death"), question_fill_death, answer);
}

bool question_marriage(const struct asking *q, struct tree *answer)
{
    return question_persons(q, S("marriage"), question_fill_marriage, answer);
}

/* ---- holds (查封) ---- */

static void question_add_holds(const struct asking *q, str key, struct tree *list)
{
    const struct tree *fact = store_fact(q->store, q->arena, q->department, S("holds"), key);
    const struct tree *holds = fact == NULL ? NULL : tree_get(fact, S("holds"));

    if (holds == NULL)
        return;
    for (const struct tree *hold = holds->first; hold != NULL; hold = hold->next)
        tree_copy(list, (str){0}, hold);
}

/* Holds on the unit and on every person named. */
bool question_holds(const struct asking *q, struct tree *answer)
{
    struct tree *list = tree_list(answer, S("holds"));
    const struct tree *persons = tree_get(q->params, S("persons"));

    question_add_holds(q, tree_get_text(q->params, S("unit")), list);
    if (persons == NULL)
        return true;
    for (const struct tree *person = persons->first; person != NULL; person = person->next)
        question_add_holds(q, tree_get_text(person, S("document_number")), list);
    return true;
}
