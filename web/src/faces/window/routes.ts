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
    path: '/window/query',
    component: () => import('./QueryPage.vue'),
    meta: { title: 'window.query.title', roles: ['clerk', 'reviewer-registry'] },
  },
  {
    path: '/window/query/:query',
    component: () => import('./QueryShown.vue'),
    meta: { title: 'window.query.title', roles: [] },
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
