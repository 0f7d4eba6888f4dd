// The promises of deploy/: nobody's user, a root that is read-only, probes that exist, settings that exist, time to stop.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { checkFile } from '../../src/config/raw-settings.ts';
import { SETTING_NAMES } from '../../src/config/setting-definitions.ts';
import { runHere } from '../cli/run-cli.ts';
import { testAgent, type TestAgent } from '../support/test-agent.ts';
import { instructionsOf, manifests, textOf, unitOf, yamlOf } from './read-deploy.ts';

/** The agent's own time to end, seconds. */
const STOP_SECONDS = 8;
const KNOWN: ReadonlySet<string> = new Set([...SETTING_NAMES, 'NODE_ENV']);
/** Options of Node wherever an agent runs for long. */
const FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=1900'];
const LOCKED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const NAME = { 'app.kubernetes.io/name': 'governance-agent' };

let agent: TestAgent;
beforeAll(async () => {
  agent = await testAgent('sqlite');
});
afterAll(() => agent.remove());

const answers = async (path: string): Promise<number> => (await fetch(agent.url + path)).status;
const isCommand = async (name: string): Promise<boolean> => (await runHere([name, '--help'], {})).code === 0;

describe('Dockerfile', () => {
  const instructions = instructionsOf('Dockerfile');
  const last = instructions.slice(instructions.findLastIndex(([instruction]) => instruction === 'FROM'));
  const given = (name: string): string[] => last.filter(([one]) => one === name).map(([, rest]) => rest);

  it('runs as nobody, without a shell, and writes to its volume alone', () => {
    expect(instructions).toContainEqual(['ARG', expect.stringMatching(/^RUN_IMAGE=.*distroless.*:nonroot$/)]);
    expect(given('USER')).toEqual(['65532:65532']);
    expect(given('VOLUME')).toEqual(['/data']);
    expect(given('RUN')).toEqual([]);
    for (const form of [...given('ENTRYPOINT'), ...given('CMD')])
      expect(JSON.parse(form)).toBeInstanceOf(Array);
  });

  it('starts the agent as the scripts do', () => {
    expect(given('ENTRYPOINT').map((form) => JSON.parse(form) as unknown)).toEqual([
      ['/nodejs/bin/node', ...FLAGS, '/app/dist/main.js'],
    ]);
  });

  it('sets what is a setting, and pins the build to the lockfile', () => {
    const names = given('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('=')[0]));
    expect(names.filter((name = '') => !KNOWN.has(name))).toEqual([]);
    const steps = instructions.filter(([instruction]) => instruction === 'RUN').map(([, rest]) => rest);
    expect(steps[0]).toContain('install --frozen-lockfile');
  });

  it.each([
    ['an agent that is there', () => new URL(agent.url).port, 0],
    ['nobody', () => '1', 1],
  ])('has a health check that finds %s', async (_, port, code) => {
    const [, command = '[]'] = /CMD (\[.*\])$/.exec(given('HEALTHCHECK')[0] ?? '') ?? [];
    const [node, ...args] = JSON.parse(command) as string[];
    expect(node).toBe('/nodejs/bin/node');
    const child = spawn(process.execPath, args, { env: { PORT: port() } });
    expect(await once(child, 'close')).toEqual([code, null]);
  });
});

describe('the scripts of the repository', () => {
  const { scripts } = JSON.parse(textOf('../package.json')) as { scripts: Record<string, string> };

  it.each(['start', 'demo', 'agent'])('compile, then run %s as it is run in production', (name) => {
    const steps = scripts[name]?.split(' && ').slice(-2);
    const command = name === 'agent' ? [] : [name];
    expect(steps).toEqual([
      'node tools/compile.ts',
      ['node', ...FLAGS, 'packages/agent/dist/main.js', ...command].join(' '),
    ]);
  });
});

describe('compose.yaml', () => {
  const locked = {
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    secrets: ['agent_settings'],
  };

  it('migrates once, then serves, with secrets by file and this machine alone in front', () => {
    expect(yamlOf('compose.yaml')).toMatchObject({
      services: {
        postgres: { environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/postgres_password' } },
        migrate: { ...locked, restart: 'no', depends_on: { postgres: { condition: 'service_healthy' } } },
        agent: {
          ...locked,
          depends_on: { migrate: { condition: 'service_completed_successfully' } },
          ports: ['127.0.0.1:4318:4318', '127.0.0.1:4317:4317'],
          stop_grace_period: expect.stringMatching(/^\d+s$/),
        },
      },
      secrets: { agent_settings: { file: './secrets/agent.json' } },
    });
    const { services } = yamlOf('compose.yaml') as { services: { agent: { stop_grace_period: string } } };
    expect(Number.parseInt(services.agent.stop_grace_period)).toBeGreaterThan(STOP_SECONDS);
  });

  it('has an example of settings that the agent takes', () => {
    const example: unknown = JSON.parse(textOf('secrets/agent.example.json'));
    expect(checkFile(example, 'example')).toEqual({ settings: example });
  });
});

describe('systemd unit', () => {
  const unit = unitOf('systemd/governance-agent.service');
  const value = (name: string): string | undefined => unit.get(name)?.join(' ');

  it.each([
    ['DynamicUser', 'yes'],
    ['StateDirectory', 'governance-agent'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'yes'],
    ['PrivateTmp', 'yes'],
    ['NoNewPrivileges', 'yes'],
    ['CapabilityBoundingSet', ''],
    ['UMask', '0077'],
    ['KillSignal', 'SIGTERM'],
    ['ExecReload', '/bin/kill -HUP $MAINPID'],
    ['RestartPreventExitStatus', '2'],
  ])('%s=%s', (name, expected) => expect(value(name)).toBe(expected));

  it('starts the agent as the scripts do', () => {
    const [, ...words] = (value('ExecStart') ?? '').split(' ');
    expect(words.slice(0, words.indexOf('serve'))).toEqual([
      ...FLAGS,
      '/opt/governance-agent/app/dist/main.js',
    ]);
  });

  it('gives time to stop, keeps state where the agent writes, and sets what is a setting', () => {
    expect(Number.parseInt(value('TimeoutStopSec') ?? '')).toBeGreaterThan(STOP_SECONDS);
    const environment = new Map(
      (unit.get('Environment') ?? []).map((pair) => pair.split('=') as [string, string]),
    );
    expect([...environment.keys()].filter((name) => !KNOWN.has(name))).toEqual([]);
    expect(environment.get('DATA_DIR')).toBe(`/var/lib/${value('StateDirectory') ?? ''}`);
  });
});

describe('Kubernetes', () => {
  const objects = manifests();
  const set = objects.get('StatefulSet/governance-agent') as {
    spec: {
      template: {
        spec: {
          terminationGracePeriodSeconds: number;
          initContainers: Container[];
          containers: Container[];
          volumes: { name: string }[];
        };
      };
      volumeClaimTemplates: { metadata: { name: string } }[];
    };
  };
  interface Container {
    name: string;
    args: string[];
    env?: { name: string }[];
    volumeMounts: { name: string }[];
    ports?: { name: string; containerPort: number }[];
    lifecycle?: { preStop: { sleep: { seconds: number } } };
  }
  const { spec: pod } = set.spec.template;
  const containers = [...pod.initContainers, ...pod.containers];

  it('runs every container as nobody, on a root that is read-only', () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of containers) expect(container).toMatchObject({ securityContext: LOCKED });
  });

  it('probes routes that there are, and does not restart an agent whose store is away', async () => {
    const alive = { httpGet: { path: '/healthz', port: 'http' } };
    const ready = { httpGet: { path: '/readyz', port: 'http' } };
    expect(pod.containers).toMatchObject([
      { startupProbe: alive, livenessProbe: alive, readinessProbe: ready },
    ]);
    expect([await answers('/healthz'), await answers('/readyz'), await answers('/readyzz')]).toEqual([
      200, 200, 404,
    ]);
  });

  it('gives time to leave the Service and to stop', () => {
    const waiting = pod.containers[0]?.lifecycle?.preStop.sleep.seconds ?? Number.NaN;
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(waiting + STOP_SECONDS);
  });

  it('rolls out one agent of several at a time', () => {
    expect(set.spec).toMatchObject({
      updateStrategy: { type: 'RollingUpdate' },
      podManagementPolicy: 'OrderedReady',
    });
    expect(set.spec).toMatchObject({ replicas: expect.any(Number), selector: { matchLabels: NAME } });
    const budget = { spec: { maxUnavailable: 1, selector: { matchLabels: NAME } } };
    expect(objects.get('PodDisruptionBudget/governance-agent')).toMatchObject(budget);
    const policy = { spec: { podSelector: { matchLabels: NAME }, policyTypes: ['Ingress', 'Egress'] } };
    expect(objects.get('NetworkPolicy/governance-agent')).toMatchObject(policy);
  });

  it('names commands, settings and volumes that there are', async () => {
    for (const { args } of containers) expect(await isCommand(args[0] ?? '')).toBe(true);
    const names = containers.flatMap(({ env = [] }) => env.map(({ name }) => name));
    expect(names.filter((name) => !KNOWN.has(name))).toEqual([]);
    const claims = set.spec.volumeClaimTemplates.map(({ metadata }) => metadata.name);
    const volumes = new Set([...pod.volumes.map(({ name }) => name), ...claims]);
    const mounted = containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
    expect(mounted.filter((name) => !volumes.has(name))).toEqual([]);
  });

  it('lists every manifest, and every secret is explained', () => {
    expect(objects.get('Kustomization/')).toMatchObject({
      resources: expect.arrayContaining(['stateful-set.yaml', 'network-policy.yaml']),
    });
    const secrets = textOf('kubernetes/stateful-set.yaml').matchAll(/secretName: ([\w-]+)/g);
    for (const [, secret = ''] of secrets) expect(textOf('README.md')).toContain(secret);
  });
});
