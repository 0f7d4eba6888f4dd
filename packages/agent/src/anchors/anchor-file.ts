// Anchors as JSON lines in a file that only grows, meant for another disk or an append-only mount.
import { open, type FileHandle } from 'node:fs/promises';
import type { AnchorPlace } from './anchor.ts';

/** Opens the file for each line: a mount that comes back is used again. Made at mode 0600. */
export function createAnchorFile(file: string): AnchorPlace {
  return {
    kind: 'file',
    deliver: async (anchor) => {
      const handle = await open(file, 'a+', 0o600);
      try {
        // A line that a full disk or a power cut left unfinished must not swallow this one.
        const start = (await endsInLine(handle)) ? '' : '\n';
        await handle.appendFile(`${start}${JSON.stringify(anchor)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

async function endsInLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return true;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() === '\n';
}
