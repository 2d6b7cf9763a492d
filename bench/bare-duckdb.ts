import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Scope, Statement } from '../queries/engine.ts'
import { inlined } from '../queries/statement.ts'
import { type Storage, tableKey, unitsKey } from '../schema/lake.ts'
import { quoted } from '../schema/quoted.ts'
import { YEAR } from './made-up-facts.ts'

/** What is held against: DuckDB with nothing around it, given the SQL, handing over the rows. */
export interface BareDuckdb {
  /** The statements of one question, ready to be run again and again, all at once as the engine does. */
  ready(statements: readonly Statement[], from: 'parquet' | 'memory'): Promise<() => Promise<void>>
  close(): void
}

async function filesOf(storage: Storage, { table, provinces }: Scope): Promise<string[]> {
  const keys = table === 'units' ? [unitsKey] : provinces ? provinces.map((province) => tableKey(table, province, YEAR)) : await storage.list(`tables/${table}/`)
  return keys.map((key) => join(storage.address, key)).filter((path) => existsSync(path))
}

const parquet = (files: readonly string[], units: boolean): string =>
  `select * from read_parquet([${files.map(quoted).join(', ')}], ${units ? 'hive_partitioning = false' : 'hive_partitioning = true, hive_types = {province: varchar, year: integer}'})`

export async function openBareDuckdb(storage: Storage): Promise<BareDuckdb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '6GB' })
  const owner = await instance.connect()
  await owner.run("set TimeZone = 'UTC'")
  const connections: DuckDBConnection[] = [owner]
  const tables = new Map<string, string>()

  async function inMemory(select: string): Promise<string> {
    const name = tables.get(select) ?? `held_${tables.size}`
    if (!tables.has(select)) await owner.run(`create table ${name} as ${select}`)
    tables.set(select, name)
    return `select * from ${name}`
  }

  async function seated(statement: Statement, from: 'parquet' | 'memory'): Promise<() => Promise<unknown>> {
    const connection = await instance.connect()
    connections.push(connection)
    for (const scope of statement.scopes) {
      const select = parquet(await filesOf(storage, scope), scope.table === 'units')
      await connection.run(`create or replace temp view ${scope.table} as ${from === 'memory' ? await inMemory(select) : select}`)
    }
    const sql = inlined(statement)
    return async () => (await connection.runAndReadAll(sql)).getRows()
  }

  return {
    async ready(statements, from) {
      const runs: (() => Promise<unknown>)[] = []
      for (const statement of statements) runs.push(await seated(statement, from))
      return async () => void (await Promise.all(runs.map((run) => run())))
    },
    close() {
      for (const connection of connections) connection.closeSync()
      instance.closeSync()
    },
  }
}
