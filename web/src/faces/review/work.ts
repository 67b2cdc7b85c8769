// Claiming, and going from one task to the next.
import type { Router } from 'vue-router'
import { api, ask, newKey, Problem } from '../../api/client'
import { session } from '../../app/session'
import { nextOf, type Row } from './pool'

const MOST_ROWS = 200
const CONFLICT = 409

export async function poolRows(): Promise<Row[]> {
  return (await ask(api.GET('/tasks', { params: { query: { limit: MOST_ROWS } } }))).tasks
}

export const rolesOfMine = (): string[] => session.me?.roles.split(' ') ?? []
export const me = (): string => session.me?.staff ?? ''

export async function claim(task: string): Promise<void> {
  await ask(
    api.POST('/tasks/{task}/claim', {
      params: { path: { task } },
      headers: { 'Idempotency-Key': newKey() },
    }),
  )
}

export function addressOf(row: { task: string; filing: string }) {
  return { path: `/review/task/${row.task}`, query: { filing: row.filing } }
}

export async function peekNext(): Promise<Row | undefined> {
  return nextOf(await poolRows(), me(), rolesOfMine())
}

/** Opens the next task; whoever was quicker has it, and then the one after is taken. */
export async function takeNext(router: Router): Promise<boolean> {
  let rows = await poolRows()
  for (let row = nextOf(rows, me(), rolesOfMine()); row; row = nextOf(rows, me(), rolesOfMine())) {
    const { task } = row
    try {
      if (row.officer !== me()) await claim(task)
      await router.push(addressOf(row))
      return true
    } catch (e) {
      if (!(e instanceof Problem) || e.status !== CONFLICT) throw e
      rows = rows.filter((r) => r.task !== task)
    }
  }
  return false
}
