import type { PeriodKeys } from '../../queries/period.ts'
import type { TimeGiven } from '../../queries/when.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg } from './measured.ts'
import { ScopeRef } from './metric.ts'

/** Of which dossiers a question about procedures is, and whose; and as known when. */
export const breakdownArgs = builder.args((t) => ({
  scope: t.field({
    type: ScopeRef,
    description: both(
      'Riêng đơn vị hay cả địa bàn; không ghi: riêng đơn vị, với tỉnh là cả địa bàn',
      "The unit's own desk or all within it; if left out its own, of a province all within it",
    ),
  }),
  service: t.string({ description: both('Mã dịch vụ công thiết yếu, DVC.01', 'Code of an essential service, DVC.01') }),
  field: t.string({ description: both('Lĩnh vực như tệp ghi', 'Field of work as exports have it') }),
}))

export const windowArgs = { ...breakdownArgs, ...asKnownAtArg }

interface Given extends TimeGiven {
  readonly scope?: 'own' | 'subtree' | null | undefined
  readonly asKnownAt?: number | null | undefined
}

/** Arguments left out are as good as not there. */
export const breakdownFrom = ({ scope, service, field, asKnownAt }: Given): Omit<PeriodKeys, 'from' | 'to'> => ({
  scope: scope ?? undefined,
  service: service ?? undefined,
  field: field ?? undefined,
  asKnownAt: asKnownAt ?? undefined,
})
