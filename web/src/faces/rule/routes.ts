import type { RouteRecordRaw } from 'vue-router'

const registry = ['clerk', 'reviewer-registry', 'manager', 'auditor']

export const ruleRoutes: RouteRecordRaw[] = [
  {
    path: '/guide/rules',
    component: () => import('./RulesPage.vue'),
    meta: { title: 'rules.title' },
  },
  {
    path: '/review/locks',
    component: () => import('./LocksPage.vue'),
    meta: { title: 'locks.title', roles: registry },
  },
  {
    path: '/review/counts',
    component: () => import('./CountsPage.vue'),
    meta: { title: 'counts.title', roles: ['reviewer-registry', 'manager', 'auditor'] },
  },
]
