import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { importServices } from '../../functions/land/import-services.ts'
import { importUnits } from '../../functions/land/import-units.ts'
import { reland } from '../../functions/land/reland.ts'
import { verify } from '../../functions/land/verify.ts'
import { withdraw } from '../../functions/land/withdraw.ts'
import type { Receipt } from '../../schema/receipts.ts'
import { type LandingLake, landingLake, RECEIVED } from './landing-lake.ts'

const DOSSIERS =
  'first, last, unit_code, service, field, received_online, received_in_person, dossiers_received, resolved_in_term, resolved_overdue, dossiers_resolved, overdue_cause'
const DIGITISATION = 'first, last, unit_code, resolved, digitised_results, payable, paid_online, printed_digitisation_rate'
const SUBMISSIONS = 'sha256, "table", breakdown, first, last, unit_code, rows, received_at'

const flat = (rows: readonly (readonly (string | number)[])[], columns: readonly string[]): string =>
  [['unit_code', 'first', 'last', ...columns], ...rows].map((cells) => cells.join(',')).join('\n')
const [A, B, C, D] = ['2023-09-01', '2023-09-15', '2023-09-16', '2023-09-30']
const weekly = (counts: string): string =>
  `UBND THÀNH PHỐ MỸ THO\nSố liệu từ ngày 04/09/2023 đến ngày 10/09/2023\nSTT;Mã DVC;Dịch vụ công thiết yếu;Tiếp nhận;Trong đó: trực tuyến;Đã giải quyết;Giải quyết quá hạn;Nguyên nhân quá hạn\n${counts}`

/** Exports of two periods, some of the same unit and period saying the same, other or further things; counts made up. */
const files = {
  'a.csv': flat(
    [
      [815, A, B, 10, 5, 12, 1],
      ['H.01', A, B, 7, 3, 8, 0],
    ],
    ['received_online', 'received_in_person', 'resolved_in_term', 'resolved_overdue'],
  ),
  'b.csv': flat([[815, A, B, 11, '', 12]], ['received_online', 'received_in_person', 'resolved_in_term']),
  'c.csv': flat(
    [
      [815, C, D, 4, 4],
      [28249, C, D, 1, 0],
    ],
    ['received_online', 'received_in_person'],
  ),
  'd.csv': 'Mã ĐVHC,Từ ngày,Đến ngày,Hồ sơ đã giải quyết,Kết quả đã số hóa,Tỷ lệ số hóa\n815,01/09/2023,15/09/2023,13,12,92.31%\nH.01,01/09/2023,15/09/2023,8,8,100%\n',
  'e.csv': weekly('1;DVC.01;;5;5;4;1;Chờ phối hợp\n2;DVC.02;;0;0;0;0;\n'),
  'f.csv': weekly('1;DVC.01;;5;4;4;1;Lỗi mạng\n'),
}
const names = Object.keys(files) as (keyof typeof files)[]
const receivedAt = (name: keyof typeof files) => RECEIVED + names.indexOf(name) * 1000
const said = { said: { province: '82', date: null } }

let lakes: LandingLake[] = []
const open = async () => {
  const lake = await landingLake('2023', 'agencies')
  lakes.push(lake)
  return lake
}
afterEach(() => {
  for (const lake of lakes) lake.remove()
  lakes = []
})
const facts = async (lake: LandingLake) => ({ dossiers: await lake.rows('dossiers', DOSSIERS), digitisation: await lake.rows('digitisation', DIGITISATION) })

