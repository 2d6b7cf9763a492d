import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arrivalsOf } from '../../functions/cli/arrivals.ts'
import { importUnits } from '../../functions/land/import-units.ts'
import { land } from '../../functions/land/land.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import { folderStorage } from '../../functions/storage/folder.ts'
import { tables } from '../../schema/columns.ts'
import { dayList, isoMoment, shiftDay } from '../../schema/days.ts'
import { activationCounts, type FactTableName } from '../../schema/fact-columns.ts'
import { activation, digitisation, dossiers, FIRST, findings, HALF, LAST, landings, units } from '../api/api-lake.ts'
import { flatExport, landingLake } from '../landing/landing-lake.ts'
import { fact, type LakeRow, type LakeRows, landedAt, periodFact, sha, unit, writeLake } from '../questions/lake.ts'

/** A lake in a folder, and what is worth asking of it. */
export interface EngineLake {
  readonly name: string
  readonly folder: string
  /** Whose metrics it can tell. */
  readonly holds: readonly FactTableName[]
  /** Codes of a province, districts, communes, an agency, of what has ended, of what was split. */
  readonly units: readonly string[]
  readonly first: string
  readonly last: string
  /** A day between that windows begin on; default three days after the first. */
  readonly middle?: string
  /** One that they end on; default the last. */
  readonly end?: string
  readonly moments: readonly string[]
}

/** Trino takes no table whose folder is missing; in object storage there are none to be missing. */
function withFolders(lake: EngineLake): EngineLake {
  for (const table of Object.keys(tables)) mkdirSync(join(lake.folder, 'tables', table), { recursive: true })
  return lake
}

/** The bundled exports, landed: sixty days of a province, two exports of one of them. */
export async function demoLake(): Promise<EngineLake> {
  const folder = mkdtempSync(join(tmpdir(), 'engines-demo-'))
  const storage = folderStorage(folder)
  for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await importUnits(storage, readFileSync(join('functions/demo', name)), '2023-01-01')
  const arrivals = await arrivalsOf(['functions/demo/exports'], Date.now())
  const second = ({ file }: { file: string }): boolean => file.includes('_lan2')
  const said = { province: null, date: null }
  await land(
    storage,
    arrivals.filter((one) => !second(one)),
    { said },
  )
  const between = isoMoment(Date.now())
  await land(storage, arrivals.filter(second), { said })
  return withFolders({
    name: 'demo exports',
    folder,
    holds: ['activation'],
    units: ['82', '815', '28249', '821'],
    first: '2023-08-20',
    last: '2023-10-18',
    moments: [between, '2023-09-01'],
  })
}

/** The bundled reports of procedures, landed: two rounds of all dossiers, two weeks of services within them. */
async function proceduresLake(): Promise<EngineLake> {
  const folder = mkdtempSync(join(tmpdir(), 'engines-procedures-'))
  const storage = folderStorage(folder)
  for (const name of ['units-2023-01-01.csv', 'agencies-2023-01-01.csv']) await importUnits(storage, readFileSync(join('functions/demo', name)), '2023-01-01')
  const arrivals = await arrivalsOf(['functions/demo/procedures'], Date.now())
  const said = { province: '82', date: null }
  await land(storage, arrivals.slice(0, 20), { said })
  const between = isoMoment(Date.now())
  await land(storage, arrivals.slice(20), { said })
  return withFolders({
    name: 'demo procedures',
    folder,
    holds: ['dossiers', 'digitisation'],
    units: ['82', '815', 'H.01', '28261'],
    first: '2023-09-01',
    middle: '2023-09-04',
    end: '2023-09-17',
    last: '2023-09-30',
    moments: [between, '2023-09-20'],
  })
}

