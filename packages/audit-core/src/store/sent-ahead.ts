// Statements that are sent before those in front of them were answered: the server does one while the next is made.

/** Takes in a statement that was sent. Waits while too many are without an answer; rejects where one of those was refused. */
export type SendAhead = (answer: Promise<unknown>) => Promise<void>;

/** One that the server works on, and one that waits for it: more would only lie about as bytes. */
const MOST_AHEAD = 2;

/**
 * Returns what `work` returns once all it sent was answered: whoever commits or rolls back behind it has nothing under way.
 * Rejects with the error of the statement that was sent first of those that were refused, whatever `work` threw for it:
 * every statement behind that one is refused for standing behind it.
 */
export async function sendingAhead<T>(work: (ahead: SendAhead) => Promise<T>): Promise<T> {
  const sent: Promise<unknown>[] = [];
  const ahead: SendAhead = async (answer) => {
    answer.catch(() => undefined);
    sent.push(answer);
    await sent[sent.length - 1 - MOST_AHEAD];
  };
  try {
    return await work(ahead);
  } finally {
    for (const answer of sent) await answer;
  }
}
