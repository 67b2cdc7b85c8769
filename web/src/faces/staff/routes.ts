import type { RouteRecordRaw } from 'vue-router'

export const staffRoutes: RouteRecordRaw[] = [
  { path: '/staff', component: () => import('./StaffHome.vue'), meta: { title: 'staff.signIn' } },
]
