import { GraphQLError, Kind, type ValueNode } from 'graphql'
import { isoMoment, parseDay, parseMoment } from '../days.ts'
import { both, builder } from './builder.ts'

const wrong = (given: unknown, expected: string, nodes?: ValueNode): GraphQLError =>
  new GraphQLError(`${JSON.stringify(given)?.slice(0, 80)} — cần ${expected} / expected ${expected}`, { nodes, extensions: { code: 'BAD_USER_INPUT' } })

/** A strict scalar: what `read` gives null for is an error, in a variable and in a literal alike. */
function scalar<T>(read: (text: string) => T | null, expected: string): { parseValue(value: unknown): T; parseLiteral(node: ValueNode): T } {
  const parsed = (value: unknown, node?: ValueNode): T => {
    const found = typeof value === 'string' ? read(value) : null
    if (found === null) throw wrong(value, expected, node)
    return found
  }
  return { parseValue: (value) => parsed(value), parseLiteral: (node) => parsed(node.kind === Kind.STRING ? node.value : 'value' in node ? node.value : node.kind, node) }
}

builder.scalarType('Date', {
  description: both('Ngày theo lịch, ISO 8601: "2023-08-20"; ngày không có thật bị từ chối', 'A day of the calendar, ISO 8601: "2023-08-20"; a day that does not exist is refused'),
  ...scalar(parseDay, 'YYYY-MM-DD'),
  serialize: (day) => day as string,
})

builder.scalarType('DateTime', {
  description: both(
    'Thời điểm, ISO 8601, có múi giờ: "2023-08-20T17:00:00+07:00"; không ghi múi giờ là giờ Việt Nam',
    'A moment, ISO 8601 with offset: "2023-08-20T17:00:00+07:00"; without an offset it is meant in Viet Nam',
  ),
  ...scalar(parseMoment, 'YYYY-MM-DDThh:mm:ss+07:00'),
  serialize: (moment) => (typeof moment === 'number' ? isoMoment(moment) : (moment as string)),
})
