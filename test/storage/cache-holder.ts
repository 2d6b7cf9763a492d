// A process of its own that has a file of a cache in use until it is killed; it says which.
import { fileCache } from '../../functions/storage/file-cache.ts'

const [folder = ''] = process.argv.slice(2)
const file = await fileCache(folder, 1e6).file([String(process.pid)], 5, async () => Buffer.from('bytes'))
process.stdout.write(file?.path ?? '')
setInterval(() => undefined, 1000)
