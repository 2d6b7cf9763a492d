import { FOREVER } from '../days.ts'
import { InputError } from '../input-error.ts'
import { refuseAmbiguous } from '../unit-code.ts'
import { type Register, type Unit, type UnitLevel, unitId } from '../units.ts'
import { both, builder } from './builder.ts'
import { NodeRef } from './node.ts'
import { connectionOf, type PageArgs, page, pageArgs, pageEntries } from './page.ts'
import { findUnit, type UnitOn, unitOn } from './unit-on.ts'

export const UnitLevelRef = builder.enumType('UnitLevel', {
  description: both('Cấp của đơn vị', 'Level of a unit'),
  values: {
    PROVINCE: { value: 'province', description: both('Tỉnh, thành phố trực thuộc trung ương', 'Province') },
    DISTRICT: { value: 'district', description: both('Huyện, thị xã, thành phố thuộc tỉnh (đến 30/6/2025)', 'District, until 30 June 2025') },
    COMMUNE: { value: 'commune', description: both('Xã, phường, thị trấn', 'Commune') },
    AGENCY: { value: 'agency', description: both('Sở, ngành của tỉnh; không nằm trong cây địa giới', 'Agency of a province; no place in the territorial tree') },
  } as const,
})

export const UnitRef = builder.objectRef<UnitOn>('Unit')
const UnitConnection = connectionOf('Unit', UnitRef, 'đơn vị', 'units')

UnitRef.implement({
  description: both('Một đơn vị trong một thời gian hiệu lực: mã có thể đổi chủ', 'A unit in one time of validity: a code may get another owner'),
  interfaces: [NodeRef],
  isTypeOf: (value) => typeof value === 'object' && value !== null && 'unit' in value,
  fields: (t) => ({
    id: t.id({
      description: both('mã@ngày bắt đầu hiệu lực; của sở, ngành: mã tỉnh/mã@ngày', 'code@first day of validity; of an agency province/code@day'),
      resolve: ({ unit }) => unitId(unit),
    }),
    code: t.string({
      description: both('Mã: tỉnh 2, huyện 3, xã 5 chữ số; số 0 ở đầu có nghĩa', 'Code: 2 digits a province, 3 a district, 5 a commune; leading zeros count'),
      resolve: ({ unit }) => unit.code,
    }),
    name: t.string({ description: both('Tên, không kèm loại', 'Name without its type'), resolve: ({ unit }) => unit.name }),
    fullName: t.string({ description: both('Tên đầy đủ, kèm loại', 'Name with its type'), resolve: ({ unit }) => unit.fullName }),
    level: t.field({ type: UnitLevelRef, description: both('Cấp', 'Level'), resolve: ({ unit }) => unit.level }),
    type: t.string({ description: both('Loại như danh mục ghi', 'Type as the register has it'), resolve: ({ unit }) => unit.type }),
    validFrom: t.field({ type: 'Date', description: both('Ngày đầu có hiệu lực', 'First day of validity'), resolve: ({ unit }) => unit.validFrom }),
    validTo: t.field({
      type: 'Date',
      nullable: true,
      description: both('Ngày cuối có hiệu lực; null khi còn hiệu lực', 'Last day of validity; null while it is open'),
      resolve: ({ unit }) => (unit.validTo === FOREVER ? null : unit.validTo),
    }),
    parent: t.field({
      type: UnitRef,
      nullable: true,
      description: both('Đơn vị cấp trên trong ngày đã hỏi; null với tỉnh', 'The unit above on the day asked about; null for a province'),
      resolve: ({ unit, on }, _, { asking }) => {
        const above = unit.parentCode === null ? undefined : asking.register.on(unit.parentCode, on)
        return above ? unitOn(above, on) : null
      },
    }),
    children: t.field({
      type: UnitConnection,
      description: both(
        'Đơn vị trực thuộc trong ngày đã hỏi, theo mã; sở, ngành chỉ khi hỏi level: AGENCY',
        'Units right below on the day asked about, by code; agencies only where level: AGENCY asks for them',
      ),
      args: {
        level: t.arg({ type: UnitLevelRef, description: both('Chỉ một cấp', 'One level only') }),
        ...pageArgs,
      },
      extensions: { entries: pageEntries },
      resolve: ({ unit, on }, args, { asking }) => pageOfUnits(childrenOf(asking.register, unit, on, args.level), on, args),
    }),
  }),
})

