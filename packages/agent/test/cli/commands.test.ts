// The command line as real processes: results on stdout, talk on stderr, exit codes of the contract.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@governance-agent/testkit';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCli, runHere, type Finished } from './run-cli.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let env: Record<string, string>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  env = { DATA_DIR: directory.path };
});
afterAll(() => directory.remove());

const run = (line: string, stdin = ''): Promise<Finished> => runCli(line.split(' '), env, stdin);
const here = (line: string): Promise<Finished> => runHere(line.split(' '), env);
const json = ({ stdout }: Finished): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

describe('exit codes', () => {
  it.each<[string, number, string]>([
    ['nonsense', 2, "unknown command 'nonsense'"],
    ['feed --nonsense', 2, "unknown option '--nonsense'"],
    ['feed extra', 2, 'too many arguments'],
    ['license issue', 2, "required option '--org <org>'"],
    ['license issue --org a:b', 2, '--org must be printable'],
    ['license issue --org a --expires tomorrow', 2, '--expires takes'],
    ['token create --tenant acme --scopes write', 2, '--scopes takes'],
    ['feed --limit 0', 2, 'limit must be'],
    ['feed --attr team', 2, '--attr takes key=value'],
    ['feed --cursor x', 2, '--cursor needs --tenant'],
    ['usage --bucket week', 2, 'bucket must be one of'],
    ['verify --mode slow', 2, 'Allowed choices are quick, full, deep, incremental'],
    ['verify --session s', 2, '--session needs --tenant'],
    ['verify --since-head /nowhere', 2, 'cannot be read'],
    ['verify --anchor /nowhere', 2, 'cannot be read'],
    ['verify --trusted-key /nowhere.pem', 2, 'not a readable Ed25519 public key'],
    ['feed --database-url mysql://h/d', 2, 'command line: DATABASE_URL'],
    ['feed --config /nowhere/agent.json', 2, 'cannot be read'],
    ['feed --database-url sqlite:/nowhere/audit.db', 3, 'There is no store at /nowhere/audit.db'],
    ['feed --database-url postgres://nobody@127.0.0.1:9/none', 3, 'The store does not answer'],
    ['token revoke none --database-url postgres://nobody@127.0.0.1:9/none', 3, 'The store does not answer'],
    [
      'license issue --org a --database-url postgres://nobody@127.0.0.1:9/none',
      3,
      'The store does not answer',
    ],
    [
      'token create --tenant a --database-url postgres://nobody@127.0.0.1:9/none',
      3,
      'The store does not answer',
    ],
    ['dataset create a --tenant a', 2, "required option '--kind <kind>'"],
    ['dataset create a --tenant a --kind traces', 2, 'Allowed choices are logs, metrics'],
    ['dataset create Team --tenant a --kind logs', 2, 'lower-case letters'],
    ['token create --tenant acme --scopes ingest:Team', 2, '--scopes takes'],
    ['license revoke unheard-of', 2, 'give --tenant'],
    ['setup claude-code --endpoint ftp://h', 2, '--endpoint takes'],
    ['setup claude-code --content secrets', 2, '--content takes'],
    ['setup', 2, 'Say what to set up'],
    ['setup --check --timeout soon', 2, '--timeout takes'],
  ])('%s ends with %i', async (line, code, message) => {
    const finished = await here(line);
    expect(finished.stderr).toContain(message);
    expect(finished).toMatchObject({ code, stdout: '' });
  });

  it.each([
    ['--help'],
    ['feed --help'],
    ['license issue --help'],
    ['setup claude-code --help'],
    ['setup --help'],
  ])('%s ends with 0', async (line) => {
    const finished = await runHere(line.split(' '), env);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toContain('Usage:');
  });

  it('tells every bad setting at once', async () => {
    const file = path.join(directory.path, 'bad.json');
    await writeFile(file, '{"PROT": 1}');
    const finished = await runHere(['feed', '--config', file], { ...env, PORT: 'x', LOG_LEVEL: 'loud' });
    expect(finished.code).toBe(2);
    for (const problem of ['unknown setting "PROT"', 'PORT must be integer', 'LOG_LEVEL must be one of']) {
      expect(finished.stderr).toContain(problem);
    }
  });

  it.each([
    ['nonsense', 2],
    ['feed --database-url sqlite:/nowhere/audit.db', 3],
    ['--help', 0],
  ])('%s ends a process of its own with %i', async (line, code) => {
    expect((await run(line)).code).toBe(code);
  });

  it('takes the separator that pnpm hands on', async () => {
    expect((await run('-- license --help')).code).toBe(0);
  });
});

