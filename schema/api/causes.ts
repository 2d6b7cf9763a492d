import type { CauseRow } from '../../queries/answers.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, CoverageRef, said } from './measured.ts'
import { scopeArg, serviceKeys } from './service-window.ts'
import { UnitRef } from './unit.ts'

const CauseKindRef = builder.enumType('CauseKind', {
  description: both('Nguyên nhân của điều gì', 'Causes of what'),
  values: {
    OVERDUE: { value: 'overdue', description: both('Giải quyết quá hạn', 'Resolved after they were due') },
    REFUSED: { value: 'refused', description: both('Không tiếp nhận', 'Not accepted') },
    SENT_BACK: { value: 'sent_back', description: both('Trả lại yêu cầu bổ sung', 'Sent back to be completed') },
  } as const,
})

const CauseRowRef = builder.objectRef<CauseRow>('CauseRow').implement({
  description: both('Hồ sơ của một nhóm nguyên nhân', 'Dossiers of one group of causes'),
  fields: (t) => ({
    rank: t.exposeInt('rank', { nullable: true, description: both('Thứ hạng theo số hồ sơ', 'Rank by dossiers') }),
    cause: t.exposeString('cause', { nullable: true, description: both('Mã nhóm; null: tệp không ghi nguyên nhân', 'Code of the group; null: no cause was told') }),
    labelVi: t.exposeString('name_vi', { description: both('Tên tiếng Việt', 'Name in Vietnamese') }),
    labelEn: t.exposeString('name_en', { description: both('Tên tiếng Anh', 'Name in English') }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: both('Số hồ sơ; null khi không có số liệu của cả kỳ', 'Dossiers; null where there are no figures for the whole period'),
    }),
    share: t.exposeFloat('share', { nullable: true, description: both('Phần trong tất cả', 'Part of them all') }),
    coverage: t.field({ type: CoverageRef, description: said.coverage, resolve: (row) => row }),
  }),
})

builder.objectField(UnitRef, 'causes', (t) =>
  t.field({
    type: [CauseRowRef],
    description: both(
      'Nguyên nhân quá hạn, không tiếp nhận hoặc trả lại, theo nhóm, nhiều nhất đứng đầu',
      'Causes of overdue dossiers, refusals or dossiers sent back, by group, the most first',
    ),
    args: {
      kind: t.arg({ type: CauseKindRef, required: true, description: both('Của điều gì', 'Of what') }),
      from: t.arg({ type: 'Date', required: true, description: said.from }),
      to: t.arg({ type: 'Date', required: true, description: said.to }),
      service: t.arg.string({ description: both('Chỉ dịch vụ này, DVC.01', 'Only this service, DVC.01') }),
      ...scopeArg,
      ...asKnownAtArg,
    },
    extensions: { entries: () => 10 },
    resolve: async ({ unit }, { kind, service, ...args }, { batches }) => [...(await batches.causes(unit, { ...serviceKeys(args), kind, service: service ?? undefined }))],
  }),
)
