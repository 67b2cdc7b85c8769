import type { RouteRecordRaw } from 'vue-router'

const reviewers = ['reviewer-housing', 'reviewer-tax', 'reviewer-registry', 'manager']

export const reviewRoutes: RouteRecordRaw[] = [
  {
    path: '/review',
    component: () => import('./PoolPage.vue'),
    meta: { title: 'nav.review', roles: reviewers },
  },
  {
    path: '/review/task/:task',
    component: () => import('./TaskPage.vue'),
    meta: { title: 'nav.review', roles: reviewers },
    props: true,
  },
]
