import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledCommand, type Command } from './command.ts'
import { secondExports, secondReceived, storyLakes } from './crash-story.ts'

/** The bundled command, lakes that hold the first exports, and the second ones in a folder for it to land. */
export interface StoryCommand {
  readonly command: Command
  readonly lakes: Awaited<ReturnType<typeof storyLakes>>
  /** The command's words that land the second exports. */
  landWords(lake: string): string[]
  remove(): Promise<void>
}

export async function storyCommand(): Promise<StoryCommand> {
  const [command, lakes] = [await bundledCommand(), await storyLakes()]
  const exports = join(command.folder, 'exports')
  await mkdir(exports)
  for (const [name, text] of Object.entries(secondExports)) await writeFile(join(exports, name), text)
  return {
    command,
    lakes,
    landWords: (lake) => ['land', exports, '--received-at', new Date(secondReceived).toISOString(), '--lake', lake],
    async remove() {
      await lakes.remove()
      await command.remove()
    },
  }
}
