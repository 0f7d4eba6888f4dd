// Verification by the agent, over the whole chain.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { bodyOf } from '../../api/client.ts';
import { useApi } from '../../api/session.tsx';
import { Panel } from '../../components/panel.tsx';
import { Failure } from '../../components/states.tsx';
import { count } from '../../format/numbers.ts';
import { ServerResult } from './server-result.tsx';
import { Waiting } from './waiting.tsx';

const MODES = {
  quick: 'quick: the newest 1,000 rows and the head',
  full: 'full: every row, its links and every checkpoint',
  deep: 'deep: every signature as well',
} as const;

type Mode = keyof typeof MODES;

export function ServerVerification({ size }: { readonly size: number }) {
  const [mode, setMode] = useState<Mode>('full');
  const { mutate, data, error, isPending, cancel } = useServerVerification();
  return (
    <Panel
      title="Verify on the agent"
      lead="The agent walks the whole chain with its own keys. It finds damage of the store; an agent that lies could say anything."
    >
      <div className="actions">
        <label>
          <span className="hidden">How thorough</span>
          <select
            value={mode}
            disabled={isPending}
            onChange={({ currentTarget }) => setMode(modeOf(currentTarget.value))}
          >
            {Object.entries(MODES).map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="primary" disabled={isPending} onClick={() => mutate(mode)}>
          Verify on the agent
        </button>
      </div>
      {isPending && (
        <Waiting
          text={`The agent is verifying ${count(size)} rows and answers when it is done.`}
          cancel={cancel}
        />
      )}
      {error !== null && !isAbort(error) && <Failure error={error} />}
      {data !== undefined && <ServerResult report={data} />}
    </Panel>
  );
}

function useServerVerification() {
  const api = useApi();
  const queries = useQueryClient();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const run = useMutation({
    mutationFn: (mode: Mode) => {
      const { signal } = (controller.current = new AbortController());
      return bodyOf(api.GET('/api/v1/audit/verify', { params: { query: { mode } }, signal }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit', 'chain'] }),
  });
  return { ...run, cancel: () => controller.current?.abort() };
}

function modeOf(text: string): Mode {
  return text === 'quick' || text === 'deep' ? text : 'full';
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
