import type { IndexRow } from '../../queries/answers.ts'
import { indexComponents } from '../qd766.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, CoverageRef, said } from './measured.ts'
import { scopeArg, serviceKeys } from './service-window.ts'
import { UnitRef } from './unit.ts'

const IndexComponentRef = builder.objectRef<IndexRow>('IndexComponent').implement({
  description: both('Một thành phần của Bộ chỉ số QĐ 766', 'A component of the index of QĐ 766'),
  fields: (t) => ({
    code: t.exposeString('code', { description: both('Mã thành phần', 'Code of the component') }),
    group: t.exposeString('group', { nullable: true, description: both('Nhóm; null với tổng', 'Group; null of the sum') }),
    labelVi: t.exposeString('name_vi', { description: both('Tên tiếng Việt', 'Name in Vietnamese') }),
    labelEn: t.exposeString('name_en', { description: both('Tên tiếng Anh', 'Name in English') }),
    rate: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    points: t.exposeFloat('points', { nullable: true, description: both('Điểm; null khi không tệp xuất nào cho biết', 'Points; null where no export tells the rate') }),
    most: t.exposeFloat('most', { description: both('Điểm tối đa; với tổng: của các thành phần được cộng', 'The most it gives; of the sum: of the components that are added') }),
    nextPoints: t.exposeFloat('next_points', { nullable: true, description: both('Điểm kế tiếp', 'The next whole point') }),
    more: t.exposeFloat('more', { nullable: true, description: both('Cần thêm bao nhiêu moreOf để được điểm kế tiếp', 'How many more of moreOf gain it, all else unchanged') }),
    moreOf: t.exposeString('more_of', { nullable: true, description: both('Thêm gì', 'What there should be more of') }),
    reasonVi: t.exposeString('reason_vi', { nullable: true, description: both('Vì sao không có điểm, hoặc tính trên gì', 'Why there are no points, or what they are of') }),
    reasonEn: t.exposeString('reason_en', { nullable: true, description: both('Lý do bằng tiếng Anh', 'The same in English') }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (row) => row }),
  }),
})

const IndexRef = builder.objectRef<readonly IndexRow[]>('Index').implement({
  description: both('Bộ chỉ số QĐ 766: những thành phần tệp xuất cho biết', 'The index of QĐ 766: the components that exports tell'),
  fields: (t) => ({
    components: t.field({
      type: [IndexComponentRef],
      description: both('Mọi thành phần, theo thứ tự của quyết định', 'Every component, in the order of the decision'),
      resolve: (rows) => rows.slice(0, -1),
    }),
    known: t.field({
      type: IndexComponentRef,
      description: both('Cộng các thành phần có số liệu của mọi đơn vị; không phải điểm của tỉnh', 'Sum of the components that every unit tells; not the score of a province'),
      resolve: (rows) => rows.at(-1) as IndexRow,
    }),
  }),
})

builder.objectField(UnitRef, 'index', (t) =>
  t.field({
    type: IndexRef,
    description: both(
      'Các thành phần QĐ 766 mà tệp xuất cho biết: điểm, và cần thêm bao nhiêu để được điểm kế tiếp',
      'Components of QĐ 766 that exports tell: points, and how many more gain the next one',
    ),
    args: {
      from: t.arg({ type: 'Date', required: true, description: said.from }),
      to: t.arg({ type: 'Date', required: true, description: said.to }),
      ...scopeArg,
      ...asKnownAtArg,
    },
    extensions: { entries: () => indexComponents.length },
    resolve: ({ unit }, args, { batches }) => batches.index(unit, serviceKeys(args)),
  }),
)
