// A real OpenID provider with its own login page: whoever logs in is who they say. Its configuration comes as an argument,
// its address goes to standard output, and it ends with its standard input.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata } from 'oidc-provider';

interface Order {
  readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly client: ClientMetadata;
  readonly inIdToken: boolean;
  readonly port: number;
}

const { people, client, inIdToken, port } = JSON.parse(process.argv[2] ?? '') as Order;
const claims = Object.values(people).flatMap((person) => Object.keys(person));
const server = createServer();
// `localhost`, and the agent on 127.0.0.1: two sites to a browser.
await once(server.listen(port, 'localhost'), 'listening');
const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
const provider = new Provider(issuer, {
  clients: [client],
  cookies: { keys: ['of the test'] },
  claims: { openid: ['sub', ...new Set(claims)] },
  conformIdTokenClaims: !inIdToken,
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
});
const handle = provider.callback();
server.on('request', (request, response) => void handle(request, response));
process.stdout.write(`\nissuer ${issuer}\n`);
process.stdin.resume().once('end', () => process.exit(0));
