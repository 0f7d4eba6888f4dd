// Who is logged in, to which tenant, as what; and the way out.
import { useState } from 'react';
import { useIdentity, useSession } from '../api/session.tsx';

const ROLES = {
  admin: 'Admin',
  auditor: 'Auditor: reads everything',
  member: 'Member: reads own rows',
} as const;

export function WhoIsIn() {
  const { tenant, role, user_email: user } = useIdentity();
  const { logOut } = useSession();
  const [problem, setProblem] = useState('');
  const leave = async (): Promise<void> => {
    try {
      await logOut();
    } catch (error) {
      // The cookie is still there: whoever comes next would be logged in.
      setProblem(`You are still logged in. ${error instanceof Error ? error.message : ''}`);
    }
  };
  return (
    <>
      <p className="who" aria-label="Logged in">
        <b title={tenant}>{tenant}</b>
        {user !== null && <span title={user}>{user}</span>}
        <span className="quiet">{ROLES[role]}</span>
      </p>
      <button type="button" onClick={() => void leave()}>
        Log out
      </button>
      {problem !== '' && <p role="alert">{problem}</p>}
    </>
  );
}
