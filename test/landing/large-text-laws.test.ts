import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addAgency } from '../../functions/land/add-agency.ts'
import { type Arriving, openArriving } from '../../functions/land/arriving.ts'
import { type LandingRegister, loadRegister } from '../../functions/land/register.ts'
import { stageFile } from '../../functions/land/stage-file.ts'
import { openWorkspace, type Workspace } from '../../functions/land/workspace.ts'
import { RefusedError } from '../../schema/receipts.ts'
import { type LandingLake, landingLake, RECEIVED } from './landing-lake.ts'

let lake: LandingLake
let work: Workspace
let register: LandingRegister
beforeAll(async () => {
  lake = await landingLake('2023', '2025')
  // Its code is a commune's too.
  await addAgency(lake.storage, { name: 'Sở Thử nghiệm', code: '28267', province: '82', validFrom: '2023-01-01', type: null })
  work = await openWorkspace(lake.storage)
  register = await loadRegister(work)
})
afterAll(async () => {
  await work.close()
  lake.remove()
})

const fields = [
  'Công dân đủ điều kiện',
  'Chỉ tiêu giao',
  'Thu nhận',
  'Thu nhận mức 1',
  'Thu nhận mức 2',
  'Phê duyệt mức 1',
  'Phê duyệt mức 2',
  'Kích hoạt mức 1',
  'Kích hoạt mức 2',
]
const headings = ['Ngày', 'Mã ĐVHC', 'Đơn vị hành chính', ...fields, 'Ghi chú']

/** Most cells as programs write them, some as they come: a line with one of these is odd, or no longer in order. */
const mostly = (usual: readonly string[], others: readonly string[]) =>
  fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
const days = Array.from({ length: 60 }, (_, i) => `${String(1 + (i % 28)).padStart(2, '0')}/${String(1 + (i % 11)).padStart(2, '0')}/${2023 + (i % 2)}`)
const otherDays = [
  '2023-08-20',
  '2024-02-29',
  '29/02/2023',
  '29/02/2024',
  '1/8/2023',
  '"21/08/2023"',
  '',
  '20-08-2023',
  '2023/08/20',
  '00/08/2023',
  '20/13/2023',
  '9999-12-31',
  '1899-12-31',
  '2023-08-20 07:30',
  '\ufeff21/08/2023',
  '\ufeff"2023-08-21"',
  'Ngày',
]
const otherCodes = ['28267', 'Mã ĐVHC', '1', '99999', '815', '82', '"28249"', ' 28249', '028249', '2824', '']
const names = ['Phường 5', 'Phường 4', '5', 'Phường Một', '"Phường 5"', 'Tổng cộng', '12345678901']
const counts = ['', '7', '0', '1.234', '12.345', '007', '123.456', '12345678']
const otherCounts = [
  ...['1,234', '1.23', '12.34', '0.123', '1.234,567', '1234.567', '123456789', '100.000.000', '99.999.999', '1.234.567'],
  ...['+5', '-3', '5.0', '1e3', '?', ' 5', '"1.234"', '"9"', '"1', '1 234', '.', '1.', '-', '٣'],
]
const line = fc.tuple(
  mostly(days, otherDays),
  mostly(['28249', '28252', '28261', '28264', '00001'], otherCodes),
  mostly([''], names),
  ...fields.map(() => mostly(counts, otherCounts)),
  mostly(['', 'ghi chú'], ['"a;b,c"', 'a"b', '123456789', 'x;y', 'a\rb']),
)
const file = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 60 }),
  delimiter: fc.constantFrom(';', ',', '\t'),
  eol: fc.constantFrom('\n', '\r\n'),
  isEnded: fc.boolean(),
  bom: fc.constantFrom('', '\ufeff'),
})

/** What of a file is on its way into the lake, and what is said of it. */
async function readAs(bytes: Buffer, largeBytes: number): Promise<unknown> {
  const arriving: Arriving = await openArriving(work)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  try {
    const { rows, disputed, sheets, findings, sums, ...read } = await stageFile(
      arriving,
      { bytes, sha256, receivedAt: RECEIVED, said: { province: null, date: null } },
      register,
      largeBytes,
    )
    const facts = await work.rows('select * from arriving_activation order by all')
    return { ...read, facts, findings: findings.map((one) => JSON.stringify(one)).sort() }
  } catch (error) {
    if (error instanceof RefusedError) return error.finding
    throw error
  }
}

test('a flat table read apart gives the facts and findings of the reader of all exports, whatever its lines hold', async () => {
  await fc.assert(
    fc.asyncProperty(file, async ({ lines, delimiter, eol, isEnded, bom }) => {
      const text = bom + [headings, ...lines].map((cells) => cells.join(delimiter)).join(eol) + (isEnded ? eol : '')
      expect(await readAs(Buffer.from(text), 0)).toEqual(await readAs(Buffer.from(text), Number.MAX_SAFE_INTEGER))
    }),
    { numRuns: Number(process.env.LAW_RUNS ?? 200), endOnFailure: true },
  )
})
