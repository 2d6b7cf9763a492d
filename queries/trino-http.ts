import { StorageError } from '../schema/lake.ts'
import { backoff, pause } from './pause.ts'

export interface TrinoSettings {
  readonly url: string
  readonly catalog: string
  readonly schema: string
  readonly user: string
  /** Over https alone. */
  readonly password?: string | undefined
}

/** A page of a query's answer, as Trino's client protocol has it. */
export interface TrinoPage {
  readonly id: string
  readonly nextUri?: string
  readonly columns?: readonly { readonly name: string; readonly type: string }[]
  readonly data?: readonly (readonly unknown[])[]
  readonly error?: { readonly errorName: string }
  readonly stats: { readonly queuedTimeMillis?: number; readonly physicalInputBytes?: number }
}

export interface TrinoHttp {
  /** Starts a query. An answer that was lost is asked for again: what only reads may run twice. */
  start(sql: string, signal: AbortSignal): Promise<TrinoPage>
  next(uri: string, signal: AbortSignal): Promise<TrinoPage>
  cancel(uri: string): Promise<void>
}

const MOST_TRIES = 8
const REQUEST_MS = 60_000
const [FIRST_MS, MOST_MS] = [100, 5_000]

const isBusy = (status: number): boolean => [429, 502, 503, 504].includes(status)

function refusal(status: number): StorageError {
  if (status === 401 || status === 403) return new StorageError(`Trino từ chối người dùng; xem DA06_TRINO_USER, DA06_TRINO_PASSWORD / Trino refuses the user (${status})`)
  return new StorageError(`Trino trả lời lạ; xem DA06_TRINO_URL / an answer that is not Trino's; see DA06_TRINO_URL (${status})`)
}

function headersOf({ catalog, schema, user, password }: TrinoSettings): Record<string, string> {
  return {
    'x-trino-user': user,
    'x-trino-catalog': catalog,
    'x-trino-schema': schema,
    'x-trino-source': 'da06',
    'x-trino-time-zone': 'UTC',
    ...(password && { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
  }
}

/** Trino's REST protocol: https://trino.io/docs/current/develop/client-protocol.html */
export function trinoHttp(settings: TrinoSettings): TrinoHttp {
  const { url } = settings
  const headers = headersOf(settings)

  /** One request; null where the service is busy or the answer was lost. */
  async function once(uri: string, init: RequestInit, signal: AbortSignal): Promise<TrinoPage | { wait: number | null }> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)])
    try {
      const response = await fetch(uri, { ...init, headers, signal: within })
      if (response.ok) return (await response.json()) as TrinoPage
      await response.body?.cancel()
      if (!isBusy(response.status)) throw refusal(response.status)
      return { wait: Number(response.headers.get('retry-after')) * 1_000 || null }
    } catch (error) {
      if (error instanceof StorageError) throw error
      if (signal.aborted) throw signal.reason
      return { wait: null }
    }
  }

  async function request(uri: string, init: RequestInit, signal: AbortSignal): Promise<TrinoPage> {
    for (let tries = 0; ; tries++) {
      const page = await once(uri, init, signal)
      if ('id' in page) return page
      if (!('wait' in page)) throw refusal(200)
      if (tries + 1 === MOST_TRIES)
        throw new StorageError('Trino không trả lời hoặc quá tải; thử lại sau, xem DA06_TRINO_URL / Trino does not answer or is overloaded; try again later, see DA06_TRINO_URL')
      await pause(Math.min(page.wait ?? backoff(tries, FIRST_MS, MOST_MS), MOST_MS), signal)
    }
  }

  /** What a page names next may not lead elsewhere: the password goes along. */
  function ours(uri: string): string {
    if (new URL(uri).origin === new URL(url).origin) return uri
    throw new StorageError('Trino chỉ sang địa chỉ khác; đặt http-server.process-forwarded=true / Trino points to another address; set http-server.process-forwarded=true there')
  }

  return {
    start: (sql, signal) => request(`${url.replace(/\/$/, '')}/v1/statement`, { method: 'POST', body: sql }, signal),
    next: async (uri, signal) => request(ours(uri), {}, signal),
    async cancel(uri) {
      const response = await fetch(ours(uri), { method: 'DELETE', headers, signal: AbortSignal.timeout(REQUEST_MS) })
      await response.body?.cancel()
    },
  }
}
