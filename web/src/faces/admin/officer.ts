// The answers about an officer and how they are read over.
import type { Schemas } from '../../api/client'
import { both, t } from '../../app/words'
import type { Answered } from '../../parts/CheckAnswers.vue'

export interface OfficerAnswers {
  login: string
  name: string
  roles: string[]
  office: string
  document_number: string
}

/** Roles as the service says them, between blanks. */
export const idsOf = (roles: string): string[] => roles.split(' ').filter(Boolean)

/** What the system administrator asks for is not what is in force: the security administrator decides. */
export const waits = (o: Schemas['staff_card_out']): boolean => o.roles_asked !== o.roles

export function rolesOf(
  roles: readonly Schemas['staff_role_out'][],
  ids: readonly string[],
): string {
  return ids
    .map(
      (id) =>
        both(
          roles.find((r) => r.role === id),
          'name',
        ) || id,
    )
    .join('、')
}

export function officerRows(
  a: OfficerAnswers,
  roles: readonly Schemas['staff_role_out'][],
  offices: readonly Schemas['place_office_out'][],
): Answered[] {
  return [
    { id: 'login', label: t('admin.staff.login'), value: a.login },
    { id: 'name', label: t('admin.staff.name'), value: a.name },
    { id: 'roles', label: t('admin.staff.rolesAsked'), value: rolesOf(roles, a.roles) },
    {
      id: 'office',
      label: t('admin.staff.office'),
      value: both(
        offices.find((o) => o.office === a.office),
        'name',
      ),
    },
    { id: 'document_number', label: t('admin.staff.document'), value: a.document_number },
  ]
}
