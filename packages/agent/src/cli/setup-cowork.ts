// `setup cowork`: what goes into the admin page of Cowork, or into the managed keys of a third-party deployment.
import { Command } from 'commander';
import { AgentError } from '../errors.ts';
import { coworkFields, thirdPartyKeys, type CoworkFields } from '../setup/cowork.ts';
import type { ClientSetup } from '../setup/client-setup.ts';
import { print, printJson, say, type CommandIo } from './io.ts';
import { clientSetupOf, withSetupOptions, type SetupOptions } from './setup-options.ts';

interface Options extends SetupOptions {
  readonly thirdParty?: true;
}

export function setupCoworkCommand(io: CommandIo): Command {
  return withSetupOptions(new Command('cowork').description('fields of the admin page of Cowork'))
    .option('--third-party', 'managed keys of a third-party deployment instead')
    .action(async (options: Options) => {
      const { thirdParty = false, json } = options;
      if (options.protocol === 'grpc')
        throw new AgentError('usage', 'Cowork has no grpc: use --protocol http/protobuf or http/json');
      if (options.headersHelper !== undefined && !thirdParty)
        throw new AgentError('usage', 'The admin page has no headers helper: use --license or --token');
      const setup = await clientSetupOf(io, options);
      for (const note of notesOn(setup, thirdParty)) say(io, `note: ${note}`);
      if (thirdParty) print(io, JSON.stringify(thirdPartyKeys(setup), null, json ? undefined : 2));
      else if (json) printJson(io, coworkFields(setup));
      else print(io, fieldsText(coworkFields(setup)));
    });
}

function fieldsText({ endpoint, protocol, headers, otlpContentCapture }: CoworkFields): string {
  return [
    'Admin settings > Cowork',
    '',
    `OTLP endpoint: ${endpoint}`,
    `OTLP protocol: ${protocol}`,
    `OTLP headers:  ${headers}`,
    '',
    'Managed key of the devices, by MDM:',
    '',
    `otlpContentCapture: ${JSON.stringify(otlpContentCapture)}`,
  ].join('\n');
}

function notesOn({ endpoint, content, resource }: ClientSetup, thirdParty: boolean): string[] {
  const { hostname } = new URL(endpoint);
  const local = /^(localhost|127\..*|\[::1\])$/.test(hostname);
  return [
    ...(local ? ['sessions in the cloud cannot reach this address: give --endpoint'] : []),
    ...(endpoint.startsWith('http:') && !local ? ['without https the credential goes in the clear'] : []),
    ...(content.prompts === true && content.responses !== true
      ? ['Cowork sends replies together with prompts (1.17377 and later)']
      : []),
    ...(thirdParty
      ? []
      : [
          'without otlpContentCapture a first-party Cowork sends prompts, replies and tool details; [] is metadata only',
          ...(Object.keys(resource).length > 0 ? ['the admin page has no field for --resource'] : []),
        ]),
  ];
}
