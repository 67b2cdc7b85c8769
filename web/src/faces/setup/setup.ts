// The answers that make a city, what the page itself can see is wrong with them, and how they are read
// over. Passwords are kept apart: they are never written into the tab's store.
import type { Finding, Schemas } from '../../api/client'
import { t } from '../../app/words'
import type { Answered } from '../../parts/CheckAnswers.vue'

export interface RegionAnswers {
  region: string
  name_zh: string
  name_en: string
  province_short: string
  certificate_name: string
  authority_zh: string
  authority_code: string
}

export interface OfficeAnswers {
  office: string
  region: string
  kind: string
  name_zh: string
  name_en: string
  windows: string
}

export interface PersonAnswers {
  login: string
  name: string
  document_number: string
}

export interface SetupAnswers {
  code: string
  regions: RegionAnswers[]
  office: OfficeAnswers
  admin: PersonAnswers
  security: PersonAnswers
  auditor: PersonAnswers
}

export interface Secret {
  password: string
  again: string
}

export type Secrets = Record<Person, Secret>
/** The three administrators, in the order in which they are asked for. */
export const PERSONS = ['admin', 'security', 'auditor'] as const
export type Person = (typeof PERSONS)[number]

export const REGION_FIELDS = [
  'region',
  'name_zh',
  'name_en',
  'province_short',
  'certificate_name',
  'authority_zh',
  'authority_code',
] as const
export const PERSON_FIELDS = ['name', 'document_number', 'login'] as const
const OFFICE_FIELDS = ['office', 'region', 'kind', 'name_zh', 'name_en', 'windows'] as const

/** A further region of the same city: its authority and its province are the same. */
export function newRegion(like?: RegionAnswers): RegionAnswers {
  return {
    region: '',
    name_zh: '',
    name_en: '',
    province_short: like?.province_short ?? '',
    certificate_name: '',
    authority_zh: like?.authority_zh ?? '',
    authority_code: like?.authority_code ?? '',
  }
}

export function newAnswers(): SetupAnswers {
  const person = () => ({ login: '', name: '', document_number: '' })
  return {
    code: '',
    regions: [newRegion()],
    office: { office: '', region: '', kind: 'hall', name_zh: '', name_en: '', windows: '1' },
    admin: person(),
    security: person(),
    auditor: person(),
  }
}

export function newSecrets(): Secrets {
  const secret = () => ({ password: '', again: '' })
  return { admin: secret(), security: secret(), auditor: secret() }
}

const label = (part: string, field: string) => t(`setup.${part}.${field}`)

/** Each answer with the field that it answers, as the service names fields. */
export function rowsOf(
  a: SetupAnswers,
  kinds: readonly { id: string; name: string }[],
): Answered[] {
  const rows: Answered[] = [{ id: 'code', label: t('setup.code'), value: a.code }]
  const many = a.regions.length > 1
  a.regions.forEach((r, i) => {
    const nth = many ? `${t('setup.regionNth', { n: i + 1 })} · ` : ''
    for (const field of REGION_FIELDS)
      rows.push({
        id: `regions[${i}].${field}`,
        label: nth + label('region', field),
        value: r[field],
      })
  })
  for (const field of OFFICE_FIELDS) {
    const kind = kinds.find((k) => k.id === a.office.kind)?.name ?? ''
    const region = a.regions.find((r) => r.region === a.office.region)
    const said = { kind, region: region ? `${region.region} ${region.name_zh}` : '' }
    const value = field === 'kind' || field === 'region' ? said[field] : a.office[field]
    rows.push({ id: `office.${field}`, label: label('office', field), value })
  }
  for (const who of PERSONS)
    for (const field of PERSON_FIELDS)
      rows.push({
        id: `${who}.${field}`,
        label: `${t(`setup.${who}`)} · ${label('person', field)}`,
        value: a[who][field],
      })
  return rows
}

const finding = (field: string, text: string, remedy = ''): Finding => ({
  rule: '',
  severity: 'stop',
  field,
  detail: '',
  text,
  law: '',
  remedy,
})

function secretsWrong(secrets: Secrets): Finding[] {
  return PERSONS.flatMap((who) => {
    const { password, again } = secrets[who]
    const name = t(`setup.${who}`)
    if (!password)
      return [
        finding(`${who}.password`, t('setup.empty', { what: `${name} · ${t('setup.password')}` })),
      ]
    if (password === again) return []
    return [finding(`${who}.again`, t('setup.notSame', { who: name }), t('setup.typeBoth'))]
  })
}

/** Whatever the page can see; the service looks again at all of it, and at what only it knows. */
export function wrongWith(a: SetupAnswers, secrets: Secrets, rows: readonly Answered[]): Finding[] {
  const empty = rows
    .filter((r) => r.value.trim() === '')
    .map((r) => finding(r.id, t('setup.empty', { what: r.label })))
  const wrong: Finding[] = []
  if (a.office.windows.trim() && !/^\d{1,3}$/.test(a.office.windows.trim()))
    wrong.push(finding('office.windows', t('setup.windowsWrong')))
  return [...empty, ...wrong, ...secretsWrong(secrets)]
}

export function bodyOf(a: SetupAnswers, secrets: Secrets): Schemas['setup_in'] {
  const person = (who: Person) => ({
    login: a[who].login.trim(),
    name: a[who].name.trim(),
    document_number: a[who].document_number.trim().toUpperCase(),
    password: secrets[who].password,
  })
  const regions = a.regions.map((r) => {
    const said = { ...r }
    for (const field of REGION_FIELDS) said[field] = r[field].trim()
    return said
  })
  return {
    code: a.code.trim().toLowerCase(),
    regions,
    office: {
      ...a.office,
      office: a.office.office.trim(),
      name_zh: a.office.name_zh.trim(),
      name_en: a.office.name_en.trim(),
      windows: Number(a.office.windows),
    },
    admin: person('admin'),
    security: person('security'),
    auditor: person('auditor'),
  }
}
