#!/usr/bin/env python3
"""The model test must be able to fail: each fault below is put into a copy of one source file of the
program, which is linked in place of the right one; the sequences must then find it.

    test/model/mutants.py [--build DIR] [--sequences N] [--only WORD]

TAP, one point a fault. Nothing of the tree is changed."""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What is wrong, in which file, the words there, the words instead.
FAULTS = [
    ("whoever stood behind keeps its rank", "registry/registry_plan.c",
     "add_move(plan, r, r->rank - 1, r->since_entry);", "add_move(plan, r, r->rank, r->since_entry);"),
    ("a right further behind is skipped", "registry/registry_plan.c",
     "r->rank > end->rank)", "r->rank > end->rank + 1)"),
    ("an advance notice gives no better place", "registry/registry_plan.c",
     "if (since_entry == 0 || r->since_entry < since_entry)", "if (r->unit.len > 0)"),
    ("a changed mortgage goes to the end of the line", "registry/registry_plan.c",
     "    if (goes_on)\n", "    if (goes_on && wanted != end->rank)\n"),
    ("a mortgage changes its rank and those between stay", "registry/registry_plan.c",
     "add_move(plan, r, rank, since);", "add_move(plan, r, r->rank, since);"),
    ("a mortgage changes its rank and takes its place with it", "registry/registry_plan.c",
     "        since = r->since_entry;\n", ""),
    ("only the nearest is asked for a change of rank", "rule/rule_atoms.c",
     "r->rank < s->rank_to ||", "r->rank + 1 < s->rank_from ||"),
    ("one of several mortgagees agrees to a rank for all", "rule/rule_atoms.c",
     "for (size_t k = 0; k < r->holders_count; k++)\n        if (!takes_part",
     "for (size_t k = 0; k < 1; k++)\n        if (!takes_part"),
    ("a higher debt asks nobody behind it", "rule/rule_atoms.c",
     "return r->rank > s->rank_from;", "return r->rank > s->rank_from + 1;"),
    ("those who come to stand before are asked too", "rule/rule_atoms.c",
     "r->rank >= s->rank_to : r->rank > s->rank_to;", "r->rank >= s->rank_to : true;"),
    ("a rank that nobody has", "registry/registry_rules.c",
     "wanted > page->mortgages ||", "wanted > page->mortgages + 1 ||"),
    ("the fold forgets which place was taken", "registry/registry_history.c",
     "tree_get_i64(r, S(\"since_entry\"), right->since_entry);", "right->since_entry;"),
    ("an ownership forgets what it replaced", "registry/registry_plan.c",
     "r->previous = end != NULL ? end->id : (str){0};", "r->previous = (str){0};"),
    ("a burden forgets since when it stands", "registry/registry_plan.c",
     "end != NULL && !registry_is_title(r->kind) ? end->since_entry : plan->change->since_entry;",
     "0;"),
    ("a seizure forbids nothing", "rule/rule_atoms.c",
     "stands_against(run->subject, p->page, r) &&",
     "stands_against(run->subject, p->page, r) && p->page->seizures > 1 &&"),
    ("a title goes though something rests on it", "rule/rule_atoms.c",
     "if (kind != NULL && kind->family != FAMILY_TITLE)",
     "if (kind != NULL && kind->family != FAMILY_TITLE && i > 1)"),
    ("a recorded agreement against transfer is passed over", "rule/rule_atoms.c",
     "r->no_transfer ? \"no\" : \"yes\"", "r->no_transfer && r->rank == 1 ? \"no\" : \"yes\""),
    ("a holder may stay away", "registry/registry_rules.c",
     "for (size_t i = 0; i < right->holders_count; i++)\n        if (find_holder(givers",
     "for (size_t i = 1; i < right->holders_count; i++)\n        if (find_holder(givers"),
    ("whoever joins in is not looked at", "registry/registry_rules.c",
     "for (size_t i = 0; i < count; i++) {\n        const struct registry_holder *on_record",
     "for (size_t i = 0; i < right->holders_count && i < count; i++) {\n"
     "        const struct registry_holder *on_record"),
    ("another name is the same person", "registry/registry_rules.c",
     "else if (!str_eq(on_record->name, givers[i].name))",
     "else if (on_record->name.len == 0)"),
    ("the same taker twice", "registry/registry_rules.c",
     "for (size_t i = 1; i < count; i++)\n        if (find_holder(takers, i, &takers[i]) != NULL)",
     "for (size_t i = 2; i < count; i++)\n        if (find_holder(takers, i, &takers[i]) != NULL)"),
    ("shares may be more than one", "party/share.c",
     "(struct share){1, 1}, &order) && order == 0;", "(struct share){1, 1}, &order) && order >= 0;"),
    ("a term of three years ends a day too late", "registry/registry_seize.c",
     "when_days_from_date(end) <= when_days_from_date(latest)",
     "when_days_from_date(end) <= when_days_from_date(latest) + 1"),
    ("a seizure may end today", "registry/registry_seize.c",
     "when_days_from_date(end) > when_days_from_date(today)",
     "when_days_from_date(end) >= when_days_from_date(today)"),
    ("only the first owner is a debtor", "registry/registry_store.c",
     "right != NULL && i < right->holders_count; i++)",
     "right != NULL && i < right->holders_count && i == 0; i++)"),
    ("a seizure ends on the morning of its last day", "registry/registry_lapse.c",
     "str_cmp(r->lapses_on, today) < 0;", "str_cmp(r->lapses_on, today) <= 0;"),
    ("only what is in effect lapses", "registry/registry_lapse.c",
     "if (!is_over(ctx, &page->rights[i]))",
     "if (!is_over(ctx, &page->rights[i]) || page->rights[i].rank > 0)"),
    ("a last day that is off does not move on", "calendar/calendar_count.c",
     "close_of(c, next_worked(c, day_of(clip_ms(ms)) + clip(n, 0, DAYS_MAX)))",
     "close_of(c, day_of(clip_ms(ms)) + clip(n, 0, DAYS_MAX))"),
    ("an objection stands sixteen days", "registry/registry_lapse.c",
     "return day_after(ctx, from, terms[i].days);",
     "return day_after(ctx, from, terms[i].days + (terms[i].days == 15));"),
    ("the fold forgets who moved up", "registry/registry_history.c",
     "right->rank = tree_get_i64(r, S(\"rank\"), -1);", "(void)right;"),
    ("a right is cancelled by anybody", "filing/filing_record.c",
     "str_is(act->effect, \"convert\") ? title : concerned, holds);",
     "str_is(act->effect, \"convert\") ? title : NULL, holds);"),
    ("the owners are not asked", "filing/filing_record.c",
     "    check_holding(ctx, run, title, owns);\n", ""),
    ("anybody takes the place of an advance notice", "filing/filing_record.c",
     "        check_converted(ctx, run, act, concerned);\n", "    (void)check_converted;\n"),
    ("a mortgage that is assigned loses its terms", "filing/filing_entry.c",
     "*r = keeps ? *end :", "*r = keeps && !str_is(act->effect, \"transfer\") ? *end :"),
    ("any right is an advance notice", "filing/filing_entry.c",
     "return kind->family == FAMILY_GUARD && kind->bound;", "return kind != NULL;"),
    ("a mortgage keeps the price, not the debt", "filing/filing_entry.c",
     "if (is_given(given, row) ||", "if (is_given(given, row) || details[row].form == DETAIL_I64 ||"),
    ("an area is lost in a split", "cadastre/cadastre_divide_rules.c",
     "if (apart == 0 ||", "if (d->area_before >= d->area_after ||"),
    ("a share is lost in a split or merge", "cadastre/cadastre_divide_enter.c",
     "made.cause = cause;", "made.cause = cause;\n    if (made.holders_count > 1)\n"
     "        made.holders[0].share.num = made.holders[1].share.num;"),
    ("a unit that was split stays open", "cadastre/cadastre_divide_enter.c",
     "closed.state = S(\"closed\");", "closed.state = S(\"live\");"),
    ("the last mortgage stays behind in a split", "cadastre/cadastre_divide_enter.c",
     "d->is_split && i < from->rights_count", "d->is_split && i + 1 < from->rights_count"),
    ("the mortgagee of a split is not asked", "cadastre/cadastre_divide_rules.c",
     "if (d->order->consented)", "if (d->order->unit.len > 0)"),
    ("the rules of a merge look at one unit alone", "filing/filing_divide.c",
     "    TRY(check_others(ctx, run, moment));\n", "    (void)check_others;\n"),
    ("a part goes to somebody who owned nothing", "filing/filing_divide.c",
     "if (!registry_is_held_by(title, t->holders[k].document_number))",
     "if (!registry_is_held_by(title, t->holders[k].document_number) && title == NULL)"),
    ("only the first easement goes along", "filing/filing_walk.c",
     "r->entry_made > entry && (next", "entry == 0 && r->entry_made > entry && (next"),
    ("an easement goes along without its holders", "filing/filing_record.c",
     "if (plan->act->givers_count > 0 && (plan->old == NULL ||",
     "if (plan->act->givers_count > 0 && (plan->old == NULL &&"),
    ("what others bear stays with the unit that closed", "cadastre/cadastre_divide_enter.c",
     "    TRY(follow_easements(ctx, d));\n", "    (void)follow_easements;\n"),
    ("an easement loses its place with a split", "cadastre/cadastre_divide_enter.c",
     ".since_entry = r->since_entry};", ".since_entry = 0};"),
    ("somebody else's easement follows a split", "cadastre/cadastre_divide_rules.c",
     "!same_people(r, parent->ownership))", "!same_people(r, parent->ownership) && page == NULL)"),
    ("a seized unit bears more easements after a split", "cadastre/cadastre_divide_rules.c",
     "if (page->seizure != NULL && !seized)", "if (page->seizure == NULL && seized)"),
    ("an easement begins for a unit that has closed", "filing/filing_record.c",
     "if (e == OK && str_is(page.unit.state, \"closed\"))", "if (e == OK && page.unit.version == 0)"),
]
CASE_SAYS_SO = "correct the rule or the case"  # a rule that does not come out as its cases want
SHORT = 12  # what is left of fifty operations shows the fault to a reader


