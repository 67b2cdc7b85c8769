// What stands around a filing: its bill, notices and certificates, fetched together.
import { api, ask, Problem, type Schemas } from '../../api/client'

export type Bill = Schemas['money_bill_out']
export type Notice = Schemas['filing_notice_out']
export type Certificate = Schemas['cert_line_out']

export interface Around {
  /** None before the amounts are reckoned, and where nothing is owed. */
  bill: Bill | null
  notices: Notice[]
  certificates: Certificate[]
}

const NOT_FOUND = 404

async function billOf(filing: string): Promise<Bill | null> {
  try {
    return await ask(api.GET('/filings/{filing}/bill', { params: { path: { filing } } }))
  } catch (e) {
    if (e instanceof Problem && e.status === NOT_FOUND) return null
    throw e
  }
}

export async function aroundOf(filing: string): Promise<Around> {
  const at = { params: { path: { filing } } }
  const [bill, notices, certificates] = await Promise.all([
    billOf(filing),
    ask(api.GET('/filings/{filing}/notices', at)),
    ask(api.GET('/filings/{filing}/certificates', at)),
  ])
  return { bill, notices: notices.notices, certificates: certificates.certificates }
}
