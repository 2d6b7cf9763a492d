import type { Engine } from '../../queries/engine.ts'
import { localDay } from '../../schema/days.ts'
import { StorageError } from '../../schema/lake.ts'
import { type GraphqlServer, serveGraphql } from '../api/graphql-server.ts'
import { type TokenCheck, tokenCheck } from '../api/token-check.ts'
import { codeVersion } from './code-version.ts'
import { environment } from './environment.ts'
import { openEngine } from './open-engine.ts'
import { openStorage } from './open-lake.ts'
import { write } from './print-rows.ts'
import { type EngineName, parseAlone, portOption, UsageError } from './usage.ts'

const PORT = 4006

export async function serveCommand(words: readonly string[]): Promise<number> {
  const { options, lake, engine } = parseAlone('serve', words, ['port'])
  return serveLake(lake, options.port, engine)
}

/** Serves until it is told to stop; the address goes to standard output once it answers. */
export async function serveLake(lake: string, port: string | undefined, engineName: EngineName = 'duckdb'): Promise<number> {
  const engine = openEngine(engineName, openStorage(lake), { hold: true })
  const server = await listening({ engine, port: portOption(port, PORT) })
  await write(`${server.url}\n`)
  process.stderr.write('GraphiQL mở bằng trình duyệt ở địa chỉ trên; dừng bằng Ctrl+C / open it in a browser; stop with Ctrl+C\n')
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop())
  })
  await server.close()
  engine.close()
  return 0
}

/** Set where others than this machine's user can reach the API, by a proxy: the same check as on AWS. */
function checkOfTokens(): TokenCheck | undefined {
  const { issuer, audience } = environment()
  if (issuer === undefined && audience === undefined) return undefined
  if (issuer === undefined || audience === undefined || !URL.canParse(issuer))
    throw new UsageError('DA06_ISSUER, DA06_AUDIENCE: cần cả hai, DA06_ISSUER là địa chỉ https / expected both, DA06_ISSUER an https address')
  return tokenCheck({ issuer, audience: audience.split(',') }, (line) => void process.stderr.write(`${line}\n`))
}

async function listening({ engine, port }: { engine: Engine; port: number }): Promise<GraphqlServer> {
  try {
    return await serveGraphql({ engine, port, codeVersion, today: () => localDay(Date.now()), check: checkOfTokens() })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new StorageError(`cổng ${port} đang được dùng; chọn --port 0 / port ${port} is in use; take --port 0`)
    throw error
  }
}
