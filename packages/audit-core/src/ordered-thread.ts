// A thread that is given orders and answers each of them, several at a time. It begins with its first order, or when it is told
// to; one that has ended is replaced with the next order.
import { parentPort, type Transferable, type Worker } from 'node:worker_threads';
import { createPlaces } from './places.ts';

export interface OrderedThread<Order, Answer> {
  /** Begins ahead of the first order. */
  begin(): void;
  /**
   * Rejects where the thread ends before it has answered, the cause being the thread's error if it had one. What is
   * transferred is gone in any case.
   */
  give(order: Order, transfer: readonly Transferable[]): Promise<Answer>;
  /** How many orders are not answered yet. */
  open(): number;
  /** Ends the thread; whatever it has not answered is rejected. */
  close(): Promise<void>;
}

/** To a thread and back: an answer names the place of its order. */
interface Placed<T> {
  readonly place: number;
  readonly content: T;
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** @param start makes a thread whose program calls `takeOrders`. The process does not stay alive for a thread without orders. */
export function createOrderedThread<Order, Answer>(start: () => Worker): OrderedThread<Order, Answer> {
  let running: Running<Order, Answer> | undefined;
  const thread = (): Running<Order, Answer> => {
    if (running?.isOver() !== false) running = run<Order, Answer>(start());
    return running;
  };
  return {
    begin: () => void thread(),
    give: (order, transfer) => thread().give(order, transfer),
    open: () => running?.open() ?? 0,
    close: async () => running?.close(),
  };
}

type Running<Order, Answer> = Omit<OrderedThread<Order, Answer>, 'begin'> & { isOver(): boolean };

function run<Order, Answer>(worker: Worker): Running<Order, Answer> {
  const places = createPlaces<Waiting<Answer>>();
  let over = false;
  const end = (cause?: unknown): void => {
    over = true;
    for (const { reject } of places.leaveAll()) reject(new Error('the thread has ended', { cause }));
  };
  const leave = (place: number): Waiting<Answer> | undefined => {
    const waiting = places.leave(place);
    if (places.taken() === 0) worker.unref();
    return waiting;
  };
  worker.unref();
  worker.on('message', ({ place, content }: Placed<Answer>) => leave(place)?.resolve(content));
  worker.on('error', end).on('exit', () => end());
  worker.on('messageerror', (cause) => {
    end(cause);
    // Nobody would tell it what was lost.
    void worker.terminate();
  });
  const give = (order: Order, transfer: readonly Transferable[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const place = places.take({ resolve, reject });
      if (places.taken() === 1) worker.ref();
      try {
        worker.postMessage({ place, content: order } satisfies Placed<Order>, transfer);
      } catch (error) {
        // Something in it cannot be sent.
        leave(place)?.reject(error as Error);
      }
    });
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  return { give, open: () => places.taken(), close, isOver: () => over };
}

export interface Reply<Answer> {
  readonly answer: Answer;
  readonly transfer?: readonly Transferable[];
}

/** Orders that a thread works on at a time: small ones get in between the slices of a large one, and wait in line behind many. */
const MOST_IN_WORK = 16;

/**
 * What the program of such a thread does: works on the orders as they come.
 * @param work takes what `give` was given, and must not reject: that ends the thread, and with it everybody else's orders.
 */
export function takeOrders(work: (order: never) => Reply<unknown> | Promise<Reply<unknown>>): void {
  const line: Placed<never>[] = [];
  let inWork = 0;
  let woken = false;
  // One a turn of the loop. As long as orders come in, a port hands them over without a turn in between: begun there, the work
  // on short ones would keep a long one, which gave way to them once, from ever going on.
  const wake = (): void => {
    if (woken || line.length === 0 || inWork === MOST_IN_WORK) return;
    woken = true;
    setImmediate(begin);
  };
  const begin = (): void => {
    woken = false;
    const order = line.shift();
    if (order !== undefined) void reply(order);
    wake();
  };
  const reply = async ({ place, content }: Placed<never>): Promise<void> => {
    inWork += 1;
    const { answer, transfer = [] } = await work(content);
    parentPort?.postMessage({ place, content: answer } satisfies Placed<unknown>, transfer);
    inWork -= 1;
    wake();
  };
  parentPort?.on('message', (order: Placed<never>) => {
    line.push(order);
    wake();
  });
}
