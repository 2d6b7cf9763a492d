import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { builder } from './builder.ts'
// Each adds its types and queries to the builder.
import './scalars.ts'
import './query.ts'
import './unit.ts'
import './metric.ts'
import './trend.ts'
import './period.ts'
import './comparison.ts'
import './by-type.ts'
import './funnel.ts'
import './snapshot.ts'
import './checks.ts'
import './revisions.ts'
import './freshness.ts'
import './landing.ts'
import './finding.ts'
import './duty.ts'
import './service.ts'
import './discipline.ts'
import './data-version.ts'
import './nodes.ts'

export const schema: GraphQLSchema = builder.toSchema({ sortSchema: false })

/** The schema as SDL, in the order of names, with its descriptions. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(schema))}\n`
