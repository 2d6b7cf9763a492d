import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../queries/duckdb.ts'
import { type LandingLake, landingLake, RECEIVED } from './landing-lake.ts'

const heading =
  'Ngày;Mã ĐVHC;Đơn vị hành chính;Công dân đủ điều kiện;Chỉ tiêu giao;Thu nhận mức 1;Thu nhận mức 2;Phê duyệt mức 1;Phê duyệt mức 2;Kích hoạt mức 1;Kích hoạt mức 2;Ghi chú'
const good = ['20/08/2023;28249;Phường 5;11.798;7969;9;90;8;80;7;70;', '20/08/2023;28252;;6782;;9;90;8;80;7;;', '2023-08-21;28249;5;11798;7969;9;90;8;80;7;71;']
const oddities: Readonly<Record<string, readonly string[]>> = {
  'nothing odd': [],
  'a cell that is no count': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;đang cập nhật;'],
  'numbers of every kind': ['20/08/2023;28261;Phường 1;1,234;1 234;12.5;-3;0090;1e3;+7;7.0;'],
  'an unknown unit and a lost zero': ['20/08/2023;99999;Xã Lạ;1;1;1;1;1;1;1;1;', '20/08/2023;1;Phường Phúc Xá;1;1;1;1;1;1;1;1;'],
  'a lost zero beside the code itself': ['20/08/2023;00001;Phường Phúc Xá;1;1;1;1;1;1;1;1;', '20/08/2023;1;Phường Phúc Xá;1;1;1;1;1;1;1;2;'],
  'another name': ['20/08/2023;28261;Phường Một;1;1;1;1;1;1;1;1;'],
  'twice alike, twice otherwise': ['20/08/2023;28249;Phường 5;11.798;7969;9;90;8;80;7;70;', '20/08/2023;28252;Phường 4;1;1;9;90;8;80;7;;'],
  'impossible days': ['31/02/2023;28261;Phường 1;1;1;1;1;1;1;1;1;', '20/08/23;28261;Phường 1;1;1;1;1;1;1;1;1;'],
  'approved below activated': ['20/08/2023;28261;Phường 1;1;1;9;90;1;1;7;70;'],
  'a total row': ['Tổng cộng;;Tổng cộng;99;99;99;99;99;99;99;99;'],
  'a total row that is right in one column': [';;Tổng cộng;18580;7969;18;180;16;160;14;70;'],
  'short and long rows': ['20/08/2023;28261;Phường 1;1;1', '20/08/2023;28264;Phường 2;1;1;1;1;1;1;1;1;x;y;z'],
  'quotes and breaks': ['20/08/2023;28261;"Phường 1";"1";"1";1;1;1;1;1;1;"ghi ""chú""\nhai dòng"'],
  'a blank line': ['', '20/08/2023;28261;Phường 1;1;1;1;1;1;1;1;1;'],
  'a note of many digits': ['20/08/2023;28261;Phường 1;1;1;1;1;1;1;1;1;000000000001'],
  'notes about persons': ['1', '2', '3', '4'].map((n) => `20/08/2023;2826${n};Phường;1;1;1;1;1;1;1;1;00000000000${n}`),
  'decomposed names': [`20/08/2023;28261;${'Phường 1'.normalize('NFD')};1;1;1;1;1;1;1;1;`],
  'a row in order that stands there before': ['20/08/2023;28252;;6782;;9;90;8;80;7;;'],
  'a row with a bad cell beside one in order': ['2023-08-21;28249;5;11798;7969;9;90;8;80;7;?;'],
  'a row with a bad cell twice': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;?;', '20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;;'],
  'cells in quotes': ['"20/08/2023";"28261";"Phường 1";"1.234";"1";"";1;1;1;1;1;"a;b"', '20/08/2023;28264;"Phường 2";"1"2;1;1;1;1;1;1;1;'],
  'several provinces and years': ['31/12/2024;28261;Phường 1;1;1;9;90;8;80;7;70;', '01/01/2024;28261;;1;1;9;90;8;80;7;70;', '20/08/2023;00001;Phường Phúc Xá;1;1;9;90;8;80;7;70;'],
  'a code whose province the others tell': ['20/08/2023;1;;1;1;9;90;8;80;7;70;'],
  'words of persons in a note': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;Email'],
  'a lone carriage return': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;a\rb'],
  'a line that ends otherwise': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;\r\n20/08/2023;28264;Phường 2;1;1;9;90;8;80;7;70;\n'],
  'a quote that never ends': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;"ghi chú'],
  'a byte of no text': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;\0'],
  'days far away': ['01/01/1899;28261;Phường 1;1;1;9;90;8;80;7;70;', '9000-01-01;28261;Phường 1;1;1;9;90;8;80;7;70;', '2023-8-20;28264;;1;1;9;90;8;80;7;70;'],
  'spaces around': [' 20/08/2023;28261 ; Phường 1;1; 1 ;9;90;8;80;7;70; '],
  'counts of nine digits': ['20/08/2023;28261;Phường 1;123456789;1;9;90;8;80;7;70;', '20/08/2023;28264;;99999999;99.999.999;9;90;8;80;7;70;'],
  'a heading on a page of its own, and a title': ['Trang 2', heading, '20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;'],
  'a table of another day below': ['TỔNG HỢP Thành phố Mỹ Tho ngày 21/08/2023', heading, '20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;'],
  'a table of other columns below': [
    'Ngày;Mã ĐVHC;Đơn vị hành chính;Chỉ tiêu giao;Công dân đủ điều kiện;Thu nhận mức 1;Thu nhận mức 2;Phê duyệt mức 1;Phê duyệt mức 2;Kích hoạt mức 1;Kích hoạt mức 2;Ghi chú',
    '20/08/2023;28261;Phường 1;1;2;9;90;8;80;7;70;',
  ],
  'a table of no known layout below': ['Mã ĐVHC;Đơn vị hành chính;Số trường học', '28261;Phường 1;3', '20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;'],
  'days with an hour': ['20/08/2023 07:30;28261;Phường 1;1;1;9;90;8;80;7;70;', '2023-08-20T07:30:00;28264;;1;1;9;90;8;80;7;70;'],
  'a row of column numbers': ['(1);(2);(3);(4);(5);(6);(7);(8);(9);(10);(11);(12)'],
  'fractions where thousands were': ['20/08/2023;28261;Phường 1;7.969;12;9;90;8;80;7;70;', '20/08/2023;28264;;7.5;7,969;9;90;8;80;7;70;'],
  'cells that have moved': ['20/08/2023;28261;Phường 1;1;234;1;9;90;8;80;7;70;;', '20/08/2023;28264;;1;1;9;90;8;80;7;70;;5', '20/08/2023;28267;;1;1;9;90;8;80;7;70;;;'],
  'decimals that are zero, beside thousands in dots': ['20/08/2023;28261;Phường 1;5.0;12.345;9;90;8;80;7;70;', '20/08/2023;28264;;12.0;7;9;90;8;80;7;70;'],
  'three of a unit and day, two of them not in order': ['18/08/2023;28261;;1;1;9;90;8;?;7;70;', '18/08/2023;28261;;1;1;9;90;7;?;7;70;', '18/08/2023;28261;;1;1;9;91;8;80;7;71;'],
  'a note that the figures are of thousands': ['20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;Đơn vị tính: nghìn tài khoản'],
  'a byte order mark where files were joined': ['\ufeff20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;', '\ufeff"20/08/2023";28264;;1;1;9;90;8;80;7;70;'],
  'an agency and a district': ['20/08/2023;815;Thành phố Mỹ Tho;18580;7969;18;180;16;160;14;70;'],
}

