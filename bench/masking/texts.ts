// Texts to measure on: prose, source code, and what coding agents send.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** A repeatable source of numbers below `limit`. */
export function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % limit;
  };
}

const words =
  'the committee agreed that every report should name its source and explain how the figures were obtained before anyone relies on them while several members asked whether older documents could be checked again because their authors had left and nobody remembered which rules applied at that time'.split(
    ' ',
  );

/** Sentences without anything to find. */
export function prose(length: number): string {
  const random = createRandom(7);
  let text = '';
  while (text.length < length) {
    const sentence = Array.from({ length: 6 + random(14) }, () => words[random(words.length)] ?? '').join(
      ' ',
    );
    text += `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${random(9) === 0 ? '.\n\n' : '. '}`;
  }
  return text.slice(0, length);
}

/** The project's own sources. */
export function code(length: number): string {
  const files = globSync('packages/*/src/**/*.ts', { cwd: root }).sort();
  const all = files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  return all.repeat(Math.ceil(length / all.length)).slice(0, length);
}

const hex = (random: (limit: number) => number, length: number): string =>
  Array.from({ length }, () => random(16).toString(16)).join('');

const uuid = (random: (limit: number) => number): string =>
  [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');

const commands = [
  'git log --oneline -20 && npm test -- --runInBand src/a.test.ts 2>&1 | tail -50',
  'rg -n "createMasker" packages --type ts | head -40',
  'docker compose up -d postgres && pnpm migrate --to latest',
  "sed -n '120,180p' src/server/routes.ts",
  'curl -s http://localhost:3000/healthz | jq .status',
];

/** One tool call, one log line, one diff hunk and one answer; every fortieth holds a secret. */
const turn = (random: (limit: number) => number, source: string): string => {
  const input = { command: commands[random(commands.length)], description: 'Look around', timeout: 120_000 };
  const at = random(source.length - 400);
  const secret = random(40) === 0 ? ` PGPASSWORD=${hex(random, 12)} rina.dewi@example.org` : '';
  return [
    `{"tool_name":"Bash","tool_use_id":"toolu_${hex(random, 24)}","tool_input":${JSON.stringify(input)}}`,
    `2025-11-${String(10 + random(19))}T07:17:57.${String(100 + random(900))}Z DEBUG [pid ${String(random(90_000))}] GET /v1/items/${String(random(90_000))} 200 ${String(random(900))}ms bytes=${String(random(9_000_000))} id=${uuid(random)}${secret}`,
    `@@ -${String(random(900))},6 +${String(random(900))},8 @@ commit ${hex(random, 40)}`,
    source.slice(at, at + 300),
    'I changed the route so that it answers 404 when nothing is found, and ran the tests again.',
  ].join('\n');
};

/** Commands, logs, diffs, code and answers as an agent's events carry them. */
export function agentText(length: number): string {
  const random = createRandom(11);
  const source = code(200_000);
  const turns: string[] = [];
  for (let size = 0; size < length; size += turns.at(-1)?.length ?? 0) turns.push(turn(random, source));
  return turns.join('\n').slice(0, length);
}

/** Units that, repeated, would bring a backtracking or quadratic masker to a halt. */
export const hostileUnits: readonly string[] = [
  '1 ', '41 ', '411 ', '4111 1111 1111 1111 ', '08 ', '62-', '1.', '8.8.8.8', '12:34:56 ', '+62812345678 ', 'a@', 'a@b.', '://', 'a://b:c@',
  'a:b@tcp(', '=', 'key=', 'password=', 'password="', 'password ', '?sig=', 'token: your_key\n', 'token=your_key ', 'token ', '<password>',
  'eyJ-', 'eyJhbGciOi.', 'sk-proj-', 'fm2_', 'bedrock-api-key-', 'GB29 ', '/home/', '-----BEGIN PRIVATE KEY-----\n', 'curl -u ', 'mysql -p',
  'Bearer ', '\\', '\\u', '%4', '&', '\u200b', '\uff11', 'QUJDREVGR0hJSktM', 'cGFzc3dvcmQ9aHVudGVyMg== ', '2001:', 'aa:bb:', '[', '{"a":',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2 ', '"name":"password","value":"x"', '3201202612850006 ', 'x'.repeat(64) + '@',
]; // prettier-ignore
