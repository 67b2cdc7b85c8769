// Who is signed in at this device, as the service says.
import { reactive } from 'vue'
import { api, ask, door, onSignedOut, type Schemas } from '../api/client'
import { clearDrafts } from './draft'
import { forgetPurpose } from './purpose'

type Me = Schemas['staff_session_out']

interface Session {
  me: Me | null
  /** The first look at the service has been taken. */
  known: boolean
  /** It ended while the page was open: what was typed stays until the same officer is back. */
  lapsed: boolean
}

export const session = reactive<Session>({ me: null, known: false, lapsed: false })

/** Whose session ended under the open page. */
let whose = ''

onSignedOut(() => {
  if (session.me) {
    session.lapsed = true
    whose = session.me.staff
  }
  session.me = null
})

export function has(...roles: string[]): boolean {
  const mine = session.me?.roles.split(' ') ?? []
  return roles.some((r) => mine.includes(r))
}

export async function lookWhoIAm(): Promise<void> {
  try {
    session.me = await ask(api.GET('/sessions/current'))
    door.csrf = session.me.csrf
    session.lapsed = false
  } catch {
    session.me = null
  }
  session.known = true
}

export async function signIn(login: string, password: string, code: string): Promise<void> {
  const opened = await ask(
    api.POST('/sessions', { body: { login, password, ...(code ? { code } : {}) } }),
  )
  door.csrf = opened.csrf
  await lookWhoIAm()
  const another = whose !== '' && session.me !== null && whose !== session.me.staff
  whose = ''
  if (!another) return
  // What the first one was writing is not for this one to see.
  forgetPurpose()
  clearDrafts()
  window.location.assign('/staff')
}

export async function signOut(): Promise<void> {
  try {
    await ask(api.DELETE('/sessions/current'))
  } finally {
    session.me = null
    session.lapsed = false
    door.csrf = ''
    forgetPurpose()
    clearDrafts()
  }
}
