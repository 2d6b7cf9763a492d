import type { Revision } from '../../queries/answers.ts'
import { periodRevisions } from '../../queries/period-revisions.ts'
import { revisions } from '../../queries/revisions.ts'
import { dayAsked, isOfPeriods, windowAsked } from '../../queries/when.ts'
import { breakdownArgs, breakdownFrom } from './breakdown.ts'
import { both, builder } from './builder.ts'
import { asKnownAtArg, said } from './measured.ts'
import { MetricCodeRef, metricFrom } from './metric.ts'
import { UnitRef } from './unit.ts'

const RevisionRef = builder.objectRef<Revision>('Revision').implement({
  description: both('Một phiên bản của một con số', 'One version of a number'),
  fields: (t) => ({
    landedAt: t.expose('landed_at', { type: 'DateTime', description: both('Khi được nạp', 'When it was landed') }),
    value: t.exposeFloat('value', { nullable: true, description: said.value }),
    source: t.exposeString('source', { nullable: true, description: both('SHA-256 của tệp gốc', 'SHA-256 of the raw file') }),
    sheet: t.exposeString('sheet', { nullable: true, description: both('Trang tính; null với tệp văn bản', 'Sheet; null for a text file') }),
    row: t.exposeInt('row', { nullable: true, description: both('Dòng, từ 1, như phần mềm văn phòng đánh số', 'Row, 1-based, as the office program shows it') }),
    withdrawn: t.expose('withdrawn', { type: 'DateTime', nullable: true, description: both('Khi tệp bị rút; null khi không', 'When its file was withdrawn; null if it was not') }),
  }),
})

const RevisionsRef = builder.objectRef<readonly Revision[]>('Revisions').implement({
  description: both('Lịch sử của một con số', 'History of a number'),
  fields: (t) => ({
    rows: t.field({
      type: [RevisionRef],
      description: both('Cũ trước; giá trị không đổi thì không thành phiên bản', 'Oldest first; an equal value makes no version'),
      resolve: (rows) => rows as Revision[],
    }),
  }),
})

builder.objectField(UnitRef, 'revisions', (t) =>
  t.field({
    type: RevisionsRef,
    description: both('Các phiên bản của một con số: từ tệp, trang tính, dòng nào', 'Versions of a number, each with its file, sheet and row'),
    args: {
      metric: t.arg({ type: MetricCodeRef, required: true, description: said.metric }),
      on: t.arg({ type: 'Date', description: said.day }),
      from: t.arg({ type: 'Date', description: said.from }),
      to: t.arg({ type: 'Date', description: said.to }),
      service: breakdownArgs.service,
      field: breakdownArgs.field,
      ...asKnownAtArg,
    },
    extensions: { entries: () => 5 },
    resolve: ({ unit }, args, { asking }) => {
      const metric = metricFrom(args.metric)
      const keys = { metric, ...breakdownFrom(args) }
      return isOfPeriods(metric) ? periodRevisions(asking, unit, { ...keys, ...windowAsked(args, metric) }) : revisions(asking, unit, { ...keys, on: dayAsked(args, metric) })
    },
  }),
)
