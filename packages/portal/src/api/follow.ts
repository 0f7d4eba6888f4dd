// Follows the feed by server-sent events. docs/guides/reporting-api.md, "Following"
import type { Filters } from '../state/filters.ts';
import { feedQuery } from './feed-query.ts';
import { queryText } from './query-text.ts';
import type { Decision } from './types.ts';

/** `reconnecting`: goes on where it broke off, nothing is missed. `lost`: whoever follows has to ask instead. */
export type Connection = 'connecting' | 'open' | 'reconnecting' | 'lost';

export interface FollowOptions {
  readonly filters: Filters;
  /** Oldest first. */
  readonly onRows: (rows: readonly Decision[]) => void;
  /** `lost` is said again with every attempt that fails. */
  readonly onChange: (connection: Connection) => void;
}

const RETRY_MS = 5000;
/** A proxy that holds the stream back looks like an agent that is slow. */
const PATIENCE_MS = 10_000;
/** Rows come in bursts; the page is drawn once for each. */
const GATHER_MS = 150;

/** Begins with the next row that is stored. @returns stops it. */
export function followDecisions({ filters, onRows, onChange }: FollowOptions): () => void {
  const url = `/api/v1/decisions/stream?${queryText(feedQuery(filters))}`;
  const gather = createGatherer(onRows);
  let stop = (): void => undefined;
  const connect = (): void => {
    onChange('connecting');
    stop = openStream(url, {
      onRow: gather.add,
      onChange: (connection) => {
        onChange(connection);
        if (connection !== 'lost') return;
        const timer = setTimeout(connect, RETRY_MS);
        stop = () => clearTimeout(timer);
      },
    });
  };
  connect();
  return () => {
    stop();
    gather.end();
  };
}

interface Listener {
  readonly onRow: (row: Decision) => void;
  readonly onChange: (connection: Connection) => void;
}

function openStream(url: string, { onRow, onChange }: Listener): () => void {
  const source = new EventSource(url);
  const lose = (): void => {
    source.close();
    onChange('lost');
  };
  let patience = setTimeout(lose, PATIENCE_MS);
  source.addEventListener('open', () => {
    clearTimeout(patience);
    onChange('open');
  });
  source.addEventListener('error', () => {
    clearTimeout(patience);
    // Refused, and not tried again by the browser: the session is over, or there are too many streams.
    if (source.readyState === EventSource.CLOSED) {
      lose();
      return;
    }
    patience = setTimeout(lose, PATIENCE_MS);
    onChange('reconnecting');
  });
  source.addEventListener('decision', ({ data }: MessageEvent<string>) => {
    // The agent made it, and its shape is checked by the agent's own tests.
    onRow(JSON.parse(data) as Decision);
  });
  return () => {
    clearTimeout(patience);
    source.close();
  };
}

function createGatherer(onRows: (rows: readonly Decision[]) => void) {
  let waiting: Decision[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    timer = undefined;
    onRows(waiting);
    waiting = [];
  };
  return {
    add: (row: Decision): void => {
      waiting.push(row);
      timer ??= setTimeout(flush, GATHER_MS);
    },
    end: () => clearTimeout(timer),
  };
}
