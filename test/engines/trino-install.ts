import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The last version whose server comes as an archive on Maven Central. */
const VERSION = '476'
const MAVEN_GET = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get'

function artifact(name: string, packaging: string): string {
  const path = join(homedir(), '.m2/repository/io/trino', name, VERSION, `${name}-${VERSION}.${packaging}`)
  if (!existsSync(path)) execFileSync('mvn', ['-B', '-q', MAVEN_GET, '-Dtransitive=false', `-Dartifact=io.trino:${name}:${VERSION}:${packaging}`], { stdio: 'inherit' })
  return path
}

function unpack(folder: string, java: string): void {
  execFileSync('tar', ['xzf', artifact('trino-server-core', 'tar.gz'), '-C', folder])
  const plugins = join(folder, 'plugin')
  mkdirSync(plugins)
  execFileSync(join(java, 'bin/jar'), ['xf', artifact('trino-hive', 'zip')], { cwd: plugins })
  renameSync(join(plugins, `trino-hive-${VERSION}`), join(plugins, 'hive'))
}

export interface TrinoFiles {
  readonly lib: string
  readonly plugins: string
}

/** Trino's server and its Hive plugin, fetched with Maven once and kept in the user's cache. */
export function installTrino(java: string): TrinoFiles {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'da06')
  const home = join(cache, `trino-${VERSION}`)
  if (!existsSync(home)) {
    mkdirSync(cache, { recursive: true })
    const draft = mkdtempSync(join(cache, 'draft-'))
    unpack(draft, java)
    try {
      renameSync(draft, home)
    } catch (error) {
      // Another run was faster.
      rmSync(draft, { recursive: true })
      if (!existsSync(home)) throw error
    }
  }
  return { lib: join(home, `trino-server-core-${VERSION}`, 'lib'), plugins: join(home, 'plugin') }
}
