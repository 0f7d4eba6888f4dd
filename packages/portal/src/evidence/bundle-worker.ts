// The worker: one question in, progress and one answer out. It is given bytes; it reaches no network and no storage.
import { createAnswers, type Answers } from './answers.ts';
import type { Question, Questions, WorkerMessage } from './questions.ts';

const answers = createAnswers();

/** How often progress is told: each message wakes the page. */
const EVERY_MS = 100;

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  let told = 0;
  const onRows = (rows: number): void => {
    const now = Date.now();
    if (now - told < EVERY_MS) return;
    told = now;
    tell({ rows });
  };
  answerTo(answers, data, onRows).then(
    (answer) => tell({ answer }),
    (error: unknown) => tell({ problem: error instanceof Error ? error.message : 'The worker failed.' }),
  );
});

function answerTo(
  { bundle, growth, note, key }: Answers,
  question: Question,
  onRows: (rows: number) => void,
): Promise<Questions[keyof Questions]['answer']> {
  switch (question.name) {
    case 'bundle':
      return bundle(question.ask, onRows);
    case 'growth':
      return growth(question.ask, onRows);
    case 'note':
      return note(question.ask, onRows);
    case 'key':
      return key(question.ask, onRows);
  }
}

function tell(message: WorkerMessage): void {
  postMessage(message);
}
