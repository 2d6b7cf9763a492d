import { arrivalsOf } from '../functions/cli/arrivals.ts'
import { land } from '../functions/land/land.ts'
import { folderStorage } from '../functions/storage/folder.ts'
import { memoryOf } from './serving-process.ts'

// A process that lands one file and tells what it took, after start: node landing-process.js LAKE FILE
const [lake, file] = process.argv.slice(2)
if (!lake || !file) throw new Error('landing-process LAKE FILE')
const arrivals = await arrivalsOf([file], Date.parse('2024-01-02T09:00:00+07:00'))
const cpu = process.cpuUsage()
const start = performance.now()
const [receipt] = await land(folderStorage(lake), arrivals, { said: { province: null, date: null } })
const milliseconds = performance.now() - start
const { user, system } = process.cpuUsage(cpu)
const { peak } = await memoryOf('self')
process.stdout.write(
  JSON.stringify({ state: receipt?.state, rows: receipt?.rows, findings: receipt?.findings.length, milliseconds, cpuSeconds: (user + system) / 1e6, peakMegabytes: peak }),
)
