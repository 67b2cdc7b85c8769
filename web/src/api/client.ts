// The service, called by the types of its own API document. Refusals become a Problem that carries
// every finding, so that a page can say all reasons at once, each at its field.
import createClient, { type Middleware } from 'openapi-fetch'
import { reactive } from 'vue'
import { look } from '../app/look'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

export interface Finding {
  rule: string
  severity: string
  field: string
  detail: string
  text: string
  law: string
  remedy: string
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly findings: Finding[],
    title: string,
    readonly code = '',
  ) {
    super(title)
  }

  /** The service could not be reached, or could not say: asking again may help. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  finding(rule: string): Finding | undefined {
    return this.findings.find((f) => f.rule === rule)
  }
}

/** What every unsafe request must carry; set at sign-in, by the session. */
export const door = reactive({ csrf: '' })

export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', look.language)
    if (request.method === 'GET') return
    if (door.csrf) request.headers.set('X-CSRF-Token', door.csrf)
    if (request.method === 'POST' && !request.headers.has('Idempotency-Key'))
      request.headers.set('Idempotency-Key', newKey())
  },
}

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })
api.use(headers)

const lost = new Set<() => void>()
/** Calls `then` when a request finds that the session has ended. */
export function onSignedOut(then: () => void): void {
  lost.add(then)
}

function problemOf(status: number, body: unknown): Problem {
  const b = (body ?? {}) as { title?: string; type?: string; findings?: Finding[] }
  const code =
    String(b.type ?? '')
      .split('/')
      .pop() ?? ''
  return new Problem(status, b.findings ?? [], b.title ?? '', code)
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The reply's body, or a Problem thrown. */
export async function ask<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await request
  } catch {
    throw new Problem(0, [], '')
  }
  if (answer.response.ok) return answer.data as T
  if (answer.response.status === 401) lost.forEach((then) => then())
  throw problemOf(answer.response.status, answer.error)
}

/** A file, as the page may show or keep it. The caller revokes the URL when it is done. */
export async function file(path: string): Promise<{ url: string; type: string; blob: Blob }> {
  let response: Response
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      headers: { 'Accept-Language': look.language },
    })
  } catch {
    throw new Problem(0, [], '')
  }
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null))
  const blob = await response.blob()
  return { url: URL.createObjectURL(blob), type: blob.type, blob }
}

/** Sends bytes as they are: a scan, or a certificate to be checked. */
export async function upload<T>(path: string, body: Blob): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      body,
      headers: {
        'Accept-Language': look.language,
        'Content-Type': body.type || 'application/octet-stream',
        'Idempotency-Key': newKey(),
        ...(door.csrf ? { 'X-CSRF-Token': door.csrf } : {}),
      },
    })
  } catch {
    throw new Problem(0, [], '')
  }
  const answer = await response.json().catch(() => null)
  if (!response.ok) {
    if (response.status === 401) lost.forEach((then) => then())
    throw problemOf(response.status, answer)
  }
  return answer as T
}
