// The cookie is shared by all tabs of a browser: who logs in or out in one of them changes who looks at the others.
import { useCallback, useEffect, useState } from 'react';

const NAME = 'governance-agent.session';

/** @returns tells the other tabs; what they hear carries nothing. */
export function useOtherTabs(onChange: () => void): () => void {
  const [channel] = useState(() => new BroadcastChannel(NAME));
  useEffect(() => {
    channel.addEventListener('message', onChange);
    return () => channel.removeEventListener('message', onChange);
  }, [channel, onChange]);
  return useCallback(() => channel.postMessage('changed'), [channel]);
}
