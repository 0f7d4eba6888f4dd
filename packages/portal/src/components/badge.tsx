// A verdict or a state as a word in a colour; the word alone says it all.
export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'plain';

export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: string }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

const TONES: Readonly<Record<string, Tone>> = {
  allowed: 'good',
  blocked: 'bad',
  redacted: 'info',
  needs_approval: 'warn',
  error: 'bad',
};

export function VerdictBadge({ verdict }: { readonly verdict: string }) {
  return <Badge tone={TONES[verdict] ?? 'plain'}>{verdict.replaceAll('_', ' ')}</Badge>;
}
