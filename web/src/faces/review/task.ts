// Everything that a reviewer decides on, fetched together.
import { api, ask, Problem, type Schemas } from '../../api/client'
import { sceneOf } from '../window/scene'
import type { Preview } from './book'
import { poolRows } from './work'

export type Filing = Schemas['filing_show_out']
export type Scene = Schemas['scene_out']
export type TaskLine = Filing['tasks'][number]
export type Bill = Schemas['money_bill_out']

export interface Case {
  filing: Filing
  scene: Scene
  preview: Preview | null
  bill: Bill | null
  task: TaskLine | null
  step: Filing['steps'][number] | null
}

/** What need not be there yet is null: a bill before it is reckoned, a book without the unit. */
async function orNull<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request
  } catch (e) {
    if (e instanceof Problem && (e.status === 404 || e.status === 422)) return null
    throw e
  }
}

/** An address without its filing still leads to a task that is in the pool. */
async function filingOf(task: string, filing: string): Promise<string> {
  if (filing) return filing
  const row = (await poolRows()).find((r) => r.task === task)
  if (!row) throw new Problem(404, [], '')
  return row.filing
}

export async function caseOf(task: string, id: string): Promise<Case> {
  const path = { params: { path: { filing: await filingOf(task, id) } } }
  const [filing, preview, bill] = await Promise.all([
    ask(api.GET('/filings/{filing}', path)),
    orNull(ask(api.GET('/filings/{filing}/registry', path))),
    orNull(ask(api.GET('/filings/{filing}/bill', path))),
  ])
  const line = filing.tasks.find((x) => x.task === task) ?? null
  return {
    filing,
    scene: await sceneOf(filing.scene, filing.scene_version),
    preview,
    bill,
    task: line,
    step: filing.steps.find((s) => s.step === line?.step) ?? null,
  }
}

export interface ShownPaper {
  hash: string
  file: string
  source: string
  takenMs: number
  name_zh: string
  name_en: string
}

/** The papers, those first that the task's own department receives. */
export function papersOf(filing: Filing, scene: Scene, role: string): ShownPaper[] {
  const department = role.replace(/^reviewer-/, '')
  const isMine = (paper: string) =>
    scene.papers.find((p) => p.id === paper)?.receives.some((r) => r.id === department) ? 0 : 1
  return [...filing.papers]
    .sort((a, b) => isMine(a.paper) - isMine(b.paper))
    .map((p) => {
      const known = scene.papers.find((x) => x.id === p.paper)
      return {
        hash: p.hash,
        file: p.name,
        source: p.source,
        takenMs: p.made_ms,
        name_zh: known?.name_zh ?? p.paper,
        name_en: known?.name_en ?? p.paper,
      }
    })
}
