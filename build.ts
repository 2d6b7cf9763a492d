// Bundles the command line, and the functions on AWS: everything but DuckDB's binding is inside; heavy parts are loaded when they are needed.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

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

/** How every bundle is made: all inside but DuckDB's binding, SQL as text. */
const common = async (): Promise<BuildOptions> => ({
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  // As modules a library's unused parts are left out: of the AWS SDK that is most of it.
  mainFields: ['module', 'main'],
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

/** esbuild escapes letters of Vietnamese but in regular expressions; one such letter, and V8 reads the whole file as two bytes a character. */
async function onlyAscii(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.js'))) {
    const text = await readFile(join(folder, name), 'utf8')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them
    const escaped = text.replace(/[^\x00-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    if (escaped !== text) await writeFile(join(folder, name), escaped)
  }
}

/** Writes what runs on a machine with Node into a folder, with the worker that opens files. */
export async function bundleOf(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<void> {
  await build({
    ...(await common()),
    entryPoints: { ...entryPoints, 'open-worker': 'functions/land/open-worker.ts' },
    outdir,
    target: 'node20.19',
    external: ['@duckdb/node-bindings'],
  })
  await onlyAscii(outdir)
}

/** Writes the command into a folder and gives its path. */
export async function bundle(outdir: string): Promise<string> {
  await bundleOf({ da06: 'functions/cli/da06.ts' }, outdir)
  await chmod(join(outdir, 'da06.js'), 0o755)
  return join(outdir, 'da06.js')
}

/** Writes what is deployed as one function: its entry point in functions/aws, and the one binding of its machine. */
export async function lambdaBundle(entry: string, outdir: string, arch: 'arm64' | 'x64'): Promise<void> {
  const name = `@duckdb/node-bindings-linux-${arch}`
  await build({
    ...(await common()),
    entryPoints: { [entry]: `functions/aws/${entry}.ts`, ...(entry === 'api-handler' ? {} : { 'open-worker': 'functions/land/open-worker.ts' }) },
    outdir,
    target: 'node24',
    minifyWhitespace: true,
    minifySyntax: true,
    // The binding itself: which machine it is need not be found out.
    alias: { '@duckdb/node-bindings': `${name}/duckdb.node` },
    external: [`${name}/duckdb.node`, '@graphql-yoga/render-graphiql'],
  })
  await onlyAscii(outdir)
  await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n')
  await cp(await bindingFolder(name, arch), join(outdir, 'node_modules', name), { recursive: true })
  // npm says nothing where it leaves out what is of another machine.
  await access(join(outdir, 'node_modules', name, 'duckdb.node'))
}

/** The binding as package-lock.json pins it, fetched apart where it is of another machine than this. */
async function bindingFolder(name: string, arch: string): Promise<string> {
  const path = join('node_modules', name)
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  const pinned = lock.packages[path]
  const installed = join(root, path)
  if (await stat(join(installed, 'duckdb.node')).catch(() => null)) return installed
  const apart = join(root, 'node_modules/.cache/da06', `${arch}-${pinned.version}`)
  if (await stat(join(apart, path, 'duckdb.node')).catch(() => null)) return join(apart, path)
  const manifest = { name: 'binding', private: true, optionalDependencies: { [name]: pinned.version } }
  await mkdir(apart, { recursive: true })
  await writeFile(join(apart, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(apart, 'package-lock.json'), JSON.stringify({ name: 'binding', lockfileVersion: 3, packages: { '': manifest, [path]: pinned } }))
  execFileSync('npm', ['ci', '--os=linux', `--cpu=${arch}`, '--libc=glibc', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: apart, stdio: ['ignore', 'ignore', 'inherit'] })
  return join(apart, path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what, entry = '', outdir = '', arch = 'arm64'] = process.argv.slice(2)
  if (what === 'lambda') await lambdaBundle(entry, outdir, arch as 'arm64' | 'x64')
  else {
    await rm(join(root, 'dist'), { recursive: true, force: true })
    const command = await bundle(join(root, 'dist'))
    // The catalogue as it is saved in Athena's console.
    await writeFile(join(root, 'dist', 'athena-queries.json'), execFileSync(process.execPath, [command, 'queries', '--for', 'athena']))
  }
}