describe('a life of licences and tokens', () => {
  it('initialises once', async () => {
    const first = json(await run('init --json'));
    expect(json(await run('init --json'))).toEqual(first);
    expect((await stat(path.join(directory.path, 'audit.db'))).mode & 0o777).toBe(0o600);
  });

  it('issues, inspects and revokes a licence', async () => {
    const issued = json(await run('license issue --org acme --json'));
    expect(issued).toMatchObject({ org: 'acme', tenant: 'acme', features: ['otel_ingest'] });
    const key = String(issued['license']);
    const inspected = await run('license inspect - --json', key);
    expect(inspected.code).toBe(0);
    expect(json(inspected)).toMatchObject({ state: 'valid', org: 'acme' });
    expect((await run(`license revoke ${String(issued['id'])}`)).code).toBe(0);
    const revoked = await run(`license inspect ${key} --json`);
    expect(revoked.code).toBe(1);
    expect(json(revoked)).toMatchObject({ state: 'revoked' });
  });

  it.each([
    ['2020-01-01', 'expired', 1],
    ['0d', 'grace', 0],
    ['2099-12-31', 'valid', 0],
  ])('a licence until %s is %s', async (expires, state, code) => {
    const { license } = json(await run(`license issue --org acme --expires ${expires} --json`));
    const inspected = await run('license inspect - --json', String(license));
    expect(json(inspected)).toMatchObject({ state });
    expect(inspected.code).toBe(code);
  });

  it('finds a licence of another issuer invalid', async () => {
    const other = await temporaryDirectory();
    const { license } = json(
      await runCli(['license', 'issue', '--org', 'acme', '--json'], { DATA_DIR: other.path }),
    );
    expect(json(await run('license inspect - --json', String(license)))).toEqual({ state: 'invalid' });
    const shown = json(await runCli(['keys', 'show', '--json'], { DATA_DIR: other.path }));
    const { public_key } = shown['licence_issuer'] as { public_key: string };
    const trusting = { ...env, LICENSE_PUBLIC_KEYS: public_key };
    expect((await runCli(['license', 'inspect', '-'], trusting, String(license))).code).toBe(0);
    await other.remove();
  });

  it('creates, lists and revokes a token', async () => {
    const created = json(
      await run('token create --tenant acme --scopes read,ingest:default --name ci --json'),
    );
    expect(created).toMatchObject({
      tenant: 'acme',
      scopes: ['read', 'ingest:default'],
      token: expect.stringMatching(/^gat_[\w-]{43}$/),
    });
    const listed = await run('token list --tenant acme --json');
    expect(JSON.parse(listed.stdout)).toMatchObject({ id: created['id'], name: 'ci', revoked_at: null });
    expect(listed.stdout).not.toContain('gat_');
    expect((await run(`token revoke ${String(created['id'])}`)).code).toBe(0);
    expect(json(await run('token list --json'))['revoked_at']).not.toBeNull();
    expect((await run('token revoke none')).code).toBe(1);
  });

  it('makes, lists and deletes a dataset', async () => {
    const created = json(await here('dataset create team-a --kind metrics --tenant acme --json'));
    expect(created).toMatchObject({ tenant: 'acme', name: 'team-a', kind: 'metrics' });
    expect((await here('dataset create team-a --kind logs --tenant acme')).code).toBe(1);
    const listed = async (line: string) =>
      (await here(line)).stdout
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as { tenant: string; name: string });
    const ofAcme = await listed('dataset list --tenant acme --json');
    expect(ofAcme.map(({ name }) => name)).toEqual(['default', 'default-metrics', 'team-a']);
    expect(ofAcme).toContainEqual(created);
    const ofAll = await listed('dataset list --json');
    expect(ofAll.filter(({ tenant }) => tenant === 'acme')).toEqual(ofAcme);
    expect((await here('dataset delete team-a --tenant acme')).code).toBe(0);
    expect((await here('dataset delete team-a --tenant acme')).code).toBe(1);
  });

  it('tells every act in the chain of its tenant', async () => {
    const rows = (await here('feed --tenant acme --plane agent --json')).stdout.trim().split('\n');
    const acts = rows.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(acts.slice(0, 4)).toEqual([
      'dataset_deleted',
      'dataset_created',
      'token_revoked',
      'token_created',
    ]);
    expect(acts).toContain('licence_revoked');
    expect(acts.filter((act) => act === 'licence_issued')).toHaveLength(4);
    expect((await here('verify')).code).toBe(0);
  });

  it('gives a token the org that the tenant has', async () => {
    await here('license issue --org acme --tenant acme-eu');
    expect(json(await here('token create --tenant acme-eu --json'))).toMatchObject({ org: 'acme' });
    expect(json(await here('token create --tenant new --org acme --json'))).toMatchObject({ org: 'acme' });
  });

  it('revokes a licence that no chain of the store knows, once told whose it is', async () => {
    expect((await here('license revoke unheard-of --tenant acme --json')).code).toBe(0);
  });

  it('shows public keys only', async () => {
    const { stdout } = await run('keys show');
    expect(stdout.match(/BEGIN PUBLIC KEY/g)).toHaveLength(2);
    expect(stdout).not.toContain('PRIVATE');
  });
});
