import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../../build.ts'
import { root } from './documents.ts'

export interface Run {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** The command as bundled from these sources, the demo as it serves, and a desk to try examples on. */
export interface Demo {
  /** What the demo told on standard error. */
  readonly told: string
  readonly url: string
  /** SHA-256 of a landed file. */
  readonly sha256: string
  /** Runs a line of a document in a folder of its own that holds a copy of the demo's lake. */
  run(line: string): Promise<Run>
  close(): Promise<void>
}

async function bundleInto(folder: string): Promise<string> {
  const command = await bundle(join(folder, 'dist'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  for (const name of ['node_modules', 'functions']) await symlink(join(root, name), join(folder, name))
  return command
}

function served(process: ChildProcess): Promise<{ url: string; told: () => string }> {
  let [out, err] = ['', '']
  process.stderr?.on('data', (part) => {
    err += part
  })
  return new Promise((done, fail) => {
    process.stdout?.on('data', (part) => {
      out += part
      if (out.endsWith('\n')) done({ url: out.trim(), told: () => err })
    })
    process.once('exit', (status) => fail(new Error(`demo ended with ${status}: ${err}`)))
  })
}

/** Files that examples speak of, by the names they use. */
async function desk(folder: string): Promise<void> {
  const demo = join(root, 'functions/demo')
  await cp(join(demo, 'exports'), join(folder, 'exports'), { recursive: true })
  await cp(join(demo, 'exports/DC01_2023-08-20.xlsx'), join(folder, 'DC01_2023-08-20.xlsx'))
  await cp(join(demo, 'units-2023-01-01.csv'), join(folder, 'units.csv'))
  await writeFile(join(folder, 'services.csv'), 'code,name,group\nDVC.01,Đăng ký thường trú,Công an\n')
}

export async function startDemo(): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), 'da06-docs-'))
  const command = await bundleInto(folder)
  await mkdir(join(folder, 'bin'))
  await writeFile(join(folder, 'bin', 'da06'), `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`)
  await chmod(join(folder, 'bin', 'da06'), 0o755)
  const lake = join(folder, 'lake-demo')
  const demo = spawn(process.execPath, [command, 'demo', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  const { url, told } = await served(demo)
  const sha256 = (await readdir(join(lake, 'raw'))).sort()[0] as string
  let desks = 0
  return {
    get told() {
      return told()
    },
    url,
    sha256,
    async run(line) {
      const own = join(folder, `desk-${++desks}`)
      await mkdir(own)
      await desk(own)
      await cp(lake, join(own, 'lake'), { recursive: true })
      // An example that names the demo's lake finds it too.
      await symlink(join(own, 'lake'), join(own, 'lake-demo'))
      await symlink(join(root, 'functions'), join(own, 'functions'))
      const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, LANG: 'C.UTF-8' }
      return new Promise((done) =>
        execFile('sh', ['-c', line.replace(/^npx /, '').replaceAll('<SHA256>', sha256)], { cwd: own, env, maxBuffer: 1 << 26 }, (error, out, err) =>
          done({ status: error ? Number(error.code ?? 1) : 0, out, err }),
        ),
      )
    },
    async close() {
      const ended = new Promise((done) => demo.once('exit', done))
      demo.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}
