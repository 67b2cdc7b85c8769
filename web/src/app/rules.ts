// Every rule that may become a finding (GET /rules/findings), fetched once: pages name a rule by what it
// says, never by its id alone.
import { reactive } from 'vue'
import { api, ask, Problem, type Schemas } from '../api/client'
import { look } from './look'

type Rule = Schemas['rule_out']

const kept = reactive(new Map<string, Rule>())
let asked = false

async function fetchRules(): Promise<void> {
  asked = true
  try {
    for (const r of (await ask(api.GET('/rules/findings'))).rules) kept.set(r.rule, r)
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    asked = false
  }
}

export function ruleOf(id: string): Rule | undefined {
  if (!asked) void fetchRules()
  return kept.get(id)
}

/** What the rule says; its id until that is known. */
export function ruleText(id: string): string {
  const rule = ruleOf(id)
  return (rule && (look.language === 'zh' ? rule.zh : rule.en)) || id
}