const counted = ['2023-08-20,28249,9,1,2', '2023-08-20,28252,8,1,3', '2023-08-21,28249,10,2,2']
/** Whole files, what is found in them, and how many facts they hold. */
const tables: Readonly<Record<string, { readonly lines: readonly string[]; readonly codes: readonly string[]; readonly facts: number }>> = {
  'thousands in commas without quotes': {
    lines: ['date,unit_code,received,activated_l1,activated_l2', ...counted, '2023-08-20,28261,1,234,1,2'],
    codes: ['cells_moved'],
    facts: 3,
  },
  'thousands in commas without quotes in most rows': {
    lines: ['date,unit_code,received,activated_l1,activated_l2', ...counted, ...['28261', '28264', '28267', '28270'].map((code) => `2023-08-20,${code},1,234,1,2`)],
    codes: ['cells_moved'],
    facts: 3,
  },
  'a note without a heading in most rows': {
    lines: ['date,unit_code,received,activated_l1,activated_l2', ...counted.map((row) => `${row},ghi chú`), '2023-08-20,28261,1,0,1'],
    codes: [],
    facts: 4,
  },
  'a note without a heading in one row': {
    lines: ['date,unit_code,received,activated_l1,activated_l2', ...counted, '2023-08-20,28261,1,0,1,ghi chú'],
    codes: ['cells_moved'],
    facts: 3,
  },
  'notes without a heading in fewer rows than not': {
    lines: ['date,unit_code,received,activated_l1,activated_l2', '2023-08-20,28261,1,0,1,ghi chú', '2023-08-20,28264,1,0,1,ghi chú', ...counted],
    codes: ['cells_moved'],
    facts: 3,
  },
  'a count twice': { lines: ['date,unit_code,received,activated_l1,activated_l2,received', ...counted.map((row) => `${row},7`)], codes: ['repeated_column'], facts: 3 },
  'a day twice': {
    lines: ['date,unit_code,received,activated_l1,activated_l2,date', ...counted.map((row) => `${row},2023-08-20`)],
    codes: ['no_date'],
    facts: 0,
  },
  'a code twice': { lines: ['date,unit_code,received,activated_l1,unit_code', ...['28249', '28252'].map((code) => `2023-08-20,${code},9,1,${code}`)], codes: [], facts: 2 },
  'tables side by side': {
    lines: ['date,unit_code,received,activated_l1,date,unit_code,received,activated_l1', '2023-08-20,28249,9,1,2023-08-20,28252,8,2'],
    codes: [],
    facts: 2,
  },
  'tables side by side, one without days': {
    lines: ['date,unit_code,received,activated_l1,unit_code,activated_l2,approved', '2023-08-20,28249,9,1,28252,2,3'],
    codes: [],
    facts: 1,
  },
  'procedures of periods, beside a day': {
    lines: ['Ngày,Từ ngày,Đến ngày,Mã ĐVHC,Hồ sơ đã giải quyết,Kết quả đã số hóa', '2023-09-16,01/09/2023,15/09/2023,28249,9,1'],
    codes: [],
    facts: 0,
  },
  'a column of units of measure': {
    lines: ['date,unit_code,received,activated_l1,activated_l2,ĐVT', ...counted.map((row) => `${row},nghìn`)],
    codes: ['not_in_ones'],
    facts: 0,
  },
  'three unknown headings over blank cells': {
    lines: ['date,unit_code,received,activated_l1,activated_l2,Người Lập,Cán Bộ,Nơi Nhập', ...counted.map((row) => `${row}, , , `), '2023-08-20,28261,1,?,2,-,-,-'],
    codes: ['unknown_column', 'not_a_count'],
    facts: 4,
  },
  'a column of no known heading': {
    lines: ['date,unit_code,received,activated_l1,activated_l2,Số trường học', ...counted.map((row) => `${row},7`)],
    codes: ['unknown_column'],
    facts: 3,
  },
  'a rate of no layout of these counts': {
    lines: ['date,unit_code,received,activated_l1,activated_l2,Tỷ lệ kích hoạt', ...counted.map((row) => `${row},7.969`)],
    codes: [],
    facts: 3,
  },
  'moved rows that would tell another province': {
    lines: [
      'date,unit_code,received,activated_l1',
      '2023-08-20,28249,9,1',
      ...['00001', '00004', '00006'].map((code) => `2023-08-20,${code},9,1,5`),
      '2023-08-20,28252,9,1',
      '2023-08-20,4,9,1',
    ],
    codes: ['cells_moved', 'unknown_unit'],
    facts: 2,
  },
}

