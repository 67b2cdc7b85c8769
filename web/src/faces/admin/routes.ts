import type { RouteRecordRaw } from 'vue-router'

const everyone = ['admin', 'manager', 'auditor']
/** The security administrator looks after people alone. */
const people = [...everyone, 'security']

const pages: RouteRecordRaw[] = [
  {
    path: '',
    component: () => import('./OverviewPage.vue'),
    meta: { title: 'admin.overview.title' },
  },
  {
    path: 'scenes',
    component: () => import('./ScenesPage.vue'),
    meta: { title: 'admin.scenes.title' },
  },
  {
    path: 'scenes/:scene',
    component: () => import('./ScenePage.vue'),
    meta: { title: 'admin.scene.title' },
  },
  {
    path: 'scene-check',
    component: () => import('./SceneCheckPage.vue'),
    meta: { title: 'admin.sceneCheck.title', roles: ['admin'] },
  },
  {
    path: 'offices',
    component: () => import('./OfficesPage.vue'),
    meta: { title: 'admin.offices.title' },
  },
  {
    path: 'offices/new',
    component: () => import('./OfficePage.vue'),
    meta: { title: 'admin.office.add', roles: ['admin'] },
  },
  {
    path: 'offices/:office',
    component: () => import('./OfficePage.vue'),
    meta: { title: 'admin.office.edit', roles: ['admin'] },
  },
  {
    path: 'staff',
    component: () => import('./StaffPage.vue'),
    meta: { title: 'admin.staff.title', roles: people },
  },
  {
    path: 'staff/new',
    component: () => import('./OfficerNewPage.vue'),
    meta: { title: 'admin.officer.add', roles: ['admin'] },
  },
  {
    path: 'staff/:login',
    component: () => import('./OfficerPage.vue'),
    meta: { title: 'admin.officer.title', roles: people },
  },
  {
    path: 'changes',
    component: () => import('./ChangesPage.vue'),
    meta: { title: 'admin.changes.title', roles: ['admin', 'security', 'auditor'] },
  },
  {
    path: 'access',
    component: () => import('./AccessPage.vue'),
    meta: { title: 'admin.access.title', roles: ['manager', 'auditor'] },
  },
  {
    path: 'calendar',
    component: () => import('./CalendarPage.vue'),
    meta: { title: 'admin.calendar.title' },
  },
  {
    path: 'rates',
    component: () => import('./RatesPage.vue'),
    meta: { title: 'admin.rates.title' },
  },
  {
    path: 'codes',
    component: () => import('./CodesPage.vue'),
    meta: { title: 'admin.codes.title' },
  },
  {
    path: 'findings',
    component: () => import('./FindingsPage.vue'),
    meta: { title: 'admin.findings.title' },
  },
  {
    path: 'rules',
    component: () => import('../rule/RulesPage.vue'),
    meta: { title: 'rules.title' },
  },
  {
    path: 'counts',
    component: () => import('../rule/CountsPage.vue'),
    meta: { title: 'counts.title', roles: ['manager', 'auditor'] },
  },
  {
    path: 'samples',
    component: () => import('../rule/SamplesPage.vue'),
    meta: { title: 'samples.title', roles: ['manager', 'auditor'] },
  },
  {
    path: 'locks',
    component: () => import('../rule/LocksPage.vue'),
    meta: { title: 'locks.title', roles: ['manager', 'auditor'] },
  },
  {
    path: 'departments',
    component: () => import('./DepartmentsPage.vue'),
    meta: { title: 'admin.departments.title' },
  },
  {
    path: 'outbox',
    component: () => import('./OutboxPage.vue'),
    meta: { title: 'admin.outbox.title' },
  },
  {
    path: 'verification',
    component: () => import('./VerificationPage.vue'),
    meta: { title: 'admin.verification.title', roles: ['admin', 'auditor'] },
  },
]

/** A page is for everyone unless it says for whom. */
export const adminRoutes: RouteRecordRaw[] = [
  {
    path: '/admin',
    component: () => import('./AdminShell.vue'),
    meta: { title: 'admin.overview.title', roles: people },
    children: pages.map((page) => ({ ...page, meta: { roles: everyone, ...page.meta! } })),
  },
]
