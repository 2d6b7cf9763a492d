import type { FunnelStage } from '../../queries/answers.ts'
import { breakdownFrom, windowArgs } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, said } from './measured.ts'
import { UnitRef } from './unit.ts'

const FunnelStageRef = builder.objectRef<FunnelStage>('FunnelStage').implement({
  description: both('Một bước của tài khoản định danh, hoặc của hồ sơ', 'A stage on the way of an account, or of dossiers'),
  fields: (t) => ({
    stage: t.exposeString('stage', {
      description: both(
        'eligible đủ điều kiện, received thu nhận, approved phê duyệt, activated kích hoạt; của hồ sơ là mã chỉ số',
        'eligible, received, approved or activated; of dossiers codes of metrics',
      ),
    }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    ofPrevious: t.exposeFloat('of_previous', {
      nullable: true,
      description: both('Phần của bước trước; null ở bước đầu hoặc không có gì để chia', 'Part of the stage before; null at the first or with nothing to divide by'),
    }),
    ofFirst: t.exposeFloat('of_first', {
      nullable: true,
      description: both('Phần của bước đầu; null khi không có gì để chia', 'Part of the first stage; null with nothing to divide by'),
    }),
  }),
})

const FunnelRef = builder.objectRef<readonly FunnelStage[]>('Funnel').implement({
  description: both('Từ đủ điều kiện đến kích hoạt, hoặc từ tiếp nhận đến trả kết quả', 'From eligible to activated, or from received to handed over'),
  fields: (t) => ({
    stages: t.field({ type: [FunnelStageRef], description: both('Bốn bước theo thứ tự', 'The four stages in order'), resolve: (stages) => stages as FunnelStage[] }),
  }),
})

builder.objectField(UnitRef, 'funnel', (t) =>
  t.field({
    type: FunnelRef,
    description: both('Phễu của đơn vị trong một ngày', "The unit's funnel on a day"),
    args: { on: t.arg({ type: 'Date', required: true, description: said.on }), ...asKnownAtArg },
    extensions: { entries: () => 4 },
    resolve: ({ unit }, { on, asKnownAt }, { batches }) => batches.funnel(unit, { on, asKnownAt: asKnownAt ?? undefined }),
  }),
)

builder.objectField(UnitRef, 'dossierFunnel', (t) =>
  t.field({
    type: FunnelRef,
    description: both('Vòng đời hồ sơ của đơn vị trong một kỳ', "The life of the unit's dossiers over a period"),
    args: {
      from: t.arg({ type: 'Date', required: true, description: said.from }),
      to: t.arg({ type: 'Date', required: true, description: said.to }),
      ...windowArgs,
    },
    extensions: { entries: () => 4 },
    resolve: ({ unit }, { from, to, ...args }, { batches }) => batches.periodFunnel(unit, { from, to, ...breakdownFrom(args) }),
  }),
)
