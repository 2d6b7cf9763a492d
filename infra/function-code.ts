import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda'
import { AssetHashType, DockerImage } from 'aws-cdk-lib/core'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The entry points in functions/aws, by path; each becomes a bundle of its own. */
export type EntryPoint = 'landing-handler' | 'api-handler' | 'check-handler'

/** The bundle of an entry point as build.ts makes it, with DuckDB's binding for arm64 beside it. */
export function functionCode(entry: EntryPoint): AssetCode {
  return Code.fromAsset(join(root, 'functions/aws'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: what runs is below, and it either succeeds or throws.
      image: DockerImage.fromRegistry('scratch'),
      // Assets of one folder whose options are the same are one to CDK: this tells them apart.
      command: [entry],
      local: {
        tryBundle(outdir) {
          execFileSync(process.execPath, ['--import', 'tsx', join(root, 'build.ts'), 'lambda', entry, outdir, 'arm64'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
          return true
        },
      },
    },
  })
}
