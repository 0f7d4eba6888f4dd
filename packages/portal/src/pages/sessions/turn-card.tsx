// One turn of a session: everything that one prompt set off.
import type { Decision, Turn } from '../../api/types.ts';
import { VerdictBadge } from '../../components/badge.tsx';
import { Time } from '../../components/time.tsx';
import { compact, dollars, duration } from '../../format/numbers.ts';
import { stepsOf, type Step } from '../../state/turns.ts';
import { RowContent } from '../decisions/row-content.tsx';

export function TurnCard({ turn }: { readonly turn: Turn }) {
  return (
    <li className="turn">
      <div className="turn-head">
        <h2>{turn.correlation_id === null ? 'Around the turns' : 'Turn'}</h2>
        <Time at={turn.started_at} form="short" />
        <span className="quiet">
          {compact(turn.tokens_used)} tokens · {dollars(turn.cost_usd)}
        </span>
      </div>
      <ol>
        {stepsOf(turn).map((step) => (
          <StepLine key={step.row.id} step={step} />
        ))}
      </ol>
    </li>
  );
}

const SPOKEN: Readonly<Record<string, string>> = {
  user_prompt: 'Prompt',
  assistant_response: 'Reply',
  tool_result: 'Tool call',
  tool_decision: 'Tool decision',
  api_request: 'Model request',
  api_error: 'Model error',
};
/** Shown in full; of the others a line says enough. */
const OPEN = new Set(['user_prompt', 'assistant_response', 'api_error']);

function StepLine({ step: { row, decided } }: { readonly step: Step }) {
  const line = (
    <>
      <b>{SPOKEN[row.event] ?? row.event}</b> {row.tool_name ?? row.model}{' '}
      <VerdictBadge verdict={decided?.decision ?? row.decision} />{' '}
      <span className="quiet">{figuresOf(row)}</span>
    </>
  );
  if (OPEN.has(row.event))
    return (
      <li className={`step step-${row.event}`}>
        <p>{line}</p>
        <RowContent row={row} />
      </li>
    );
  if (row.content === null && row.content_state === 'none') return <li className="step">{line}</li>;
  return (
    <li className="step">
      <details>
        <summary>{line}</summary>
        <RowContent row={row} />
      </details>
    </li>
  );
}

function figuresOf(row: Decision): string {
  const parts = [
    row.duration_ms === null ? '' : duration(row.duration_ms),
    row.tokens_used === null ? '' : `${compact(row.tokens_used)} tokens`,
    row.cost_usd === null ? '' : dollars(row.cost_usd),
    row.content_state === 'withheld_at_source' ? 'content withheld at source' : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
