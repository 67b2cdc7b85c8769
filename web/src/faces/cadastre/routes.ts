import type { RouteRecordRaw } from 'vue-router'

export const cadastreRoutes: RouteRecordRaw[] = [
  { path: '/map', component: () => import('./MapPage.vue'), meta: { title: 'map.title' } },
  {
    path: '/map/imports',
    component: () => import('./ImportsPage.vue'),
    meta: {
      title: 'imports.title',
      roles: ['admin', 'reviewer-registry', 'manager', 'auditor'],
    },
  },
  {
    path: '/building/:building',
    component: () => import('./BuildingPage.vue'),
    meta: { title: 'building.title' },
    props: true,
  },
]
