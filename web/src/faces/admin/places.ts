// What there is to look after, in the order of the menu, and who may. The service decides; this only
// hides what it would refuse.
export interface Place {
  path: string
  key: string
  roles: readonly string[]
}

const everyone = ['admin', 'manager', 'auditor'] as const
const people = [...everyone, 'security'] as const

export const groups: { key: string; places: Place[] }[] = [
  { key: 'now', places: [{ path: '/admin', key: 'overview', roles: everyone }] },
  {
    key: 'matters',
    places: [
      { path: '/admin/scenes', key: 'scenes', roles: everyone },
      { path: '/admin/scene-check', key: 'sceneCheck', roles: ['admin'] },
    ],
  },
  {
    key: 'people',
    places: [
      { path: '/admin/offices', key: 'offices', roles: everyone },
      { path: '/admin/staff', key: 'staff', roles: people },
      { path: '/admin/changes', key: 'changes', roles: ['admin', 'security', 'auditor'] },
      { path: '/admin/access', key: 'access', roles: ['manager', 'auditor'] },
    ],
  },
  {
    key: 'rules',
    places: [
      { path: '/admin/calendar', key: 'calendar', roles: everyone },
      { path: '/admin/rates', key: 'rates', roles: everyone },
      { path: '/admin/codes', key: 'codes', roles: everyone },
    ],
  },
  {
    key: 'checks',
    places: [
      { path: '/admin/rules', key: 'rules', roles: everyone },
      { path: '/admin/counts', key: 'counts', roles: ['manager', 'auditor'] },
      { path: '/admin/samples', key: 'samples', roles: ['manager', 'auditor'] },
      { path: '/admin/locks', key: 'locks', roles: ['manager', 'auditor'] },
      { path: '/admin/findings', key: 'findings', roles: everyone },
    ],
  },
  {
    key: 'running',
    places: [
      { path: '/admin/departments', key: 'departments', roles: everyone },
      { path: '/admin/outbox', key: 'outbox', roles: everyone },
      { path: '/admin/verification', key: 'verification', roles: ['admin', 'auditor'] },
    ],
  },
]
