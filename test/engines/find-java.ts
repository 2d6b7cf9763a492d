import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What Trino 476 needs. */
const LEAST_JAVA = 24
const JVMS = '/usr/lib/jvm'

/** Java tells its version on standard error. */
const majorOf = (home: string): number => Number(/version "(\d+)/.exec(spawnSync(join(home, 'bin/java'), ['-version']).stderr?.toString() ?? '')?.[1] ?? 0)

/** Home of a Java that is new enough and comes with its tools; null where there is none. */
export function javaHome(): string | null {
  const installed = existsSync(JVMS) ? readdirSync(JVMS).map((name) => join(JVMS, name)) : []
  const homes = [process.env.JAVA_HOME, ...installed].filter((home): home is string => home !== undefined && existsSync(join(home, 'bin/jar')))
  return homes.find((home) => majorOf(home) >= LEAST_JAVA) ?? null
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const home = javaHome()
  if (home) process.stdout.write(`${home}\n`)
  else {
    process.stderr.write(`no Java ${LEAST_JAVA} or later with its tools in JAVA_HOME or ${JVMS}\n`)
    process.exitCode = 1
  }
}
