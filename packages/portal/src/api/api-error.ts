// What the agent refused, or that it does not answer, in words for whoever looks at the page.
export class ApiError extends Error {
  /** HTTP status; 0 where the agent could not be reached. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** RFC 9457; anything else is named by its status. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const { status } = response;
  try {
    const { title, detail } = (await response.json()) as { title?: unknown; detail?: unknown };
    const text = [title, detail].filter((part) => typeof part === 'string').join(': ');
    return new ApiError(status, text || `The agent answered ${status}`);
  } catch {
    return new ApiError(status, `The agent answered ${status}`);
  }
}

/** An error of `fetch`: aborted by the page itself, or no answer. */
export function unreachable(error: unknown): Error {
  if (error instanceof DOMException && error.name === 'AbortError') return error;
  return new ApiError(0, 'The agent does not answer. Is it running, and is the network up?');
}
