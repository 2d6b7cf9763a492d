import { execFile } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What landing one file took, in a process of its own, from its start on. */
export interface LandedOnce {
  readonly state: string
  readonly rows: number
  readonly findings: number
  readonly milliseconds: number
  readonly cpuSeconds: number
  readonly peakMegabytes: number
}

/** Lands one file into a copy of a lake, which is removed again. */
export async function landedOnce(lake: string, file: string): Promise<LandedOnce> {
  const copy = `${lake}-copy`
  await cp(lake, copy, { recursive: true })
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(new URL('./landing-process.js', import.meta.url)), copy, file])
    const landed = JSON.parse(stdout) as LandedOnce
    if (landed.state !== 'landed') throw new Error(`${file}: ${stdout}`)
    return landed
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}
