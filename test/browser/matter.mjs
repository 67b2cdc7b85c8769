// A matter as the officers carry it on, through the API: what a journey needs to have happened while it
// looks at somebody else's screen.
import { readFileSync } from 'node:fs'
import { FORM } from './kit.mjs'

const REVIEWS = ['review-housing', 'review-tax', 'review-registry']
const PATIENCE_MS = 20000

async function until(ask, good) {
  const end = Date.now() + PATIENCE_MS
  for (;;) {
    const found = good(await ask())
    if (found) return found
    if (Date.now() > end) throw new Error('what was waited for did not come')
    await new Promise((then) => setTimeout(then, 100))
  }
}

const person = (role, who, phone) => ({
  role,
  kind: 'person',
  name: who.name,
  document_kind: 'id',
  document_number: who.document,
  phone,
})

/** Accepted at a window: { filing, follow_code, ... }. */
export async function sell(town, home) {
  const clerk = await town.officer('clerk-1')
  const { hash } = await clerk('POST', '/papers?region=640104', readFileSync(FORM))
  return clerk('POST', '/filings', {
    scene: 'resale-transfer',
    unit: home.unit,
    accept: true,
    parties: [
      person('seller', home.seller, '13900000001'),
      person('buyer', home.buyer, '13900000002'),
    ],
    answers: {
      contract_number: home.contract,
      price_fen: 80000000,
      residential: true,
      certificates: 1,
      delivery: 'window',
    },
    papers: [
      { paper: 'request-form', hash },
      { paper: 'title-certificate', hash },
    ],
  })
}

/** An easement over `servient` for `home`, which its buyer has by now; in the book. */
export async function ease(town, servient, home) {
  const clerk = await town.officer('clerk-1')
  const { hash } = await clerk('POST', '/papers?region=640104', readFileSync(FORM))
  const { filing } = await clerk('POST', '/filings', {
    scene: 'easement-create',
    unit: servient.unit,
    accept: true,
    parties: [person('servient', servient.seller, ''), person('dominant', home.buyer, '')],
    answers: {
      contract_number: 'DY-9',
      terms: '通行',
      term_begin: '2026-03-02',
      residential: true,
      dominant_unit: home.unit,
    },
    papers: ['request-form', 'title-certificate', 'contract'].map((paper) => ({ paper, hash })),
  })
  await decideAs(town, filing, 'review-registry', 'reviewer-registry')
  await finish(town, filing, await order(town, filing))
}

async function task(officer, filing, step) {
  return until(
    () => officer('GET', `/filings/${filing}`),
    (f) => f.tasks.find((t) => t.step === step && ['open', 'claimed'].includes(t.state))?.task,
  )
}

async function decide(town, filing, step, login, decision) {
  const officer = await town.officer(login)
  await officer('POST', `/tasks/${await task(officer, filing, step)}/decide`, decision)
}

/** One step approved by one officer. */
export const decideAs = (town, filing, step, login) =>
  decide(town, filing, step, login, { decision: 'approve' })

/** The manager has looked into what holds the filing up. */
export async function liftHold(town, filing, reason) {
  const manager = await town.officer('manager-1')
  const { holds } = await manager('GET', `/filings/${filing}`)
  const { hold } = holds.find((h) => !h.lifted_ms)
  await manager('POST', `/filings/${filing}/holds/${hold}/lift`, { reason })
}

/** The order that waits to be paid. */
export async function order(town, filing) {
  const clerk = await town.officer('clerk-1')
  return until(
    () => clerk('GET', `/filings/${filing}/bill`).catch(() => ({ orders: [] })),
    (bill) => bill.orders.find((o) => o.state === 'open' && o.pay_url)?.order,
  )
}

/** The three departments approve; the bill then waits to be paid. Returns the order. */
export async function approve(town, filing) {
  for (const step of REVIEWS)
    await decide(town, filing, step, step.replace('review', 'reviewer'), {
      decision: 'approve',
    })
  return order(town, filing)
}

/** The first two of the three, so that the registry's own decision is left. */
export async function approveAllButRegistry(town, filing) {
  for (const step of REVIEWS.slice(0, 2))
    await decide(town, filing, step, step.replace('review', 'reviewer'), { decision: 'approve' })
}

/** A court seizes the home while the filing is under way: the registry must write it in at once. */
export async function seize(town, home) {
  const registry = await town.officer('reviewer-registry')
  await registry('POST', `/registry/units/${home.unit}/seizures`, {
    court: '兴庆区人民法院',
    court_code: '11640100000000019N',
    document: '（2026）宁0104执1号',
    ends_on: '2029-03-02',
    debtor_number: home.seller.document,
  })
}

/** What the court would say is read from a paper by one officer, and confirmed by a second. */
export async function readByHand(town, filing) {
  const clerk = await town.officer('clerk-1')
  const { hash } = await clerk('POST', '/papers?region=640104', readFileSync(FORM))
  await clerk('POST', `/filings/${filing}/facts`, {
    step: 'share-holds',
    paper: hash,
    reason: '法院系统故障，电话并书面核实',
    found: true,
    answer: { holds: [] },
  })
  const second = await town.officer('officer-2')
  await second('POST', `/filings/${filing}/facts/share-holds/confirm`, {})
}

export async function showFiling(town, filing) {
  const clerk = await town.officer('clerk-1')
  return clerk('GET', `/filings/${filing}`)
}

/** Refused after review, in typed words. */
export function refuse(town, filing, reason) {
  return decide(town, filing, 'review-registry', 'reviewer-registry', {
    decision: 'refuse',
    code: 'ownership-dispute',
    reason,
  })
}

/** Paid, recorded and handed out: the certificate's row. */
export async function finish(town, filing, order) {
  await town.pay(order)
  return handOut(town, filing)
}

/** Handed out once it is recorded: the certificate's row. */
export async function handOut(town, filing) {
  const clerk = await town.officer('clerk-1')
  await until(
    () => clerk('GET', `/filings/${filing}`),
    (f) => f.state === 'recorded',
  )
  await decide(town, filing, 'issue', 'clerk-1', { decision: 'approve' })
  const { certificates } = await clerk('GET', `/filings/${filing}/certificates`)
  return certificates[0]
}

/** 补正: sent back to be put right, in typed words. */
export function sendBack(town, filing, reason) {
  return decide(town, filing, 'review-housing', 'reviewer-housing', {
    decision: 'return',
    code: 'answers-wrong',
    reason,
  })
}
