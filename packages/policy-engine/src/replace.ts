// Puts masks into the original text. A mask names the entity: no length, no tail, no hash of the value.
import type { Finding } from './detector.ts';

/** `findings` are in order and do not overlap. */
export function replaceFindings(text: string, findings: readonly Finding[]): string {
  let result = '';
  let kept = 0;
  for (const { entity, start, end } of findings) {
    result += `${text.slice(kept, start)}[${entity}]`;
    kept = end;
  }
  return result + text.slice(kept);
}