def run(words, **more):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, errors="replace",
                          check=False, **more)


def libraries():
    said = run(["make", "-s", "--no-print-directory", "--eval", "say-libraries: ; @echo $(LDLIBS)",
                "say-libraries"], timeout=60)
    return said.stdout.split()


class Mutator:
    def __init__(self, build, folder):
        self.build, self.folder, self.libraries = build, folder, libraries()
        with open(f"{build}/flags", encoding="utf-8") as at:
            self.flags = [w if not w.startswith("-DYICHUANG_VERSION") else "-DYICHUANG_VERSION=\"0\""
                          for w in shlex.split(at.read())]
        self.objects = [os.path.join(f"{build}/test/model", name)
                        for name in sorted(os.listdir(f"{build}/test/model"))
                        if name.endswith(".o")]

    def make(self, path, old, new):
        """(the program with that fault, what went wrong)"""
        with open(os.path.join(ROOT, "src", path), encoding="utf-8") as at:
            text = at.read()
        if text.count(old) != 1:
            return None, f"'{old}' stands {text.count(old)} times in {path}"
        source, program = f"{self.folder}/mutant.c", f"{self.folder}/model"
        with open(source, "w", encoding="utf-8") as at:
            at.write(text.replace(old, new))
        made = run(self.flags + ["-Wno-error", source] + self.objects
                   + [f"{self.build}/libyichuang.a", "-o", program] + self.libraries, timeout=120)
        return (program, "") if made.returncode == 0 else (None, made.stderr[-800:])


