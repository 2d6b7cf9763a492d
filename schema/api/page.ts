import type { OutputRef } from '@pothos/core'
import { badInput, InputError } from '../input-error.ts'
import { both, builder } from './builder.ts'

export const DEFAULT_PAGE = 50
export const MAX_PAGE = 500

interface Edge<T> {
  readonly cursor: string
  readonly node: T
}

interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly startCursor: string | null
  readonly endCursor: string | null
}

/** A part of a list, as Relay's cursor connections have it. */
export interface Page<T> {
  readonly edges: readonly Edge<T>[]
  readonly pageInfo: PageInfo
  readonly totalCount: number
}

export interface PageArgs {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
}

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url')

/** Entries after a cursor. A cursor names its entry, so entries that come or go before it move nothing. */
export function page<T>(list: readonly T[], { first, after }: PageArgs, idOf: (entry: T) => string): Page<T> {
  const size = first ?? DEFAULT_PAGE
  if (size < 0) throw badInput('first', size, '>= 0')
  if (size > MAX_PAGE)
    throw new InputError('LIMIT_EXCEEDED', 'first', `first: ${size} — tối đa ${MAX_PAGE}, vượt ${size - MAX_PAGE} / at most ${MAX_PAGE}, exceeded by ${size - MAX_PAGE}`)
  const wanted = after == null ? null : Buffer.from(after, 'base64url').toString()
  const at = wanted === null ? -1 : list.findIndex((entry) => idOf(entry) === wanted)
  if (wanted !== null && at < 0)
    throw badInput('after', after, 'endCursor của một trang trước; hãy đọc lại từ trang đầu / endCursor of an earlier page; start again from the first page')
  const edges = list.slice(at + 1, at + 1 + size).map((node) => ({ cursor: cursorOf(idOf(node)), node }))
  const pageInfo = { hasNextPage: at + 1 + size < list.length, hasPreviousPage: at >= 0, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null }
  return { edges, pageInfo, totalCount: list.length }
}

export const pageArgs = builder.args((t) => ({
  first: t.int({ description: both(`Số mục mỗi trang, mặc định ${DEFAULT_PAGE}, tối đa ${MAX_PAGE}`, `Entries a page, ${DEFAULT_PAGE} by default, ${MAX_PAGE} at most`) }),
  after: t.string({ description: both('Con trỏ của mục đứng ngay trước trang', 'Cursor of the entry right before the page') }),
}))

/** What the cost limit reckons a connection by. */
export const pageEntries = (args: Record<string, unknown>): number => Math.min(typeof args.first === 'number' ? args.first : DEFAULT_PAGE, MAX_PAGE)

const PageInfoRef = builder.objectRef<PageInfo>('PageInfo').implement({
  description: both('Vị trí của trang trong danh sách', 'Where the page stands in the list'),
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: both('Còn mục phía sau', 'More entries follow') }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: both('Có mục phía trước', 'Entries stand before') }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: both('Con trỏ của mục đầu; null khi trang trống', 'Cursor of the first entry; null on an empty page'),
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: both('Con trỏ của mục cuối, dùng cho after; null khi trang trống', 'Cursor of the last entry, for after; null on an empty page'),
    }),
  }),
})

/** The Relay connection type of an object type, with `nodes` and `totalCount`. */
export function connectionOf<T>(name: string, node: OutputRef<T>, vi: string, en: string) {
  const EdgeRef = builder.objectRef<Edge<T>>(`${name}Edge`)
  EdgeRef.implement({
    description: both(`Một mục của danh sách ${vi}`, `An entry of a list of ${en}`),
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: both('Con trỏ, dùng cho after', 'Cursor, for after') }),
      node: t.field({ type: node, description: both('Nội dung của mục', 'What the entry is'), resolve: (edge) => edge.node as never }),
    }),
  })
  const Connection = builder.objectRef<Page<T>>(`${name}Connection`)
  Connection.implement({
    description: both(`Một trang của danh sách ${vi}`, `A page of a list of ${en}`),
    fields: (t) => ({
      edges: t.field({ type: [EdgeRef], description: both('Các mục kèm con trỏ', 'Entries with their cursors'), resolve: (page) => page.edges as never }),
      nodes: t.field({ type: [node], description: both('Các mục, không kèm con trỏ', 'Entries without cursors'), resolve: (page) => page.edges.map((edge) => edge.node) as never }),
      pageInfo: t.field({ type: PageInfoRef, description: both('Vị trí của trang', 'Where the page stands'), resolve: (page) => page.pageInfo }),
      totalCount: t.exposeInt('totalCount', { description: both('Số mục của cả danh sách', 'Entries of the whole list') }),
    }),
  })
  return Connection
}
