import type { ServiceKeys } from '../../queries/by-service.ts'
import { both, builder } from './builder.ts'
import { ScopeRef } from './metric.ts'

export const scopeArg = builder.args((t) => ({
  scope: t.field({
    type: ScopeRef,
    description: both(
      'Riêng đơn vị hay cả địa bàn; không ghi: riêng đơn vị, với tỉnh là cả địa bàn',
      "The unit's own desk or all within it; if left out its own, of a province all within it",
    ),
  }),
}))

interface Given {
  readonly from: string
  readonly to: string
  readonly scope?: 'own' | 'subtree' | null | undefined
  readonly asKnownAt?: number | null | undefined
}

/** Arguments left out are as good as not there. */
export const serviceKeys = ({ from, to, scope, asKnownAt }: Given): ServiceKeys => ({ from, to, scope: scope ?? undefined, asKnownAt: asKnownAt ?? undefined })
