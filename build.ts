// Bundles the command line: everything but DuckDB's binding is inside; heavy parts are loaded when they are needed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The version, and a digest of the sources: changes whenever the code may answer otherwise. */
async function codeVersion(): Promise<string> {
  const digest = createHash('sha256')
  for (const room of ['schema', 'queries', 'functions']) {
    const entries = await readdir(join(root, room), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) digest.update(await readFile(file))
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  return `${version}-${digest.digest('hex').slice(0, 12)}`
}

/** Writes the bundle into a folder and gives the command's path. */
export async function bundle(outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: { da06: 'functions/cli/da06.ts', 'open-worker': 'functions/land/open-worker.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['@duckdb/node-api'],
    loader: { '.sql': 'text' },
    define: {
      'process.env.NODE_ENV': '"production"',
      // Which Node is supported is this project's to say, and not its users' to be warned of.
      'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"',
      CODE_VERSION: JSON.stringify(await codeVersion()),
    },
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    legalComments: 'linked',
    logLevel: 'warning',
  })
  await chmod(join(outdir, 'da06.js'), 0o755)
  return join(outdir, 'da06.js')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await rm(join(root, 'dist'), { recursive: true, force: true })
  const command = await bundle(join(root, 'dist'))
  // The catalogue as infra saves it in Athena's console.
  await writeFile(join(root, 'dist', 'athena-queries.json'), execFileSync(process.execPath, [command, 'queries', '--for', 'athena']))
}
