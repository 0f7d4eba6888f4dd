// The verdict of a verification as a word in a colour.
import type { EvidenceVerdict } from '../../api/types.ts';
import { Badge, type Tone } from '../../components/badge.tsx';

const TONES: Readonly<Record<EvidenceVerdict, Tone>> = {
  verified: 'good',
  broken: 'bad',
  unverifiable: 'warn',
};

export function EvidenceVerdictBadge({ verdict }: { readonly verdict: EvidenceVerdict }) {
  return <Badge tone={TONES[verdict]}>{verdict}</Badge>;
}
