import type { ServiceRow, ServicesUsedRow } from '../../queries/answers.ts'
import type { Metric } from '../metric.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, CoverageRef, said } from './measured.ts'
import { MetricCodeRef, MetricRef, metricFrom, ScopeRef } from './metric.ts'
import { scopeArg, serviceKeys } from './service-window.ts'
import { UnitRef } from './unit.ts'

const ServiceGroupingRef = builder.enumType('ServiceGrouping', {
  description: both('Mỗi dòng là gì', 'What a row is'),
  values: {
    SERVICE: { value: 'service', description: both('Một dịch vụ', 'A service') },
    GROUP: { value: 'group', description: both('Các dịch vụ của một nhóm cơ quan', 'The services of a group of agencies') },
  } as const,
})

const ServiceRowRef = builder.objectRef<ServiceRow>('ServiceRow').implement({
  description: both('Một chỉ số của một dịch vụ công thiết yếu, hoặc của một nhóm cơ quan', 'A metric of an essential service, or of a group of agencies'),
  fields: (t) => ({
    rank: t.exposeInt('rank', { nullable: true, description: both('Thứ hạng; null khi không có giá trị', 'Rank; null without a value') }),
    service: t.exposeString('service', { nullable: true, description: both('Mã dịch vụ như tệp ghi; null với nhóm', 'Code of the service as printed; null of a group') }),
    name: t.exposeString('name', {
      nullable: true,
      description: both(
        'Tên theo danh mục ngày cuối kỳ; null khi mã chưa có ở đó, và với nhóm',
        'Name by the catalogue of the last day; null of a code that is not there, and of a group',
      ),
    }),
    group: t.exposeString('group', { nullable: true, description: both('Nhóm cơ quan giải quyết', 'Group of agencies that handle it') }),
    services: t.exposeInt('services', { description: both('Số dịch vụ trong dòng', 'Services in the row') }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: said.numerator }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: said.denominator }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (row) => row }),
    scope: t.expose('scope', { type: ScopeRef, description: both('Số của ai', 'Whose it is') }),
  }),
})

interface Statistics {
  readonly metric: Metric
  readonly rows: readonly ServiceRow[]
}

const ServiceStatisticsRef = builder.objectRef<Statistics>('ServiceStatistics').implement({
  description: both('Một chỉ số theo dịch vụ công thiết yếu', 'A metric by essential service'),
  fields: (t) => ({
    metric: t.expose('metric', { type: MetricRef, description: said.metric }),
    rows: t.field({
      type: [ServiceRowRef],
      description: both('Theo thứ hạng; không có giá trị đứng cuối', 'By rank; those without a value at the end'),
      resolve: ({ rows }) => [...rows],
    }),
  }),
})

const ServicesUsedRef = builder.objectRef<ServicesUsedRow>('ServicesUsed').implement({
  description: both('Bao nhiêu dịch vụ có phát sinh hồ sơ trực tuyến', 'How many services had a dossier online'),
  fields: (t) => ({
    group: t.exposeString('group', { nullable: true, description: both('Nhóm cơ quan; null là tất cả', 'Group of agencies; null: all together') }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    numerator: t.exposeFloat('numerator', { nullable: true, description: both('Dịch vụ có ít nhất một hồ sơ trực tuyến', 'Services with at least one dossier online') }),
    denominator: t.exposeFloat('denominator', { nullable: true, description: both('Dịch vụ trong danh mục ngày cuối kỳ', 'Services listed on the last day') }),
    withoutDossiers: t.exposeInt('without_dossiers', { description: both('Không phát sinh hồ sơ: không áp dụng, không phải 0 %', 'Without any dossier: not applicable, not 0 %') }),
    notTold: t.exposeInt('not_told', { description: both('Không tệp xuất nào cho biết', 'That no export tells of') }),
    scope: t.expose('scope', { type: ScopeRef, description: both('Số của ai', 'Whose it is') }),
  }),
})

const window = {
  from: { type: 'Date', required: true, description: said.from },
  to: { type: 'Date', required: true, description: said.to },
} as const

builder.objectFields(UnitRef, (t) => ({
  services: t.field({
    type: ServiceStatisticsRef,
    description: both('Một chỉ số của từng dịch vụ công thiết yếu trong một kỳ', 'A metric of each essential service over a period'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      from: t.arg(window.from),
      to: t.arg(window.to),
      by: t.arg({ type: ServiceGroupingRef, description: both('Mỗi dòng là gì; không ghi là một dịch vụ', 'What a row is; a service if left out') }),
      ...scopeArg,
      ...asKnownAtArg,
    },
    extensions: { entries: () => 30 },
    resolve: async ({ unit }, { metric: code, by, ...args }, { batches }) => {
      const metric = metricFrom(code)
      return { metric, rows: await batches.services(unit, { ...serviceKeys(args), metric, by: by ?? undefined }) }
    },
  }),
  servicesUsed: t.field({
    type: [ServicesUsedRef],
    description: both(
      'Dịch vụ công thiết yếu có ít nhất một hồ sơ trực tuyến, trên danh mục: tất cả, rồi từng nhóm cơ quan',
      'Essential services with at least one dossier online, of those listed: all together, then by group of agencies',
    ),
    args: { from: t.arg(window.from), to: t.arg(window.to), ...scopeArg, ...asKnownAtArg },
    extensions: { entries: () => 12 },
    resolve: async ({ unit }, args, { batches }) => [...(await batches.servicesUsed(unit, serviceKeys(args)))],
  }),
}))
