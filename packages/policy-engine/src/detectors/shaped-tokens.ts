// Tokens without a prefix but with a shape: Telegram bots, Azure client secrets, Discord bots, Mailchimp, Terraform Cloud.
import type { CharDetector } from '../detector.ts';
import { isWordCode, matchAt } from '../scan/char-class.ts';

interface Shape {
  readonly entity: string;
  readonly char: string;
  /** How many characters before the mark may belong to the token, and which. */
  readonly reach: number;
  readonly head: RegExp;
  /** The whole token, tried where the head begins. */
  readonly whole: RegExp;
}

const shapes: readonly Shape[] = [
  { entity: 'TELEGRAM_TOKEN', char: ':', reach: 10, head: /\d/, whole: /\d{7,10}:A[A-Za-z0-9_-]{33,35}(?![A-Za-z0-9_-])/y },
  { entity: 'AZURE_SECRET', char: '~', reach: 5, head: /[A-Za-z0-9_.]/, whole: /[A-Za-z0-9_.]{3}\dQ~[A-Za-z0-9_.~-]{31,34}(?![A-Za-z0-9_.~-])/y },
  { entity: 'DISCORD_TOKEN', char: '.', reach: 28, head: /[A-Za-z0-9_-]/, whole: /[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_!-]{27,40}(?![A-Za-z0-9_-])/y },
  { entity: 'MAILCHIMP_KEY', char: '-', reach: 32, head: /[0-9a-f]/, whole: /[0-9a-f]{32}-us\d{1,2}(?!\d)/y },
  { entity: 'TERRAFORM_TOKEN', char: '.', reach: 14, head: /[A-Za-z0-9]/, whole: /[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,80}/y },
  { entity: 'FACEBOOK_TOKEN', char: '|', reach: 16, head: /\d/, whole: /\d{15,16}\|[A-Za-z0-9_-]{24,40}/y },
]; // prettier-ignore

const headStart = (text: string, at: number, shape: Shape): number => {
  let start = at;
  while (start > 0 && at - start < shape.reach && shape.head.test(text.charAt(start - 1))) start -= 1;
  return start;
};

const detectorOf = (shape: Shape): CharDetector => ({
  on: 'char',
  chars: shape.char,
  find(scan, at) {
    const { text } = scan;
    // Every whole has at least six characters after its mark; most marks fail here.
    if (!isWordCode(text.charCodeAt(at + 1)) || !isWordCode(text.charCodeAt(at - 1))) {
      if (shape.char !== '~') return;
    }
    const start = headStart(text, at, shape);
    const found = matchAt(shape.whole, text, start);
    if (found) scan.emit(shape.entity, start, start + found[0].length);
  },
});

export const shapedTokens = shapes.map(detectorOf);
