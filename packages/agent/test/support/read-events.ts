// Reads server-sent events from an answer, the way a browser would.

export interface ServerEvent {
  readonly id: string;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Blocks of a stream as they come: events, and what is none as text. */
async function* readBlocks(response: Response): AsyncGenerator<string> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks;
  }
}

/** Reads until so many events have come, then leaves. */
export async function takeEvents(response: Response, count: number): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const block of readBlocks(response)) {
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ')[0] ?? '', line.replace(/^\w+: /, '')]),
    );
    const { id = '', event = '', data } = Object.fromEntries(fields);
    if (data !== undefined) events.push({ id, event, data: JSON.parse(data) as ServerEvent['data'] });
    if (events.length >= count) break;
  }
  return events;
}