const childrenOf = (register: Register, unit: Unit, day: string, level: UnitLevel | null | undefined): Unit[] =>
  register.children(unit.code, day).filter((child) => (level ? child.level === level : child.level !== 'agency'))

const pageOfUnits = (units: readonly Unit[], day: string, args: PageArgs) =>
  page(
    units.map((unit) => unitOn(unit, day)),
    args,
    ({ unit }) => `${unit.province}/${unitId(unit)}`,
  )

interface UnitFilter {
  readonly level?: UnitLevel | null | undefined
  readonly parent?: string | null | undefined
  readonly search?: string | null | undefined
}

function unitsOf(register: Register, day: string, { level, parent, search }: UnitFilter): Unit[] {
  const above = parent == null ? null : (register.on(parent, day) ?? null)
  if (parent != null && !above) refuseAmbiguous(register, parent, day, 'parent')
  if (parent != null && !above)
    throw new InputError('NOT_FOUND', 'parent', `parent: không có đơn vị ${JSON.stringify(parent)} ngày ${day} / no unit ${JSON.stringify(parent)} on ${day}`)
  const below = above && (level ? register.below(above, level, day) : childrenOf(register, above, day, null))
  if (search != null && search.trim() !== '') {
    const inside = below && new Set(below)
    return register.search(search, day, level ?? undefined).filter((unit) => inside?.has(unit) ?? true)
  }
  return below ?? register.units.filter((unit) => unit.validFrom <= day && day <= unit.validTo && (!level || unit.level === level))
}

builder.queryFields((t) => ({
  unit: t.field({
    type: UnitRef,
    nullable: true,
    description: both('Đơn vị theo mã; null khi ngày đó không có', 'The unit of a code; null where there was none that day'),
    args: {
      code: t.arg.string({
        required: true,
        description: both('Mã đơn vị, giữ số 0 ở đầu; sở, ngành cũng theo mã tỉnh/mã: 82/H.01', 'Code of the unit, leading zeros kept; of an agency also province/code: 82/H.01'),
      }),
      on: t.arg({
        type: 'Date',
        description: both('Ngày; không ghi là hôm nay, đơn vị đã hết hiệu lực thì bản cuối', 'Day; today if left out, and the last version of a unit that has ended'),
      }),
    },
    resolve: (_, { code, on }, { asking }) => findUnit(asking.register, code, on, asking.today),
  }),
  units: t.field({
    type: UnitConnection,
    description: both('Các đơn vị có hiệu lực trong ngày, theo mã; khi tìm: khớp nhất đứng đầu', 'Units valid on a day, by code; when searched: best matches first'),
    args: {
      level: t.arg({ type: UnitLevelRef, description: both('Chỉ một cấp', 'One level only') }),
      parent: t.arg.string({
        description: both('Mã đơn vị cấp trên; kèm level: mọi đơn vị cấp đó ở bên dưới', 'Code of the unit above; with level: all of that level anywhere below'),
      }),
      search: t.arg.string({ description: both('Tên hoặc mã, không cần dấu', 'Name or code, accents not needed') }),
      on: t.arg({ type: 'Date', description: both('Ngày; không ghi là hôm nay', 'Day; today if left out') }),
      ...pageArgs,
    },
    extensions: { entries: pageEntries },
    resolve: (_, args, { asking }) => pageOfUnits(unitsOf(asking.register, args.on ?? asking.today, args), args.on ?? asking.today, args),
  }),
}))
