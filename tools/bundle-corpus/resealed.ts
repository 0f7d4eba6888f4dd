// Rows that the agent would not write, rightly signed by a trusted key: what counts as said, and what does not.
import { bundleOf, range } from './accept.ts';
import { KEY_A, type CorpusCase } from './case.ts';
import { corpusChain } from './chains.ts';
import { rejected, type Line, type Rejection } from './edits.ts';
import { resealed, withContent, withFields } from './reseal.ts';
import { entriesOf, filesOf, writeZip, type Files } from './zip.ts';

/** Row 1 has no content any more, row 2 has some, row 3 erases that of row 1, row 4 has some. */
async function chainFiles(): Promise<Files> {
  const chain = await corpusChain('resealed');
  await chain.append(2);
  await chain.administer({ act: 'erasure', rows: [{ from: 1, through: 1 }], selector: 'user' });
  await chain.database.knex('audit_content').where('seq', 1).delete();
  await chain.append(1);
  const files = filesOf(await bundleOf(chain, range(1, 4)));
  await chain.remove();
  return files;
}

const at =
  (seq: number, edit: (line: Line) => ReturnType<typeof withFields>) =>
  (line: Line): ReturnType<typeof withFields> =>
    line.seq === seq ? edit(line) : {};
const attributes = (edit: (text: string) => string) =>
  at(3, ({ body }) => {
    const { attributes: text } = JSON.parse(body ?? '{}') as { attributes: string };
    return withFields(body, { attributes: edit(text) });
  });
/** The attributes with one field more, which is a list in a list, `depth` deep. */
const nested = (depth: number) =>
  attributes((text) => text.replace('{', `{"a":${'['.repeat(depth)}${']'.repeat(depth)},`));

export async function resealedAcceptances() {
  const files = await chainFiles();
  const salt = Buffer.alloc(16, 5);
  const cases: [string, string, (line: Line) => ReturnType<typeof withFields>][] = [
    ['same', 'nothing is changed', () => ({})],
    ['content-no-json', 'content that is no JSON', at(2, (line) => withContent(line, 'not { JSON', salt))],
    ['content-empty', 'content of no characters', at(2, (line) => withContent(line, '', salt))],
    ['body-odd-words', 'a body with words that no agent uses', at(2, oddWords)],
    ['act-unknown', 'an administrative row of an act that nobody knows', at(4, unknownAct)],
    ['act-field-more', 'an erasure with one field more, 64 brackets deep', nested(63)],
  ];
  return cases.map(([name, says, edit]) => ({
    name: `resealed-${name}`,
    says,
    bytes: writeZip(entriesOf(resealed(files, edit))),
    keys: [KEY_A],
    rows: 4,
    erased: 1,
  }));
}

function oddWords({ body }: Line): ReturnType<typeof withFields> {
  const odd = {
    decision: 'maybe',
    content_state: '',
    id: '7',
    occurred_at: 'noon',
    attributes: '{ ',
    model: '\u0000',
  };
  return withFields(body, { ...odd, redactions: '[]', duration_ms: -9007199254740991 });
}

function unknownAct({ body }: Line): ReturnType<typeof withFields> {
  return withFields(body, { plane: 'agent', event: 'tea_break' });
}

export async function resealedRejections(): Promise<CorpusCase[]> {
  const files = await chainFiles();
  const zero = `${'A'.repeat(43)}=`;
  const cases: [string, string, (line: Line) => ReturnType<typeof withFields>, string, number?][] = [
    [
      'salt-of-17-bytes',
      'a commitment over a salt of 17 bytes',
      at(2, (line) => withContent(line, '{}', Buffer.alloc(17, 5))),
      '2 content',
      1,
    ],
    [
      'salt-of-no-bytes',
      'a commitment without a salt',
      at(2, (line) => withContent(line, '{}', Buffer.alloc(0))),
      '2 content',
      1,
    ],
    ['commit-no-digest', 'a commitment that is no digest', commit('none'), '2 column', 1],
    ['commit-short', 'a commitment of 31 bytes', commit('A'.repeat(40)), '2 column', 1],
    ['commit-encoding', 'a commitment in another encoding', commit(zero.replace('A=', 'B=')), '2 column', 1],
    ['commit-number', 'a commitment that is a number', commit(1), '2 column', 1],
    ['body-large', 'a number that no body has', at(2, ({ body }) => large(body)), '2 column', 1],
    ...spellings().map(([name, says, edit]): [string, string, typeof edit, string] => [
      `erasure-${name}`,
      says,
      edit,
      '1 content, 3 column',
    ]),
    ...sets().map(([name, rows]): [string, string, (line: Line) => ReturnType<typeof withFields>, string] => [
      `erasure-rows-${name}`,
      'an erasure whose set of rows is not well-formed states nothing',
      attributes((text) => text.replace('"rows":"1"', `"rows":${rows}`)),
      '1 content',
    ]),
    ['act-unknown-list', 'an unknown act with a list for attributes', at(4, listed), '4 column', 1],
  ];
  return cases.map(([name, says, edit, found, erased = 0]): CorpusCase => {
    const rejection: Rejection = { name: `resealed-${name}`, says, files: resealed(files, edit), found };
    return rejected({ ...rejection, more: { erased } });
  });
}

const commit = (content_commit: unknown) =>
  at(2, ({ body }) => ({ ...withFields(body, { content_commit }), content: null, salt: null }));

function large(body: string | null): ReturnType<typeof withFields> {
  return { body: (body ?? '').replace(/"duration_ms":[^,]*/, '"duration_ms":9007199254740992') };
}

function listed({ body }: Line): ReturnType<typeof withFields> {
  return withFields(body, { plane: 'agent', event: 'tea_break', attributes: '[]' });
}

/** One statement in spellings that some parsers take. */
function spellings(): [string, string, (line: Line) => ReturnType<typeof withFields>][] {
  return [
    ['space', 'attributes with a space', attributes((text) => text.replace(':', ': '))],
    ['space-behind', 'attributes with a space behind them', attributes((text) => `${text} `)],
    [
      'key-twice',
      'rows stand twice',
      attributes((text) => text.replace('"rows":"1"', '"rows":"2","rows":"1"')),
    ],
    ['key-order', 'keys in another order', attributes((text) => text.replace('{', '{"z":0,'))],
    ['float', 'a number with a fraction', attributes((text) => text.replace('{', '{"a":1.5,'))],
    ['escape', 'a letter that is escaped', attributes((text) => text.replace('"rows"', '"\\u0072ows"'))],
    ['list', 'attributes that are a list', attributes((text) => `[${text}]`)],
    ['no-json', 'attributes that are no JSON', attributes(() => 'rows 1')],
    ['empty', 'attributes that are empty', attributes(() => '')],
    ['deep', 'attributes of 65 brackets', nested(64)],
  ];
}

function sets(): [string, string][] {
  return [
    ['empty', '""'],
    ['zero', '"0-1"'],
    ['leading-zero', '"01"'],
    ['one-to-one', '"1-1"'],
    ['backwards', '"2-1"'],
    ['touching', '"1,2"'],
    ['twice', '"1,1"'],
    ['falling', '"5,1"'],
    ['space', '"1, 3"'],
    ['comma-behind', '"1,"'],
    ['large', '"1-9007199254740992"'],
    ['open', '"1-"'],
    ['number', '1'],
    ['null', 'null'],
  ];
}
