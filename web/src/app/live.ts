// What others do appears by itself: one stream of server-sent events for the page, opened again
// whenever it breaks. After a break every listener is told to look anew, since news may be lost.
import { onBeforeUnmount, reactive } from 'vue'

export interface News {
  filing: string
}

type Listener = (news: News | null) => void

/** open: connected. A page shows `lost` as a line that says so. */
export const live = reactive({ state: 'closed' as 'closed' | 'opening' | 'open' | 'lost' })

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15000

class Stream {
  private source: EventSource | null = null
  private listeners = new Set<Listener>()
  private wait = FIRST_WAIT_MS
  private timer = 0

  constructor(private readonly url: string) {}

  add(listener: Listener): void {
    this.listeners.add(listener)
    if (!this.source && !this.timer) this.open()
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener)
    if (this.listeners.size === 0) this.close()
  }

  private open(): void {
    this.timer = 0
    live.state = live.state === 'lost' ? 'lost' : 'opening'
    const source = new EventSource(this.url)
    this.source = source
    source.onopen = () => {
      const wasLost = live.state === 'lost'
      live.state = 'open'
      this.wait = FIRST_WAIT_MS
      if (wasLost) this.tell(null)
    }
    source.addEventListener('filing', (e) =>
      this.tell(JSON.parse((e as MessageEvent).data) as News),
    )
    source.onerror = () => this.again()
  }

  private again(): void {
    this.source?.close()
    this.source = null
    live.state = 'lost'
    this.timer = window.setTimeout(() => this.open(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS)
  }

  private close(): void {
    window.clearTimeout(this.timer)
    this.timer = 0
    this.source?.close()
    this.source = null
    live.state = 'closed'
  }

  private tell(news: News | null): void {
    this.listeners.forEach((listener) => listener(news))
  }
}

const streams = new Map<string, Stream>()

/** While the component lives: `listener` hears what changes; null means "look anew". Officers listen
 * to /events, whoever follows a filing to /track/{filing}/events?code=. */
export function useLive(url: string, listener: Listener): void {
  const stream = streams.get(url) ?? new Stream(url)
  streams.set(url, stream)
  stream.add(listener)
  onBeforeUnmount(() => stream.remove(listener))
}
