import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnswerRow, Question } from '../../queries/question.ts'
import { questionNamed } from '../../queries/questions.ts'
import { editionLines, withEdition } from '../../schema/editions.ts'
import { registerOf, unitId } from '../../schema/units.ts'
import { fact, lakeOf, type TestLake } from './lake.ts'

/** Lines of an edition as its CSV has them. */
const lines = (...units: readonly string[]) => editionLines([['code', 'name', 'full_name', 'type', 'parent_code', 'level'], ...units.map((unit) => unit.split(','))])
const edition = (province: string, commune: string) =>
  lines(`38,${province},Tỉnh ${province},tỉnh,,province`, '380,Hà Trung,Huyện Hà Trung,huyện,38,district', `14800,${commune},Xã ${commune},xã,380,commune`)
const [before, after] = [edition('Thanh Hóa', 'Yên Hòa'), edition('Thanh Hoá', 'Yên Hoà')]
const [first, second] = ['2023-01-01', '2023-09-01']

describe('an edition that spells the same names otherwise', () => {
  it('goes on with its units, in the spelling of the last edition, whichever was imported first', () => {
    const inOrder = withEdition(withEdition([], before, first), after, second)
    const backwards = withEdition(withEdition([], after, second), before, first)
    for (const units of [inOrder, backwards]) {
      expect(units.map(({ code, name, validFrom, validTo }) => [code, name, validFrom, validTo]).sort()).toEqual([
        ['14800', 'Yên Hoà', first, '9999-12-31'],
        ['38', 'Thanh Hoá', first, '9999-12-31'],
        ['380', 'Hà Trung', first, '9999-12-31'],
      ])
    }
    expect(registerOf(inOrder).named('xã Yên Hòa', '2023-05-01').map(unitId)).toEqual([`14800@${first}`])
  })

  it('with another name makes another unit: a code may have got another owner', () => {
    const renamed = withEdition(withEdition([], before, first), edition('Thanh Hóa', 'Yên Hoa'), second)
    expect(renamed.filter(({ code }) => code === '14800').map(({ name, validFrom }) => [name, validFrom])).toEqual([
      ['Yên Hòa', first],
      ['Yên Hoa', second],
    ])
  })
})

describe('asked about', () => {
  let lake: TestLake
  beforeAll(async () => {
    const units = withEdition(withEdition([], before, first), after, second)
    const activation = ['2023-08-31', '2023-09-01'].map((day, i) => fact(day, '14800', { activated: 10 + i, province: '38' }))
    lake = await lakeOf({ activation }, { units })
  })
  afterAll(() => lake.close())
  const trend = (unit: string): Promise<AnswerRow[]> => (questionNamed('trend') as Question).run(lake.asking, { unit, metric: 'activated', from: '2023-08-31', to: '2023-09-01' })

  it.each(['38', '14800'])('%s has one course over the day of the new spelling', async (unit) => {
    expect(await trend(unit)).toMatchObject([
      { value: 10, change: null, expected: 1 },
      { value: 11, change: 1, expected: 1 },
    ])
  })
})