describe('a large flat table, read apart, is what the reader of all exports says', () => {
  const lakes: LandingLake[] = []
  afterEach(() => {
    for (const lake of lakes.splice(0)) lake.remove()
  })
  const read = async (text: string | Buffer, largeBytes: number, before: Readonly<Record<string, number>> = {}, said = { province: null, date: null }) => {
    const lake = await landingLake('2023')
    lakes.push(lake)
    for (const [flat, receivedAt] of Object.entries(before)) await lake.land({ 'before.csv': flat }, { receivedAt })
    const [receipt] = await lake.land({ 'flat.csv': text }, { largeBytes, said })
    const facts = await lake.rows('activation', '* exclude (landed_at)')
    const superseded = await lake.rows('activation_superseded', '* exclude (landed_at, superseded_at)')
    return { receipt: { ...receipt, landed_at: null, findings: receipt?.findings.map((one) => JSON.stringify(one)).sort() }, facts, superseded }
  }

  it.each(Object.entries(oddities))('%s', async (_, rows) => {
    for (const [eol, bom] of [
      ['\n', ''],
      ['\r\n', '\ufeff'],
    ] as const) {
      const text = bom + [heading, ...good, ...rows, ''].join(eol)
      expect(await read(text, 0)).toEqual(await read(text, Number.MAX_SAFE_INTEGER))
    }
  })

  const cases = new URL('cases/', import.meta.url)
  it.each(readdirSync(cases).filter((name) => readdirSync(new URL(`${name}/`, cases)).includes('export.csv')))('the case %s', async (name) => {
    const file = (of: string): Buffer => readFileSync(new URL(`${name}/${of}`, cases))
    const { said } = JSON.parse(file('case.json').toString())
    expect(await read(file('export.csv'), 0, {}, said)).toEqual(await read(file('export.csv'), Number.MAX_SAFE_INTEGER, {}, said))
  })

  it.each(Object.entries(tables))('%s', async (_, { lines, codes, facts }) => {
    const text = lines.join('\n')
    const large = await read(text, 0)
    expect(large).toEqual(await read(text, Number.MAX_SAFE_INTEGER))
    expect(large.facts).toHaveLength(facts)
    expect(new Set(large.receipt.findings?.map((one) => JSON.parse(one).code))).toEqual(new Set(codes))
  })

  it.each([
    ['older', -1],
    ['newer', 1],
  ])('into objects that hold %s statements', async (_, sign) => {
    const stored = [heading, '20/08/2023;28249;Phường 5;11.798;1;1;1;1;1;1;1;', '20/08/2023;28261;Phường 1;1;1;9;90;8;80;7;70;', '31/12/2024;28252;;1;1;9;90;8;80;7;70;'].join('\n')
    const text = [heading, ...good, '20/08/2023;28261;Phường 1;1;2;9;90;8;80;7;?;', '31/12/2024;28252;;1;1;9;90;8;80;7;71;', '01/01/2024;28252;;1;1;9;90;8;80;7;71;'].join('\n')
    const before = { [stored]: RECEIVED + sign * 3_600_000 }
    const large = await read(text, 0, before)
    expect(large).toEqual(await read(text, Number.MAX_SAFE_INTEGER, before))
    expect(large.facts).toHaveLength(6)
  })

  it.each([',', '\t', ';'])('with cells parted by %j, some columns alone, district and numbers among them', async (by) => {
    const rows = [
      ['STT', 'Huyện', 'date', 'unit_code', 'received', 'activated_l1', 'activated_l2', 'activated'],
      ['1', 'Thành phố Mỹ Tho', '2023-08-20', '28249', '9', '1', '2', ''],
      ['2', 'Thành phố Mỹ Tho', '2023-08-20', '28252', '', '1', '2', '3'],
      ['3', 'Huyện Cái Bè', '2023-08-20', '28261', '2', '1', '2', '3'],
      ['4', '', '2023-08-20', '28264', '9', '1', '2', '4'],
      ['', '', '', '', '', '', '', ''],
    ]
    const text = rows.map((row) => row.join(by)).join('\n')
    expect(await read(text, 0)).toEqual(await read(text, Number.MAX_SAFE_INTEGER))
  })

  it('adds up the totals that are left empty', async () => {
    const days = Array.from({ length: 300 }, (_, i) => `2023-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + Math.floor(i / 12)).padStart(2, '0')}`)
    const { facts, receipt } = await read([heading, ...days.map((day, i) => `${day};28249;;1;1;9;390;8;380;7;${i};`)].join('\n'), 0)
    expect([facts.length, receipt.findings]).toEqual([300, []])
    expect(facts.every((row) => row.received === 399 && row.approved === 388 && row.activated === 7 + Number(row.activated_l2))).toBe(true)
  })

  it('leaves each object sorted by day and unit', async () => {
    const lake = await landingLake('2023')
    lakes.push(lake)
    const rows = ['28261', '28249', '00001', '28252'].flatMap((code) => ['2023-02-01', '2024-12-31', '2023-01-01'].map((day) => `${day},${code},1,${code === '28252' ? '?' : '2'}`))
    await lake.land({ 'flat.csv': ['date,unit_code,activated_l1,activated_l2', ...rows].join('\n') }, { largeBytes: 0 })
    const stored = await lake.storage.local('tables/activation/province=82/year=2023/data.parquet')
    const database = await openDatabase()
    const session = await database.session()
    const found = await session.rows(`select date, unit_code from read_parquet('${stored?.path}', hive_partitioning = false)`)
    session.close()
    database.close()
    expect(found.map(({ date, unit_code }) => `${date} ${unit_code}`)).toEqual(
      ['2023-01-01', '2023-02-01'].flatMap((day) => ['28249', '28252', '28261'].map((code) => `${day} ${code}`)),
    )
  })

  it('tells the row of every fact', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [`2023-${String(1 + Math.floor(i / 25)).padStart(2, '0')}-${String(1 + (i % 25)).padStart(2, '0')}`, i] as const)
    const text = ['date,unit_code,activated_l1,activated_l2', ...rows.map(([day, i]) => `${day},28249,${i},${i}`)].join('\n')
    const { facts } = await read(text, 0)
    expect(facts.map((row) => row.source_row)).toEqual(rows.map(([, i]) => i + 2))
  })
})

describe('files made to fill the memory', () => {
  const heading = 'date,unit_code,activated_l1,activated_l2'
  it.each([
    ['a line of more cells than any table has', `${','.repeat(20_000)}`, ['refused', 0, 'too_large']],
    ['a cell of more digits than any number has', `2023-08-20,28252,1,${'7'.repeat(9_000_000)}`, ['landed', 2, 'not_a_count']],
    ['one row ten thousand times', '2023-08-20,28249,1,2\n'.repeat(10_000), ['landed', 1, 'duplicate_row']],
  ])('%s', async (_, lines, told) => {
    const lake = await landingLake('2023')
    const begun = performance.now()
    const [receipt] = await lake.land({ 'flat.csv': [heading, '2023-08-20,28249,1,2', lines].join('\n') }, { largeBytes: 0 })
    lake.remove()
    expect([receipt?.state, receipt?.rows, receipt?.findings[0]?.code]).toEqual(told)
    expect(performance.now() - begun).toBeLessThan(10_000)
  })
})