def judge(mutator, fault, sequences):
    """What is wrong with the test, and how the fault was found."""
    program, wrong = mutator.make(*fault[1:])
    if program is None:
        return wrong, ""
    played = run([program, "--sequences", str(sequences)], timeout=300)
    if played.returncode != 0 and CASE_SAYS_SO in played.stderr:
        return "", "the rule's own case says so before anything is played"
    rows = played.stdout.split("\n")
    if played.returncode == 0 or not any(row.startswith("not ok") for row in rows):
        return f"not found in {sequences} sequences: {played.stderr[-300:]}", ""
    kept = sum(1 for row in rows if row.startswith("#   "))
    if not 0 < kept <= SHORT:
        return f"found, but not made short: {kept} operations are left", ""
    said = next((row for row in rows if " fails at operation " in row), rows[-1])
    return "", f"{kept} operations left; {said[2:160]}"


def build(folder):
    """The program and the model as they are now; the folder's name is the mode."""
    made = run(["make", "-s", f"MODE={os.path.basename(folder)}", "model"], timeout=900)
    if made.returncode != 0:
        sys.exit(made.stdout[-2000:] + made.stderr[-2000:])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--sequences", type=int, default=1500)
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    faults = [f for f in FAULTS if chosen.only in f[0]]
    failed = 0
    build(os.path.join(ROOT, chosen.build))
    print(f"1..{len(faults)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="yichuang-mutants-") as folder:
        mutator = Mutator(os.path.join(ROOT, chosen.build), folder)
        for number, fault in enumerate(faults, 1):
            wrong, found = judge(mutator, fault, chosen.sequences)
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {fault[0]}", flush=True)
            print("# " + (wrong or found).replace("\n", "\n# "), flush=True)
    return 1 if failed or not faults else 0


if __name__ == "__main__":
    sys.exit(main())
