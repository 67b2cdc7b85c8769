// What is announced now: the list of a region, and the row of one filing.
import { api, ask, type Schemas } from '../api/client'

export type Announcement = Schemas['announcement_out']

export async function announcementsOf(region: string): Promise<Announcement[]> {
  const got = await ask(api.GET('/announcements', { params: { query: { region } } }))
  return got.announcements
}

export async function announcementOf(filing: string): Promise<Announcement | null> {
  const all = await announcementsOf(filing.slice(0, 6))
  return all.find((a) => a.filing === filing) ?? null
}
