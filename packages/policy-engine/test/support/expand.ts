// Fills the gaps of case texts. Token bodies are made here, so that no file of the project holds a whole token.
const alphabets: Readonly<Record<string, string>> = {
  hex: '0123456789abcdef',
  alnum: 'aB3xQ9mZt7KfR2wLp5',
  upper: 'QW7ERT2YUP4LKJ9HGF',
  lower: 'q7wert2yup4lkj9hgf',
  digits: '8301946275',
  base64: 'aB3+xQ9/mZt7KfR2wL',
};

/** The same body every time: a walk through the alphabet whose step is prime to its length. */
const body = (kind: string, length: number): string => {
  const alphabet = alphabets[kind];
  if (alphabet === undefined) throw new Error(`no alphabet ${kind}`);
  return Array.from({ length }, (_, i) => alphabet[(i * 7 + (i >> 3)) % alphabet.length]).join('');
};

/** `{{hex:40}}` becomes forty hexadecimal digits; `{{join}}` becomes nothing. */
export function expand(text: string): string {
  return text
    .replaceAll('{{join}}', '')
    .replace(/\{\{(\w+):(\d+)\}\}/g, (_, kind: string, length: string) => body(kind, Number(length)));
}
