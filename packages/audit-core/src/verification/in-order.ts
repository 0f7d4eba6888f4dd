// Runs work on a stream of inputs, a few at once, and hands the results on in the order of the inputs.

/** A failure ends the stream; what else was under way is left to end by itself and is not heard of. */
export async function* inOrder<T, R>(
  inputs: AsyncIterable<T>,
  work: (input: T) => Promise<R>,
  width: number,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  const start = (input: T): void => {
    const result = work(input);
    result.catch(() => undefined);
    running.push(result);
  };
  for await (const input of inputs) {
    start(input);
    const oldest = running.length >= width ? running.shift() : undefined;
    if (oldest !== undefined) yield await oldest;
  }
  for (const result of running) yield await result;
}
