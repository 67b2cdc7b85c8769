import type { RouteRecordRaw } from 'vue-router'

export const citizenRoutes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue'), meta: { title: 'home.title' } },
]
