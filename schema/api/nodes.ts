import { landings } from '../../queries/landings.ts'
import { badInput } from '../input-error.ts'
import { both, builder } from './builder.ts'
import type { ApiContext } from './context.ts'
import { landingId } from './landing-id.ts'
import { NodeRef } from './node.ts'
import { unitOn } from './unit-on.ts'

const MOST_IDS = 100

/** A receipt's id begins with a SHA-256, any other is a unit's. */
async function nodesOf(ids: readonly string[], argument: string, { asking }: ApiContext): Promise<(object | null)[]> {
  for (const id of ids) if (!/^[\w./-]{1,64}@[\d-]{1,16}$/.test(id)) throw badInput(argument, id, 'id mà API đã cho / an id that the API gave')
  const receipts = ids.some((id) => /^[0-9a-f]{64}@/.test(id)) ? await landings(asking) : []
  const byId = new Map(receipts.map((row) => [landingId(row), row]))
  return ids.map((id) => {
    const unit = asking.register.byId(id)
    return byId.get(id) ?? (unit ? unitOn(unit, asking.today) : null)
  })
}

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: both('Đọc lại một đối tượng theo id; null khi không còn', 'An object by its id; null where there is none'),
    args: { id: t.arg.id({ required: true, description: both('id đã nhận từ API', 'An id that the API gave') }) },
    resolve: async (_, { id }, context) => (await nodesOf([id], 'id', context))[0] ?? null,
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description: both(`Đọc lại nhiều đối tượng, tối đa ${MOST_IDS}, theo thứ tự đã hỏi`, `Objects by their ids, ${MOST_IDS} at most, in the order asked`),
    args: { ids: t.arg.idList({ required: true, description: both('Các id đã nhận từ API', 'Ids that the API gave') }) },
    extensions: { entries: ({ ids }: Record<string, unknown>) => (Array.isArray(ids) ? ids.length : 1) },
    resolve: (_, { ids }, context) => nodesOf(ids, 'ids', context),
  }),
}))
