import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../../build.ts'
import { root } from '../house/sources.ts'

export interface Ended {
  /** Null: a signal ended it. */
  readonly status: number | null
  readonly out: string
  readonly err: string
  readonly milliseconds: number
}

export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
}

/** The command as bundled from these sources. */
export interface Command {
  readonly folder: string
  start(words: readonly string[], env?: Readonly<Record<string, string>>): Running
  run(words: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
  remove(): Promise<void>
}

export async function bundledCommand(): Promise<Command> {
  const folder = await mkdtemp(join(tmpdir(), 'da06-command-'))
  const path = await bundle(join(folder, 'dist'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  // Killed processes leave their temporary files: these go with the command.
  const temporary = join(folder, 'temporary')
  await mkdir(temporary)
  const start: Command['start'] = (words, env = {}) => {
    const since = performance.now()
    const child = spawn(process.execPath, [path, ...words], { cwd: folder, env: { ...process.env, TMPDIR: temporary, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let [out, err] = ['', '']
    child.stdout.on('data', (part) => {
      out += part
    })
    child.stderr.on('data', (part) => {
      err += part
    })
    const ended = new Promise<Ended>((done) => child.once('close', (status) => done({ status, out, err, milliseconds: performance.now() - since })))
    return { process: child, ended }
  }
  return { folder, start, run: (words, env) => start(words, env).ended, remove: () => rm(folder, { recursive: true, force: true }) }
}
