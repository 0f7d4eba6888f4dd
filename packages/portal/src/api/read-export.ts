// Reads a file of the export, whole, and says how far it has come.
import { ApiError } from './api-error.ts';
import type { ApiClient } from './client.ts';
import type { operations } from './generated/openapi.ts';

export type ExportQuery = operations['export']['parameters']['query'];

export interface ReadExportOptions {
  readonly signal: AbortSignal;
  /** bytes that have come so far */
  readonly onBytes: (count: number) => void;
}

/** Throws ApiError; a connection that breaks off is one: the agent cuts it where it cannot finish. */
export async function readExport(
  api: ApiClient,
  query: ExportQuery,
  { signal, onBytes }: ReadExportOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { response } = await api.GET('/api/v1/audit/export', {
    params: { query },
    parseAs: 'stream',
    signal,
  });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  try {
    for (const reader = response.body?.getReader(); reader !== undefined;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      onBytes((count += value.length));
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The file broke off before its end: the agent could not finish it.');
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
