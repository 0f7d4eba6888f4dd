// Which dataset a request goes to, as tables of headers.
import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  IngestError,
  routeDataset,
  type DatasetDirectory,
  type Principal,
  type Signal,
} from '../src/index.ts';

const KINDS = new Map<string, 'logs' | 'metrics'>([
  ['team-a', 'logs'],
  ['claude.logs', 'logs'],
  ['team-m', 'metrics'],
]);
const directory: DatasetDirectory = {
  kindOf: (tenant, name) => Promise.resolve(tenant === 'acme' ? KINDS.get(name) : undefined),
};
const LICENCE: Principal = { org: 'acme', tenant: 'acme' };

type Headers = Readonly<Record<string, string>>;

const routed = (signal: Signal, headers: Headers, principal = LICENCE): Promise<string> =>
  routeDataset(directory, signal, principal, (name) => headers[name]).then(
    ({ dataset }) => dataset,
    (error: unknown) => (error instanceof IngestError ? error.code : 'some other error'),
  );

describe('logs', () => {
  it.each<[string, Headers, string]>([
    ['no header', {}, 'default'],
    ['an empty header', { 'x-dataset': '' }, 'default'],
    ['x-dataset', { 'x-dataset': 'team-a' }, 'team-a'],
    ['x-axiom-dataset', { 'x-axiom-dataset': 'claude.logs' }, 'claude.logs'],
    ['both: the own name', { 'x-dataset': 'team-a', 'x-axiom-dataset': 'claude.logs' }, 'team-a'],
    ['upper case', { 'x-dataset': 'Team-A' }, 'team-a'],
    ['quotes', { 'x-dataset': '"team-a"' }, 'team-a'],
    ['quotes and escapes', { 'x-dataset': "'team%2Da' " }, 'team-a'],
    ['a header for metrics alone', { 'x-metrics-dataset': 'team-m' }, 'default'],
    ['the default by name', { 'x-dataset': 'default' }, 'default'],
    ['an unknown name', { 'x-dataset': 'nowhere' }, 'unknown_dataset'],
    ['a broken escape', { 'x-dataset': '%' }, 'unknown_dataset'],
    ['two names in one', { 'x-dataset': 'team-a, team-a' }, 'unknown_dataset'],
    ['a dataset of metrics', { 'x-dataset': 'team-m' }, 'wrong_dataset_kind'],
    ['the default of metrics', { 'x-dataset': 'default-metrics' }, 'wrong_dataset_kind'],
  ])('%s', async (_, headers, expected) => expect(await routed('logs', headers)).toBe(expected));
});

describe('metrics', () => {
  it.each<[string, Headers, string]>([
    ['no header', {}, 'default-metrics'],
    ['x-metrics-dataset', { 'x-metrics-dataset': 'team-m' }, 'team-m'],
    ['x-axiom-metrics-dataset', { 'x-axiom-metrics-dataset': 'team-m' }, 'team-m'],
    ['one header for each signal', { 'x-dataset': 'team-a', 'x-axiom-metrics-dataset': 'team-m' }, 'team-m'],
    ['x-dataset with a dataset of metrics', { 'x-dataset': 'team-m' }, 'team-m'],
    ['x-axiom-dataset with a dataset of logs', { 'x-axiom-dataset': 'team-a' }, 'default-metrics'],
    ['x-dataset with an unknown name', { 'x-dataset': 'nowhere' }, 'unknown_dataset'],
    ['x-metrics-dataset with a dataset of logs', { 'x-metrics-dataset': 'team-a' }, 'wrong_dataset_kind'],
  ])('%s', async (_, headers, expected) => expect(await routed('metrics', headers)).toBe(expected));
});

test('traces are not stored, so nothing is routed', async () => {
  expect(await routed('traces', { 'x-dataset': 'nowhere' }, { ...LICENCE, datasets: [] })).toBe('default');
});

describe('a credential of some datasets', () => {
  const some = { ...LICENCE, datasets: ['team-a', 'gone'] };
  it.each<[string, Signal, Headers, string]>([
    ['one of them', 'logs', { 'x-dataset': 'team-a' }, 'team-a'],
    ['another', 'logs', { 'x-dataset': 'claude.logs' }, 'forbidden'],
    ['none: the default is another', 'logs', {}, 'forbidden'],
    ['an unknown one, without saying so', 'logs', { 'x-dataset': 'nowhere' }, 'forbidden'],
    ['one of them that is gone', 'logs', { 'x-dataset': 'gone' }, 'unknown_dataset'],
    ['one of logs, for metrics', 'metrics', { 'x-metrics-dataset': 'team-a' }, 'wrong_dataset_kind'],
    ['the metrics beside the logs', 'metrics', { 'x-dataset': 'team-a' }, 'forbidden'],
  ])('%s', async (_, signal, headers, expected) =>
    expect(await routed(signal, headers, some)).toBe(expected),
  );
});

test('a dataset of another tenant is unknown', async () => {
  expect(await routed('logs', { 'x-dataset': 'team-a' }, { org: 'globex', tenant: 'globex' })).toBe(
    'unknown_dataset',
  );
});

test('without a directory there are the defaults alone', async () => {
  const route = (name: string) => routeDataset(undefined, 'logs', LICENCE, () => name);
  expect(await route('default')).toEqual({ org: 'acme', tenant: 'acme', dataset: 'default' });
  await expect(route('team-a')).rejects.toMatchObject({ code: 'unknown_dataset' });
});

test('a name that was sent is never repeated, and nothing but a dataset of the tenant is ever reached', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (sent) => {
      const outcome = await routeDataset(directory, 'logs', LICENCE, () => sent).catch(
        (error: unknown) => error,
      );
      if (!(outcome instanceof IngestError)) {
        expect(['default', ...KINDS.keys()]).toContain((outcome as { dataset: string }).dataset);
        return;
      }
      if (sent.trim().length > 12) expect(outcome.message).not.toContain(sent.trim());
    }),
  ));
