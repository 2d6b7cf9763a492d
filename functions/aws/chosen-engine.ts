import { athenaEngine } from '../../queries/athena-engine.ts'
import { autoEngine } from '../../queries/auto-engine.ts'
import { duckdbEngine } from '../../queries/duckdb-engine.ts'
import type { Engine } from '../../queries/engine.ts'
import type { Storage } from '../../schema/lake.ts'
import { FunctionSettingError, type FunctionSettings } from './function-settings.ts'

/** What a question may touch before Athena is asked instead: DuckDB holds it loose, several times as large. */
const AUTO_SHARE = 0.1
const MEGABYTE = 1_048_576

/** The engine that the deployment has chosen; objects in use stay in memory between requests. */
export function chosenEngine(lake: Storage, settings: FunctionSettings): Engine {
  const name = settings.need('DA06_ENGINE')
  if (name !== 'duckdb' && name !== 'athena' && name !== 'auto') throw new FunctionSettingError(`DA06_ENGINE ${JSON.stringify(name)}: cần / expected duckdb | athena | auto`)
  const near = (): Engine => duckdbEngine(lake, { hold: true, memoryLimit: `${Math.floor(settings.memoryMb * 0.6)}MB` })
  if (name === 'duckdb') return near()
  const far = athenaEngine(lake, { workgroup: settings.need('DA06_ATHENA_WORKGROUP'), database: settings.need('DA06_ATHENA_DATABASE') })
  return name === 'athena' ? far : autoEngine(near(), far, { storage: lake, most: settings.memoryMb * AUTO_SHARE * MEGABYTE })
}
