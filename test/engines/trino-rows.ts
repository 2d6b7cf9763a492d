import { setTimeout as pause } from 'node:timers/promises'

interface Page {
  readonly columns?: readonly { readonly name: string; readonly type: string }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly nextUri?: string
  readonly error?: { readonly message: string; readonly errorName: string }
}

export interface TrinoAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/** A busy machine may hold up the server's word to itself that it is there: Athena would not let its clients see that. */
const NO_NODES = 'NO_NODES_AVAILABLE'
const PATIENCE = 30

/** Trino's REST protocol at its plainest: a second reading of it, beside the product's own. */
export async function trinoRows(url: string, sql: string, schema?: string, tries = 1): Promise<TrinoAnswer> {
  const headers = { 'x-trino-user': 'test', 'x-trino-time-zone': 'UTC', 'x-trino-catalog': 'hive', ...(schema && { 'x-trino-schema': schema }) }
  let page = (await (await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql })).json()) as Page
  let columns = page.columns
  const rows: (readonly unknown[])[] = []
  while (page.nextUri) {
    page = (await (await fetch(page.nextUri, { headers })).json()) as Page
    columns ??= page.columns
    rows.push(...(page.data ?? []))
  }
  if (page.error?.errorName === NO_NODES && tries < PATIENCE) {
    await pause(1_000)
    return trinoRows(url, sql, schema, tries + 1)
  }
  if (page.error) throw new Error(`${page.error.errorName}: ${page.error.message}`)
  return { columns: columns ?? [], rows }
}
