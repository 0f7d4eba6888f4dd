// A ZIP file as a stream: entries one after the other, no entry ever whole in memory.
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { AuditError } from '../../errors.ts';

export interface ZipEntry {
  readonly name: string;
  /** Asked for when the entry before it is written. */
  readonly text: () => AsyncIterable<string> | Iterable<string>;
}

/** Two exports of the same rows are the same bytes: the files have no time of their own. */
const MTIME = new Date(1980, 0, 1);

/**
 * The bytes of a ZIP file of these entries. The stream fails with AuditError `export_too_large` beyond `maxBytes` of
 * text, and with whatever an entry threw; a file that was cut off so does not end like a ZIP file.
 */
export function zipStream(entries: readonly ZipEntry[], maxBytes: number): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  let source: Readable | undefined;
  let left = maxBytes;
  const count = (bytes: number): void => {
    left -= bytes;
    if (left < 0) throw tooLarge();
  };
  for (const { name, text } of entries) {
    zip.addReadStreamLazy(name, { mtime: MTIME, compress: true }, (take) => {
      source = Readable.from(encoded(text(), count));
      // A file that is read lazily reports to nobody by itself.
      source.on('error', (error: Error) => output.destroy(error));
      take(null, source);
    });
  }
  zip.on('error', (error: Error) => output.destroy(error));
  // Whoever stops reading stops the reading of the store.
  output.once('close', () => source?.destroy());
  zip.end();
  return output;
}

async function* encoded(
  text: AsyncIterable<string> | Iterable<string>,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const piece of text) {
    const bytes = Buffer.from(piece, 'utf8');
    count(bytes.length);
    if (bytes.length > 0) yield bytes;
  }
}

function tooLarge(): AuditError {
  return new AuditError(
    'export_too_large',
    'The bundle would be larger than a verifier takes. Narrow the selection: a session, a shorter range, fewer days.',
  );
}
