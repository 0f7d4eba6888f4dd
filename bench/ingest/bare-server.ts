// The least that may acknowledge: reads a body, writes it behind the others of a file, syncs, answers. A process of its own.
import { open } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

interface Waiting {
  readonly body: Buffer;
  readonly response: ServerResponse;
}

const [file = ''] = process.argv.slice(2);
const handle = await open(file, 'a');
const waiting: Waiting[] = [];
let writing = false;

/** What comes while one sync runs shares the next, as the rows of an agent do. */
async function drain(): Promise<void> {
  if (writing) return;
  writing = true;
  while (waiting.length > 0) {
    const group = waiting.splice(0);
    await handle.writev(group.map(({ body }) => body));
    await handle.datasync();
    for (const { response } of group) response.end();
  }
  writing = false;
}

const server = createServer((request, response) => {
  void buffer(request).then((body) => {
    waiting.push({ body, response });
    return drain();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
