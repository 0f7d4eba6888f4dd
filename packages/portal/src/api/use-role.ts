// What whoever is logged in may do. The agent decides; pages only say beforehand what it would refuse.
import { useQuery } from '@tanstack/react-query';
import { useApi } from './session.tsx';

export type Role = 'admin' | 'auditor' | 'member';

/** undefined until the agent has told. */
export function useRole(): Role | undefined {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.get<{ readonly role: Role }>('/session', {}, signal),
  });
  return data?.role;
}
