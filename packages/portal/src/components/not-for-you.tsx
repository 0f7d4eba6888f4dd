// A page that is not for whoever is logged in: says for whom it is, and what would be needed.
import { Empty } from './states.tsx';

interface Props {
  readonly audience: string;
  readonly scope: string;
}

export function NotForYou({ audience, scope }: Props) {
  return (
    <Empty title={`This page is for ${audience}.`}>
      <p className="quiet">
        You are logged in with a token that may not see it. Log in with one of scope <code>{scope}</code>, or
        ask whoever administers the agent.
      </p>
    </Empty>
  );
}
