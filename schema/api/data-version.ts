import { createHash } from 'node:crypto'
import { type TableName, tables } from '../columns.ts'
import { both, builder } from './builder.ts'

const everything = (Object.keys(tables) as TableName[]).map((table) => ({ table, provinces: null, years: null }))

builder.queryField('dataVersion', (t) =>
  t.string({
    description: both('Phiên bản của cả kho; đổi khi và chỉ khi có gì trong hồ thay đổi', 'Version of the whole lake; it changes when anything in the lake does'),
    resolve: async (_, __, { asking }) =>
      createHash('sha256')
        .update(await asking.engine.version(everything))
        .digest('hex')
        .slice(0, 32),
  }),
)
