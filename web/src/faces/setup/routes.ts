import type { RouteRecordRaw } from 'vue-router'

export const setupRoutes: RouteRecordRaw[] = []
