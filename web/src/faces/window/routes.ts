import type { RouteRecordRaw } from 'vue-router'

const clerk = ['clerk']

export const windowRoutes: RouteRecordRaw[] = [
  {
    path: '/window',
    component: () => import('./DeskPage.vue'),
    meta: { title: 'nav.window', roles: clerk },
  },
  {
    path: '/window/new/:scene',
    component: () => import('./NewFiling.vue'),
    meta: { title: 'nav.window', roles: clerk },
  },
  {
    path: '/window/filing/:filing',
    component: () => import('./FilingPage.vue'),
    meta: { title: 'nav.window', roles: [] },
  },
  {
    path: '/window/filing/:filing/correct',
    component: () => import('./CorrectPage.vue'),
    meta: { title: 'nav.window', roles: clerk },
  },
]
