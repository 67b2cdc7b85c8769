import type { RouteRecordRaw } from 'vue-router'

export const bookRoutes: RouteRecordRaw[] = [
  {
    path: '/book/:unit',
    component: () => import('./HistoryPage.vue'),
    meta: { title: 'nav.book', roles: [] },
    props: true,
  },
]
