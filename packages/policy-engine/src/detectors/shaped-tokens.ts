// Tokens without a prefix but with a shape: Telegram bots, Azure client secrets, Discord bots, Mailchimp, Terraform Cloud.
import { isFiller } from '../checks/placeholder.ts';
import type { CharDetector } from '../detector.ts';
import { matchAt } from '../scan/char-class.ts';

interface Shape {
  readonly entity: string;
  readonly char: string;
  /** What must stand at a distance from the mark before anything else is tried: most marks fail here. */
  readonly sign: string;
  readonly distance: number;
  /** How many characters before the mark may belong to the token, and which. */
  readonly reach: number;
  readonly head: RegExp;
  /** The whole token, tried where the head begins. */
  readonly whole: RegExp;
}

const shape = (
  entity: string,
  [char, sign, distance]: readonly [string, string, number],
  [reach, head]: readonly [number, RegExp],
  whole: RegExp,
): Shape => ({ entity, char, sign, distance, reach, head, whole });

const shapes: readonly Shape[] = [
  shape('TELEGRAM_TOKEN', [':', 'A', 1], [10, /\d/], /\d{7,10}:A[A-Za-z0-9_-]{33,35}(?![A-Za-z0-9_-])/y),
  shape(
    'AZURE_SECRET',
    ['~', 'Q', -1],
    [5, /[A-Za-z0-9_.]/],
    /[A-Za-z0-9_.]{3}\dQ~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_.~-])/y,
  ),
  shape(
    'DISCORD_TOKEN',
    ['.', '.', 7],
    [28, /[A-Za-z0-9_-]/],
    /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_!-]{27,40}(?![A-Za-z0-9_-])/y,
  ),
  shape('MAILCHIMP_KEY', ['-', 'us', 1], [32, /[0-9a-f]/], /[0-9a-f]{32}-us\d{1,2}(?!\d)/y),
  shape(
    'TERRAFORM_TOKEN',
    ['.', 'atlasv1.', 1],
    [14, /[A-Za-z0-9]/],
    /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,80}/y,
  ),
  shape('FACEBOOK_TOKEN', ['|', '', 1], [16, /\d/], /\d{15,16}\|[A-Za-z0-9_-]{24,40}/y),
];

const headStart = (text: string, at: number, { reach, head }: Shape): number => {
  let start = at;
  while (start > 0 && at - start < reach && head.test(text.charAt(start - 1))) start -= 1;
  return start;
};

const detectorOf = (item: Shape): CharDetector => ({
  on: 'char',
  chars: item.char,
  find(scan, at) {
    const { text } = scan;
    if (!text.startsWith(item.sign, at + item.distance)) return;
    const start = headStart(text, at, item);
    const found = start === at ? undefined : matchAt(item.whole, text, start)?.[0];
    if (found !== undefined && !isFiller(found)) scan.emit(item.entity, start, start + found.length);
  },
});

export const shapedTokens = shapes.map(detectorOf);
