import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { javaHome } from './find-java.ts'
import { credentials, type Server } from './s3/versitygw.ts'
import { installTrino } from './trino-install.ts'
import { trinoRows } from './trino-rows.ts'

const JVM = [
  '-Xmx3G',
  '-Xmn1G',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Djdk.attach.allowAttachSelf=true',
  '-XX:+EnableDynamicAgentLoading',
  '-Duser.timezone=UTC',
  '--sun-misc-unsafe-memory-access=allow',
  '--enable-native-access=ALL-UNNAMED',
]
const START_MS = 180_000

export interface TrinoServer {
  readonly url: string
  close(): Promise<void>
}

const freePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

/** Properties of a catalog. */
export type Catalog = Readonly<Record<string, string | number | boolean>>

const propertiesOf = (values: Catalog): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

/** For some seconds after it says it is ready, queries still fail: it is up once a real one works. */
async function answering(url: string, server: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + START_MS
  for (;;) {
    if (server.exitCode !== null) throw new Error(`Trino ended with ${server.exitCode}:\n${readFileSync(log, 'utf8').slice(-4_000)}`)
    const works = await trinoRows(url, 'select count(*) from system.runtime.nodes where coordinator').catch(() => null)
    if (works) return
    if (Date.now() > until) throw new Error(`Trino does not answer:\n${readFileSync(log, 'utf8').slice(-4_000)}`)
    await new Promise((go) => setTimeout(go, 500))
  }
}

/** A catalog over lakes in folders of this machine and, where there is a server, in its buckets. */
export const catalogOver = (s3: Server | null): Catalog => ({
  'connector.name': 'hive',
  'hive.metastore': 'file',
  'hive.security': 'allow-all',
  'hive.ignore-absent-partitions': true,
  'hive.table-statistics-enabled': false,
  'fs.native-local.enabled': true,
  'local.location': tmpdir(),
  ...(s3 && {
    'fs.native-s3.enabled': true,
    's3.endpoint': s3.endpoint,
    's3.region': 'us-east-1',
    's3.path-style-access': true,
    's3.aws-access-key': credentials.accessKeyId,
    's3.aws-secret-key': credentials.secretAccessKey,
  }),
})

/** A real Trino with one Hive catalog, `hive`; listens on this machine alone, ends with its process. */
export async function startTrino(catalog: Catalog): Promise<TrinoServer> {
  const java = javaHome()
  if (!java) throw new Error('Trino needs Java 24 or later with its tools: set JAVA_HOME')
  const { lib, plugins } = installTrino(java)
  const folder = mkdtempSync(join(tmpdir(), 'trino-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  mkdirSync(join(folder, 'etc/catalog'), { recursive: true })
  writeFileSync(join(folder, 'etc/catalog/hive.properties'), propertiesOf({ 'hive.metastore.catalog.dir': `local:///${basename(folder)}/metastore`, ...catalog }))
  writeFileSync(
    join(folder, 'etc/config.properties'),
    propertiesOf({
      coordinator: true,
      'node-scheduler.include-coordinator': true,
      'http-server.http.port': port,
      'discovery.uri': url,
      'catalog.management': 'static',
      'plugin.dir': plugins,
      // Planning is most of a small query's cost, and no answer depends on it.
      'optimizer.join-reordering-strategy': 'NONE',
      'join-distribution-type': 'BROADCAST',
      'enable-dynamic-filtering': false,
      'task.concurrency': 1,
      // Else it keeps each for a quarter of an hour, and collects garbage most of the time.
      'query.min-expire-age': '10s',
      'query.max-history': 10,
      'query.max-memory': '512MB',
      'query.max-memory-per-node': '512MB',
    }),
  )
  const log = join(folder, 'server.log')
  const nodes = { environment: 'test', id: 'test', 'data-dir': join(folder, 'data'), 'bind-ip': '127.0.0.1', 'internal-address': '127.0.0.1' }
  const flags = Object.entries(nodes).map(([name, value]) => `-Dnode.${name}=${value}`)
  const server = spawn(
    'sh',
    ['-c', 'exec "$@" > server.log 2>&1', 'sh', join(java, 'bin/java'), ...JVM, '-cp', `${lib}/*`, ...flags, '-Dconfig=etc/config.properties', 'io.trino.server.TrinoServer'],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  )
  const ended = new Promise((done) => server.once('exit', done))
  const close = async (): Promise<void> => {
    server.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await answering(url, server, log)
  } catch (error) {
    await close()
    throw error
  }
  return { url, close }
}
