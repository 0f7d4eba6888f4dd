// Talks to the reporting API. The token lives in the memory of the page only: a reload asks for it again.
export class ApiError extends Error {
  /** 0 where the agent could not be reached. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

export type Parameters = Readonly<Record<string, string | undefined>>;

export interface ApiClient {
  /** `path` below /api/v1, with a slash. Throws ApiError. */
  get<T>(path: string, parameters?: Parameters, signal?: AbortSignal): Promise<T>;
  /** A file, whole. Throws ApiError; a connection that breaks off is one. */
  bytes(path: string, parameters: Parameters, options?: BytesOptions): Promise<Uint8Array<ArrayBuffer>>;
  send<T>(method: 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
}

export interface BytesOptions {
  readonly signal?: AbortSignal;
  /** bytes that have come so far */
  readonly onBytes?: (count: number) => void;
}

export interface ClientDeps {
  readonly token: string;
  readonly fetch: typeof fetch;
  /** The token is no longer taken. */
  readonly onUnauthorized: () => void;
}

export function createApiClient({ token, fetch, onUnauthorized }: ClientDeps): ApiClient {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const response = await reach(fetch, `/api/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    if (response.status === 401) onUnauthorized();
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  const call = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await ask(path, init);
    // The agent is the one that made this answer, and its shapes are checked by the agent's own tests.
    return (response.status === 204 ? undefined : await response.json()) as T;
  };
  return {
    get: (path, parameters = {}, signal) =>
      call(path + queryString(parameters), signal === undefined ? {} : { signal }),
    bytes: async (path, parameters, { signal, onBytes } = {}) =>
      readBytes(await ask(path + queryString(parameters), signal === undefined ? {} : { signal }), onBytes),
    send: (method, path, body) =>
      call(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
  };
}

async function readBytes(
  response: Response,
  onBytes?: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let count = 0;
  try {
    for (const reader = response.body?.getReader(); reader !== undefined;) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      onBytes?.((count += value.length));
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The file broke off before its end: the agent could not finish it.');
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** With its question mark, or empty. */
export function queryString(parameters: Parameters): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

async function reach(send: typeof fetch, path: string, init: RequestInit): Promise<Response> {
  try {
    return await send(path, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'The agent does not answer. Is it running, and is the network up?');
  }
}

/** RFC 9457; anything else is named by its status. */
async function problemOf(response: Response): Promise<ApiError> {
  try {
    const { title, detail } = (await response.json()) as { title?: unknown; detail?: unknown };
    const text = [title, detail].filter((part) => typeof part === 'string').join(': ');
    return new ApiError(response.status, text || `The agent answered ${response.status}`);
  } catch {
    return new ApiError(response.status, `The agent answered ${response.status}`);
  }
}
