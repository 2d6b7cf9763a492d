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

/** Trino's REST protocol at its plainest: a second reading of it, beside the product's own. */
export async function trinoRows(url: string, sql: string, schema?: string): Promise<TrinoAnswer> {
  const headers = { 'x-trino-user': 'test', 'x-trino-time-zone': 'UTC', 'x-trino-catalog': 'hive', ...(schema && { 'x-trino-schema': schema }) }
  let page = (await (await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql })).json()) as Page
  let columns = page.columns
  const rows: (readonly unknown[])[] = []
  while (page.nextUri) {
    page = (await (await fetch(page.nextUri, { headers })).json()) as Page
    columns ??= page.columns
    rows.push(...(page.data ?? []))
  }
  if (page.error) throw new Error(`${page.error.errorName}: ${page.error.message}`)
  return { columns: columns ?? [], rows }
}
