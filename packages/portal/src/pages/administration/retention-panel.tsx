// Retention: how long content is kept, what the last run did, and what one would do now.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  previewRetention,
  readRetention,
  type Retention,
  type RetentionPreview,
} from '../../api/administration.ts';
import { useApi } from '../../api/session.tsx';
import { Facts } from '../../components/facts.tsx';
import { Field } from '../../components/field.tsx';
import { Result } from '../../components/result.tsx';
import { Time } from '../../components/time.tsx';
import { formText } from '../../format/form-text.ts';
import { count } from '../../format/numbers.ts';

export function RetentionPanel() {
  const api = useApi();
  const retention = useQuery({ queryKey: ['retention'], queryFn: (query) => readRetention(api, query) });
  return (
    <>
      <p className="quiet">
        Content goes, rows and proofs stay. The days are the setting RETENTION_DAYS of the agent, for every
        tenant; what is under a hold stays in any case.
      </p>
      <Result query={retention} rows={4}>
        {(data) => (
          <>
            <Facts facts={factsOf(data)} />
            <Preview days={data.days ?? 90} />
          </>
        )}
      </Result>
    </>
  );
}

function factsOf({ days, last_run: run }: Retention): React.ComponentProps<typeof Facts>['facts'] {
  const kept = days === null ? 'for good: RETENTION_DAYS is not set' : `${count(days)} days`;
  if (run === null)
    return [
      ['Content is kept', kept],
      ['Last run', 'none so far'],
    ];
  const done = `${count(run.rows)} rows and ${count(run.points)} metric points older than ${count(run.days)} days`;
  return [
    ['Content is kept', kept],
    ['Last run', <Time key="t" at={run.at} />],
    ['It erased', run.problem === null ? done : `It was ended by: ${run.problem}`],
    ['Holds kept', `${count(run.held)} rows and ${count(run.held_points)} metric points`],
  ];
}

/** Counting walks over all that would go, so it waits to be asked. */
function Preview({ days }: { readonly days: number }) {
  const api = useApi();
  const [asked, setAsked] = useState<number>();
  const preview = useQuery({
    queryKey: ['retention-preview', asked],
    queryFn: (query) => previewRetention(api, asked ?? days, query),
    enabled: asked !== undefined,
    staleTime: 0,
  });
  return (
    <section className="part" aria-labelledby="preview">
      <h3 id="preview">What would a run erase now?</h3>
      <form
        className="form-row"
        aria-label="Preview retention"
        onSubmit={(event) => {
          event.preventDefault();
          const given = Number(formText(new FormData(event.currentTarget), 'days'));
          if (given === asked) void preview.refetch();
          setAsked(given);
        }}
      >
        <Field label="Older than, in days">
          <input name="days" type="number" required min={1} max={99999} step={1} defaultValue={days} />
        </Field>
        <button type="submit">Count</button>
      </form>
      <div className="count" role="status">
        {asked !== undefined && (
          <Result query={preview} rows={1}>
            {(data) => <Counted preview={data} />}
          </Result>
        )}
      </div>
    </section>
  );
}

function Counted({ preview }: { readonly preview: RetentionPreview }) {
  const { before, rows, points, held, held_points, holds } = preview;
  return (
    <p>
      Content of <b>{count(rows)}</b> rows received before <Time at={before} />, and <b>{count(points)}</b>{' '}
      metric points.{' '}
      {held + held_points > 0 &&
        `Kept by ${holds.join(', ')}: ${count(held)} rows, ${count(held_points)} points.`}{' '}
      Nothing was erased.
    </p>
  );
}
