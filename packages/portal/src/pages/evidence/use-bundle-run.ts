// Downloads a bundle and has the worker verify it; can be ended at any moment.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readExport } from '../../api/read-export.ts';
import { useApi } from '../../api/session.tsx';
import type { ChainState } from '../../api/types.ts';
import { afterVerification } from '../../evidence/after-verification.ts';
import { askWorker } from '../../evidence/ask-worker.ts';
import type { EvidenceMemory } from '../../evidence/memory.ts';
import type { BundleAnswer, NamedKey, Questions } from '../../evidence/questions.ts';
import { exportQuery, type Selection } from '../../evidence/selection.ts';
import type { MemoryOfPage } from './use-evidence-memory.ts';

export interface FinishedRun {
  readonly state: 'done';
  readonly answer: BundleAnswer;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** undefined: nobody named a key */
  readonly trusted: (NamedKey & { readonly source: 'own' | 'server' }) | undefined;
}

export type BundleRun =
  | { readonly state: 'idle' }
  | { readonly state: 'downloading'; readonly bytes: number }
  | { readonly state: 'verifying'; readonly rows: number }
  | { readonly state: 'failed'; readonly error: unknown }
  | FinishedRun;

export function useBundleRun(chain: ChainState, memory: MemoryOfPage) {
  const api = useApi();
  const { run, setRun, start, cancel } = useRun();
  const download = (selection: Selection, signal: AbortSignal) => {
    setRun({ state: 'downloading', bytes: 0 });
    const query = exportQuery(selection, chain.size, memory.value.tree?.size);
    const onBytes = (bytes: number): void => setRun({ state: 'downloading', bytes });
    return readExport(api, query, { signal, onBytes });
  };
  const judge = async (bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<FinishedRun> => {
    setRun({ state: 'verifying', rows: 0 });
    const onRows = (rows: number): void => setRun({ state: 'verifying', rows });
    const [question, trusted] = questionOf(bytes, chain, memory.value);
    const held = memory.value.tree?.note ?? null;
    const answer = await askWorker('bundle', question, { signal, onRows });
    if (trusted !== undefined)
      memory.change((before) =>
        afterVerification(before, answer, { trusted, held }, new Date().toISOString()),
      );
    return { state: 'done', answer, bytes, trusted };
  };
  return {
    run,
    cancel,
    verify: (selection: Selection) =>
      void start(async (signal) => judge(await download(selection, signal), signal)),
    save: (selection: Selection, take: (bytes: Uint8Array<ArrayBuffer>) => void) =>
      void start(async (signal) => {
        take(await download(selection, signal));
        return { state: 'idle' };
      }),
  };
}

/** One run at a time; a new one ends the one before it, and so does leaving the page. */
function useRun() {
  const queries = useQueryClient();
  const [run, setRun] = useState<BundleRun>({ state: 'idle' });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const start = async (work: (signal: AbortSignal) => Promise<BundleRun>): Promise<void> => {
    controller.current?.abort();
    const { signal } = (controller.current = new AbortController());
    try {
      setRun(await work(signal));
    } catch (error) {
      setRun(signal.aborted ? { state: 'idle' } : { state: 'failed', error });
    }
    // An export is a row itself, and it made a checkpoint.
    await queries.invalidateQueries({ queryKey: ['audit', 'chain'] });
  };
  return { run, setRun, start, cancel: () => controller.current?.abort() };
}

function questionOf(bytes: Uint8Array<ArrayBuffer>, chain: ChainState, { pin, tree }: EvidenceMemory) {
  const present = presentKey(chain);
  const trusted = pin ?? present;
  const question: Questions['bundle']['ask'] = {
    bytes,
    pins: trusted === undefined ? [] : [trusted.key],
    held: tree === null ? [] : [tree.note],
    candidates: [present, trusted].flatMap((key) => (key === undefined ? [] : [key.key])),
  };
  return [question, trusted] as const;
}

/** The key that the agent says signs now: good enough to find damage, not to find an agent that lies. */
function presentKey({ keys }: ChainState): FinishedRun['trusted'] {
  const present = keys.find(({ through }) => through === null);
  return present === undefined || present.public_key === null
    ? undefined
    : { key: present.public_key, id: present.key_id, source: 'server' };
}
