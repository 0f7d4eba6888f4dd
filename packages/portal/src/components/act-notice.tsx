// What was done last, or why it was not; also for who cannot see it.
import type { Acts } from '../api/use-acts.ts';

export function ActNotice({ acts: { done, problem } }: { readonly acts: Pick<Acts, 'done' | 'problem'> }) {
  return (
    <>
      <p role="status" className="act-done">
        {done}
      </p>
      {problem !== '' && (
        <p role="alert" className="act-problem">
          {problem}
        </p>
      )}
    </>
  );
}
