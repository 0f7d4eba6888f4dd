// Something that an admin does: what went wrong is kept for showing, and what changed is asked for anew.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

export interface Acts {
  /** What was done last, in words; empty before anything was. */
  readonly done: string;
  /** Why the last act failed; empty where it did not. */
  readonly problem: string;
  /** Resolves to what the act gave, or undefined where it failed: then `problem` says why. */
  readonly attempt: <T>(said: string, act: () => Promise<T>) => Promise<T | undefined>;
  /** The same for who shows the failure themselves: rejects. */
  readonly perform: <T>(said: string, act: () => Promise<T>) => Promise<T>;
}

/** @param key of the query that acts change */
export function useActs(key: string): Acts {
  const queries = useQueryClient();
  const [state, setState] = useState({ done: '', problem: '' });
  const perform = async <T>(said: string, act: () => Promise<T>): Promise<T> => {
    const given = await act();
    setState({ done: said, problem: '' });
    await queries.invalidateQueries({ queryKey: [key] });
    return given;
  };
  const attempt = async <T>(said: string, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await perform(said, act);
    } catch (error) {
      setState({ done: '', problem: error instanceof Error ? error.message : 'It did not work.' });
      return undefined;
    }
  };
  return { ...state, attempt, perform };
}