/** Landed by way of two registers: gaps, empty and bad cells, corrections, a file withdrawn, one refused. */
async function landedLake(): Promise<EngineLake> {
  const lake = await landingLake('2023', '2025')
  const days = dayList('2025-06-20', '2025-07-12').filter((day) => !['2025-06-24', '2025-07-05', '2025-07-06'].includes(day))
  const columns = ['received', 'approved', 'activated_l1', 'activated_l2', 'target']
  const counts = (n: number, i: number): (number | string)[] => [
    900 + 40 * n + 3 * i,
    700 + 30 * n + 2 * i,
    300 + 20 * n + (i % 7) * n,
    i % 5 === n ? '' : 9 * n + i,
    n === 2 ? '' : 1000,
  ]
  const codes = ['28249', '28261', '28270']
  const files = days.map((day, i) => [`DC01 ${day}.csv`, flatExport(day, Object.fromEntries(codes.map((code, n) => [code, counts(n, i)])), columns)] as const)
  const receipts = await lake.land(Object.fromEntries(files), { receivedAt: Date.parse('2025-07-13T02:00:00Z') })
  const before = isoMoment(Date.now())
  await lake.land({ 'lan2.csv': flatExport('2025-06-30', { 28249: [950, 'x', 7, 8, 1000], 28261: [5, 4, 3, 2, 1] }, columns) }, { receivedAt: Date.parse('2025-07-14T02:00:00Z') })
  await lake.land({ "O'Brien -- ế.csv": 'họ tên,số CCCD\nA,B' })
  await withdraw(lake.storage, receipts[3]?.sha256 as string, "nạp nhầm 'x'")
  return withFolders({
    name: 'landed, two registers',
    folder: lake.folder,
    holds: ['activation'],
    units: ['82', '28249', '815', '28261'],
    first: days[0] as string,
    last: days.at(-1) as string,
    moments: [before, isoMoment(Date.now() + 1_000)],
  })
}

const splitUnits = [
  ...units.map((one) => (one.code === '00002' ? { ...one, validTo: '2023-08-06' } : one)),
  unit('00006', { parentCode: '815', district: '815', validFrom: '2023-08-07', fullName: "Xã Nà 'Đăk'; -- \\ Ế" }),
  unit('00007', { parentCode: '816', district: '816', validFrom: '2023-08-07' }),
  unit('00005', { parentCode: '815', district: '815', validFrom: '2023-09-01' }),
]

/** Two ways through ten days, one of which a district lacks a tile of; services, a field, empty cells, old versions. */
function periods(): LakeRows {
  const lacking = dossiers.filter((row) => row.unit_code !== '816' || row.first === FIRST)
  const others = [
    periodFact(FIRST, '2023-08-03', '816', { received_online: 3, dossiers_received: 5 }),
    periodFact('2023-08-04', LAST, '816', { received_online: 4, dossiers_received: 6 }),
  ]
  const holed = lacking.map((row, i) => (i % 5 === 0 ? { ...row, pending_overdue: null } : i % 4 === 0 ? { ...row, carried: `;received_online=${sha('c')}/1/2/9/Trang 1;` } : row))
  const parts = ['DVC.01', 'DVC.02'].map((service, i) => periodFact(HALF.from, HALF.to, '815', { received_online: i, dossiers_received: 4, dossiers_resolved: i }, { service }))
  const ofField = periodFact(HALF.from, HALF.to, '815', { received_online: 2, dossiers_received: 2 }, { field: "Hộ tịch'" })
  const older = (row: LakeRow): LakeRow => ({
    ...row,
    received_online: 1,
    source: sha('d'),
    landed_at: (row.landed_at as number) - 3_600_000,
    superseded_at: row.landed_at as number,
  })
  return {
    dossiers: [...holed, ...others, ...parts, ofField],
    dossiers_superseded: holed.slice(0, 6).map(older),
    digitisation,
    digitisation_superseded: digitisation
      .slice(0, 2)
      .map(older)
      .map(({ received_online: _, ...row }) => row),
  }
}

