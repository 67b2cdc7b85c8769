// One officer out of the list: the service has the list by pages, and officers are few.
import { api, ask, type Schemas } from '../../api/client'

export async function findOfficer(login: string): Promise<{
  officer: Schemas['staff_card_out'] | undefined
  roles: Schemas['staff_role_out'][]
}> {
  let after = ''
  for (;;) {
    const page = await ask(api.GET('/staff', { params: { query: after ? { after } : {} } }))
    const officer = page.staff.find((s) => s.login === login)
    if (officer || !page.next) return { officer, roles: page.roles }
    after = page.next
  }
}
