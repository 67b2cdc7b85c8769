import type { RouteRecordRaw } from 'vue-router'

export const citizenRoutes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./HomePage.vue'), meta: { title: 'home.title' } },
  {
    path: '/guide/:scene',
    component: () => import('./guide/GuidePage.vue'),
    meta: { title: 'guide.title' },
    props: true,
  },
  {
    path: '/follow',
    component: () => import('./follow/FindPage.vue'),
    meta: { title: 'follow.title' },
  },
  {
    path: '/follow/:filing',
    component: () => import('./follow/FollowPage.vue'),
    meta: { title: 'follow.title' },
    props: true,
  },
  {
    path: '/rate/:filing',
    component: () => import('./follow/RatePage.vue'),
    meta: { title: 'rate.title' },
    props: true,
  },
  {
    path: '/announced',
    component: () => import('./announced/AnnouncedPage.vue'),
    meta: { title: 'announced.title' },
  },
  {
    path: '/check',
    component: () => import('../check/CheckPage.vue'),
    meta: { title: 'check.title' },
  },
]