/** Written as landing would leave it, at moments that are known: splits, nulls, old versions, receipts of every state. */
export async function toldLake(): Promise<EngineLake> {
  const folder = mkdtempSync(join(tmpdir(), 'engines-told-'))
  const holes = activation.map((row, i) => (i % 6 === 0 ? { ...row, approved: null } : i % 7 === 0 ? { ...row, activated: null, received: null } : row))
  const heirs = dayList('2023-08-07', '2023-08-10').flatMap((day, i) => [
    fact(day, '00006', { activated: 40 + i, target: 0, received: 90, approved: 80 + i }, { carried: `;approved=${sha('c')}/1/2/9/Trang 1;` }),
    fact(day, '00007', { activated: 4_503_599_627_370_497 - i, target: 5, approved: 7 }, { source_sheet: null, source_row: null }),
  ])
  const older = activation.slice(0, 20).map((row, i) => ({
    ...row,
    activated: i,
    approved: null,
    source: sha('d'),
    landed_at: (row.landed_at as number) - 3_600_000,
    superseded_at: i % 4 === 0 ? (row.landed_at as number) - 1 : (row.landed_at as number),
  }))
  const rows: LakeRows = {
    activation: [...holes.filter((row) => !(row.unit_code === '00002' && (row.date as string) > '2023-08-06')), ...heirs],
    activation_superseded: older,
    landings: [
      ...landings,
      { ...(landings[0] as LakeRow), sha256: sha('d'), state: 'withdrawn', withdrawn_at: landedAt('2023-08-06'), reason: "sai 'tệp'" },
      {
        sha256: sha('f'),
        file: "O'Brien -- ế.xlsx",
        state: 'refused',
        province: null,
        rows: 0,
        rejected: 0,
        received_at: landedAt('2023-08-03'),
        landed_at: landedAt('2023-08-03'),
      },
    ],
    findings,
    ...periods(),
  }
  await writeLake(folder, splitUnits, rows)
  return withFolders({
    name: 'splits, nulls, corrections',
    folder,
    holds: ['activation', 'dossiers', 'digitisation'],
    units: ['82', '815', '00006', '00002', '816', '79', 'H01', '82/H.02', '00005'],
    first: '2023-08-01',
    last: '2023-08-10',
    moments: ['2023-08-04T18:00:00+07:00', '2023-08-09'],
  })
}

/** A lake of one day with a gain out of all proportion, so that every check has something to say; and one of nothing. */
async function longLake(): Promise<EngineLake> {
  const folder = mkdtempSync(join(tmpdir(), 'engines-long-'))
  const days = dayList('2023-05-01', '2023-08-10').filter((_, i) => i % 13 !== 5)
  const counts = (i: number, n: number): LakeRow =>
    Object.fromEntries(activationCounts.map(({ name }, c) => [name, i === 80 && n === 1 ? 9_000 : 100 + 11 * i + ((i * 7 + n + c) % 5) - (i === 60 && c === 3 ? 400 : 0)]))
  await writeLake(folder, units, { activation: days.flatMap((day, i) => ['00001', '00003'].map((code, n) => fact(day, code, counts(i, n)))) })
  return withFolders({ name: 'a hundred days', folder, holds: ['activation'], units: ['82', '00001'], first: '2023-07-01', last: '2023-08-12', moments: ['2023-08-01'] })
}

async function emptyLake(): Promise<EngineLake> {
  const folder = mkdtempSync(join(tmpdir(), 'engines-empty-'))
  await writeLake(folder, units, {})
  return withFolders({ name: 'no facts', folder, holds: [], units: ['82', '00001'], first: '2023-08-01', last: shiftDay('2023-08-01', 3), moments: ['2023-08-02'] })
}

/** Every lake that engines are compared on. */
export const engineLakes = (): Promise<EngineLake[]> => Promise.all([demoLake(), proceduresLake(), landedLake(), toldLake(), longLake(), emptyLake()])

export const removeLakes = (lakes: readonly EngineLake[]): void => {
  for (const { folder } of lakes) rmSync(folder, { recursive: true, force: true })
}