describe('procedure statistics in the lake', () => {
  it('after any sequence of landing, withdrawing and relanding hold what landing the remaining files gives', async () => {
    const step = fc.record({ deed: fc.constantFrom('land', 'land', 'withdraw', 'reland'), file: fc.constantFrom(...names) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        const lake = await open()
        const landed = new Map<string, string>()
        for (const { deed, file } of steps) {
          if (deed === 'land') landed.set(file, (await lake.land({ [file]: files[file] }, { ...said, receivedAt: receivedAt(file) }))[0]?.sha256 as string)
          else if (deed === 'withdraw' && landed.has(file)) {
            await withdraw(lake.storage, landed.get(file) as string, 'thử')
            landed.delete(file)
          } else if (deed === 'reland') await reland(lake.storage, [])
        }
        const calm = await open()
        for (const file of names.filter((name) => landed.has(name)).reverse()) await calm.land({ [file]: files[file] }, { ...said, receivedAt: receivedAt(file) })
        expect(await facts(lake)).toEqual(await facts(calm))
        expect((await verify(lake.storage)).filter(({ state }) => state === 'wrong')).toEqual([])
        const told = (await lake.rows('submissions', SUBMISSIONS)).filter(({ sha256 }) => [...landed.values()].includes(sha256 as string))
        expect(new Set(told.map((row) => JSON.stringify(row)))).toEqual(new Set((await calm.rows('submissions', SUBMISSIONS)).map((row) => JSON.stringify(row))))
      }),
      { numRuns: 10 },
    )
  }, 240_000)

  it('landed in any order and grouping are the same', async () => {
    const calm = await open()
    await calm.land(files, { ...said, receivedAt: RECEIVED })
    const want = await facts(calm)
    expect(want.dossiers.length).toBeGreaterThan(5)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), fc.integer({ min: 1, max: names.length - 1 }), async (order, cut) => {
        const lake = await open()
        for (const group of [order.slice(0, cut), order.slice(cut)])
          await lake.land(Object.fromEntries(group.map((name) => [name, files[name]])), { ...said, receivedAt: RECEIVED })
        expect(await facts(lake)).toEqual(want)
      }),
      { numRuns: 6 },
    )
  }, 120_000)

  it('an agency registered after its figures came in lets them in, once', async () => {
    const lake = await landingLake('2023')
    lakes.push(lake)
    const [receipt] = await lake.land({ 'a.csv': files['a.csv'] }, said)
    expect([receipt?.rows, receipt?.rejected, receipt?.findings.map(({ code }) => code)]).toEqual([1, 1, ['unknown_unit']])
    await importUnits(lake.storage, Buffer.from('code,name,full_name,type,parent_code,level\nH.01,Tư pháp,Sở Tư pháp,sở,82,agency\n'), '2023-01-01')
    const [again] = await reland(lake.storage, [])
    expect([again?.rows, again?.rejected]).toEqual([2, 0])
    expect((await lake.rows('dossiers', 'unit_code, received_online')).map(({ unit_code }) => unit_code)).toEqual(['815', 'H.01'])
    expect((await lake.rows('submissions', 'unit_code')).map(({ unit_code }) => unit_code)).toEqual(['815', 'H.01'])
  })

  it('a service that is listed later is known when its file is read again', async () => {
    const lake = await open()
    const file = weekly('1;DVC.26;Dịch vụ mới;5;5;4;0;\n2;;Dịch vụ mới hơn;1;1;1;0;\n')
    const codes = (receipts: readonly Receipt[]) => receipts.map(({ rows, findings }) => [rows, findings.map(({ code }) => code)])
    expect(codes(await lake.land({ 'h.csv': file }, said))).toEqual([[1, ['unknown_service', 'no_service']]])
    await importServices(lake.storage, Buffer.from('code,name,group\nDVC.26,Dịch vụ mới,Thuế\nDVC.27,Dịch vụ mới hơn,Thuế\n'), '2023-01-01', 'added')
    expect(codes(await reland(lake.storage, []))).toEqual([[2, []]])
    expect((await lake.rows('dossiers', 'service')).map(({ service }) => service)).toEqual(['DVC.26', 'DVC.27'])
  })

  it('the words of a cause are kept nowhere', async () => {
    const lake = await open()
    const name = 'Nguyễn Thị Thử'
    const [receipt] = await lake.land({ 'g.csv': weekly(`1;DVC.09;;5;5;4;1;bà ${name} chưa ký\n`) }, said)
    expect(receipt?.state).toBe('landed')
    expect(await lake.rows('dossiers', 'service, overdue_cause')).toEqual([{ service: 'DVC.09', overdue_cause: 'other' }])
    const told = JSON.stringify([receipt, ...(await Promise.all(['dossiers', 'findings', 'landings', 'submissions'].map((table) => lake.rows(table))))])
    expect(told).not.toContain(name)
  })
})
