import { serviceCatalogue } from '../../queries/service-catalogue.ts'
import type { ListedService } from '../service-catalogue.ts'
import { both, builder } from './builder.ts'

export const ServiceRef = builder.objectRef<ListedService>('Service').implement({
  description: both('Một dịch vụ công thiết yếu', 'An essential public service'),
  fields: (t) => ({
    code: t.exposeString('code', { description: both('Mã như tệp ghi: DVC.01 …', 'Code as printed: DVC.01 …') }),
    name: t.exposeString('name', { description: both('Tên', 'Name') }),
    group: t.exposeString('group', { description: both('Nhóm cơ quan giải quyết', 'Group of agencies that handle it') }),
    source: t.exposeString('source', { nullable: true, description: both('Văn bản quy định', 'Decision that lists it') }),
  }),
})

builder.queryField('services', (t) =>
  t.field({
    type: [ServiceRef],
    description: both('Danh mục dịch vụ công thiết yếu trong ngày, theo mã', 'The catalogue of essential services on a day, by code'),
    args: { on: t.arg({ type: 'Date', description: both('Ngày; không ghi là hôm nay', 'Day; today if left out') }) },
    extensions: { entries: () => 60 },
    resolve: async (_, { on }, { asking }) => [...(await serviceCatalogue(asking)).on(on ?? asking.today)],
  }),
)
