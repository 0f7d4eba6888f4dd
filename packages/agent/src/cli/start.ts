// `start`: everything a first look needs: keys, store, a tenant `demo`, and the block to paste into a shell.
import { Command } from 'commander';
import { DEMO_TENANT } from '../evaluation.ts';
import { DEFAULT_SETUP } from '../setup/client-setup.ts';
import { environmentFor, type Variables } from '../setup/environment.ts';
import { renderEnvironment } from '../setup/shells.ts';
import { settingsOf, withCommonOptions, type CommonOptions } from './common-options.ts';
import { print, printJson, type CommandIo } from './io.ts';
import { prepareEvaluation, type Evaluation } from './prepare-evaluation.ts';
import { serve } from './serve.ts';

export function startCommand(io: CommandIo): Command {
  return withCommonOptions(
    new Command('start').description('run the agent with a tenant `demo`, ready to try'),
  ).action(async (options: CommonOptions) => {
    const settings = await settingsOf(io, options);
    const evaluation = await prepareEvaluation(io, settings);
    await serve(io, settings, 'always', (url) => welcome(io, url, evaluation, options));
  });
}

function welcome(io: CommandIo, url: string, { license, token }: Evaluation, { json }: CommonOptions): void {
  const env = license === undefined ? undefined : environmentOf(url, license);
  if (json) printJson(io, { url, org: DEMO_TENANT, tenant: DEMO_TENANT, license, token: token ?? null, env });
  else print(io, welcomeText(url, token, env));
}

function environmentOf(endpoint: string, license: string): Variables {
  return environmentFor({
    ...DEFAULT_SETUP,
    endpoint,
    credential: { kind: 'licence', org: DEMO_TENANT, license },
  });
}

function welcomeText(url: string, token: string | undefined, env: Variables | undefined): string {
  return [
    `Governance Agent is ready at ${url}`,
    `Portal: open ${url} in a browser and log in with a token`,
    '',
    token === undefined
      ? `Admin token of tenant ${DEMO_TENANT}: shown when it was made; make another with: token create --tenant ${DEMO_TENANT} --scopes admin`
      : `Admin token of tenant ${DEMO_TENANT}, shown this once: ${token}`,
    '',
    ...(env === undefined
      ? [
          'Licences come from another issuer: print what clients need with: setup claude-code --license KEY',
          '',
        ]
      : ['Paste this into the shell that starts Claude Code:', '', renderEnvironment(env, 'bash')]),
    '# Content stays at the client unless you ask for it; what arrives is masked before it is stored:',
    '# export OTEL_LOG_USER_PROMPTS=1 OTEL_LOG_TOOL_DETAILS=1',
    '',
    'Then look at what arrived: pnpm agent feed',
    '',
  ].join('\n');
}
