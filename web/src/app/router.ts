// Each face is loaded when its first page is opened, with its words.
import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { citizenRoutes } from '../faces/citizen/routes'
import { cadastreRoutes } from '../faces/cadastre/routes'
import { adminRoutes } from '../faces/admin/routes'
import { bookRoutes } from '../faces/book/routes'
import { reviewRoutes } from '../faces/review/routes'
import { ruleRoutes } from '../faces/rule/routes'
import { setupRoutes } from '../faces/setup/routes'
import { staffRoutes } from '../faces/staff/routes'
import { windowRoutes } from '../faces/window/routes'
import { has, lookWhoIAm, session } from './session'
import { t } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title in the catalogue. */
    title: string
    /** Which officers may open it; none for everybody. */
    roles?: string[]
    /** A page of maps and tables takes all the room there is; officers' pages do anyway. */
    wide?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  ...citizenRoutes,
  ...cadastreRoutes,
  ...staffRoutes,
  ...windowRoutes,
  ...reviewRoutes,
  ...ruleRoutes,
  ...bookRoutes,
  ...adminRoutes,
  ...setupRoutes,
  {
    path: '/:rest(.*)*',
    component: () => import('../parts/NotFound.vue'),
    meta: { title: 'page.notFound' },
  },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (!to.meta.roles) return true
  if (!session.known) await lookWhoIAm()
  if (!session.me) return { path: '/staff', query: { then: to.fullPath } }
  return to.meta.roles.length === 0 || has(...to.meta.roles) ? true : { path: '/staff' }
})

// A new page is announced: its title, and the focus on its heading, as a full load would do.
router.afterEach(async (to, from) => {
  document.title = `${t(to.meta.title)} · ${t('site.name')}`
  if (!from.name && from.path === '/' && from.matched.length === 0) return
  if (to.path === from.path) return
  await nextTick()
  document.querySelector<HTMLElement>('h1')?.focus()
})
