#!/usr/bin/env node
import { InputError } from '../../schema/input-error.ts'
import { StorageError } from '../../schema/lake.ts'
import { didYouMean } from '../../schema/nearest-name.ts'
import { folderFault, isNoRoom } from '../storage/folder-fault.ts'
import { environment } from './environment.ts'
import { commandHelp, generalHelp } from './help.ts'
import { UsageError } from './usage.ts'

/** A command: takes its words, gives its exit status (0 done; 1 failed; 3 done, something was refused or rejected). */
type Command = (words: readonly string[]) => Promise<number>

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo-command.ts')).demoCommand,
  land: async () => (await import('./land-command.ts')).landCommand,
  reland: async () => (await import('./reland-command.ts')).relandCommand,
  withdraw: async () => (await import('./withdraw-command.ts')).withdrawCommand,
  units: async () => (await import('./units-command.ts')).unitsCommand,
  services: async () => (await import('./services-command.ts')).servicesCommand,
  query: async () => (await import('./query-command.ts')).queryCommand,
  verify: async () => (await import('./verify-command.ts')).verifyCommand,
  serve: async () => (await import('./serve-command.ts')).serveCommand,
  tables: async () => (await import('./tables-command.ts')).tablesCommand,
  queries: async () => (await import('./queries-command.ts')).queriesCommand,
  schema: async () => (await import('./schema-command.ts')).schemaCommand,
}

async function run(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process[name === undefined ? 'stderr' : 'stdout'].write(generalHelp(rest[0]))
    return name === undefined ? 2 : 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`${JSON.stringify(name)}: không có lệnh này / no such command; ${Object.keys(commands).join(', ')}${didYouMean(name, Object.keys(commands))}`)
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(commandHelp(name))
    return 0
  }
  return (await command())(rest)
}

/** One line for people; the trace only when asked for. */
function tell(failure: unknown): number {
  // The lake's own faults are told by its storage: what is left is the folder for temporary files.
  const error = isNoRoom(failure) ? folderFault(failure, 'thư mục tạm / temporary files') : failure
  const usage = error instanceof UsageError || error instanceof InputError
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`da06: ${message}\n`)
  if (usage) process.stderr.write('      xem / see: da06 --help\n')
  else if (environment().debug && error instanceof Error) process.stderr.write(`${error.stack}\n`)
  else if (!(error instanceof StorageError)) process.stderr.write('      chi tiết / details: DA06_DEBUG=1\n')
  return usage ? 2 : 1
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await run(process.argv.slice(2)).catch(tell)
