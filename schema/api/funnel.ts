import type { FunnelStage } from '../../queries/answers.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, said } from './measured.ts'
import { UnitRef } from './unit.ts'

const FunnelStageRef = builder.objectRef<FunnelStage>('FunnelStage').implement({
  description: both('Một bước của tài khoản định danh', 'A stage on the way of an account'),
  fields: (t) => ({
    stage: t.exposeString('stage', {
      description: both('eligible đủ điều kiện, received thu nhận, approved phê duyệt, activated kích hoạt', 'eligible, received, approved or activated'),
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
  description: both('Từ đủ điều kiện đến kích hoạt', 'From eligible to activated'),
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
