// Verifies every chain that is there or that the verifier remembers: a chain that is gone is a finding, not an absence.
import { verifyCheckpoint } from '../chain/checkpoint.ts';
import type { RememberedHead } from '../chain/outside-heads.ts';
import type { ChainReport, VerifyMode, Warning } from '../chain/verdict.ts';
import { readHead, readOrigins, readTenants } from '../store/chain-reader.ts';
import {
  NOTHING_OUTSIDE,
  outsideOf,
  parseAnchors,
  type Anchor,
  type Outside,
  type ParsedAnchor,
} from './outside-of-chain.ts';
import { verifyChain } from './verify-chain.ts';
import type { ChainAnswer, ChainDeps } from './walked-chain.ts';

export interface ChainsQuestion {
  readonly mode: VerifyMode;
  readonly tenant?: string;
  readonly heads?: readonly RememberedHead[];
  readonly anchors?: readonly Anchor[];
  readonly since?: RememberedHead;
}

export interface ChainAnswers {
  readonly chains: readonly ChainReport[];
  readonly warnings: readonly Warning[];
}

/** @param expect told which tenants are looked at, before the first of them is. */
export async function verifyChains(
  deps: ChainDeps,
  question: ChainsQuestion,
  expect: (tenants: readonly string[]) => Promise<void>,
): Promise<ChainAnswers> {
  const { parsed, warnings } = parseAnchors(question.anchors ?? []);
  const since = question.since === undefined ? [] : [question.since];
  const outside: Outside = { remembered: [...(question.heads ?? []), ...since], anchors: parsed };
  const tenants = await tenantsOf(deps, question.tenant, outside);
  await expect(tenants);
  const answers: ChainAnswer[] = [];
  for (const tenant of tenants) answers.push(await verifyTenant(deps, question, outside, tenant));
  const gone = await goneOrigins(deps, outside);
  return {
    chains: [...answers.map(({ report }) => report), ...gone],
    warnings: [...warnings, ...answers.flatMap((answer) => answer.warnings)],
  };
}

async function tenantsOf(
  deps: ChainDeps,
  tenant: string | undefined,
  { remembered, anchors }: Outside,
): Promise<string[]> {
  if (tenant !== undefined) return [tenant];
  const named = [...remembered, ...anchors.filter((anchor) => isPinned(deps, anchor))];
  const known = named.map((head) => head.tenant ?? null).filter((name) => name !== null);
  return [...new Set([...(await readTenants(deps.knex)), ...known])].sort();
}

async function verifyTenant(
  deps: ChainDeps,
  { mode, since }: ChainsQuestion,
  all: Outside,
  tenant: string,
): Promise<ChainAnswer> {
  const ask = async (): Promise<ChainAnswer> => {
    const head = await readHead(deps.knex, tenant);
    const outside = outsideOf(all, tenant, head?.origin ?? null);
    const isSince = since !== undefined && outside.remembered.includes(since);
    return verifyChain(deps, { tenant, mode, outside, base: isSince ? since : largest(outside.remembered) });
  };
  const answer = await ask();
  // A tenant's very first rows may land between the two reads: they brought their head with them.
  const { origin, rows } = answer.report;
  const appeared = origin === null && rows > 0 && (await readHead(deps.knex, tenant)) !== null;
  return appeared ? ask() : answer;
}

function largest(heads: readonly RememberedHead[]): RememberedHead | undefined {
  return heads.filter(({ hash }) => hash !== undefined).toSorted((a, b) => b.size - a.size)[0];
}

/** Chains of which only the origin is remembered, and that are not there: the origin stands for the tenant. */
async function goneOrigins(deps: ChainDeps, { remembered, anchors }: Outside): Promise<ChainReport[]> {
  const origins = new Set(await readOrigins(deps.knex));
  const nameless = [
    ...remembered.filter(({ tenant }) => tenant === undefined),
    ...anchors
      .filter((anchor) => anchor.tenant === null && isPinned(deps, anchor))
      .map(({ checkpoint }) => checkpoint),
  ];
  const sizes = new Map<string, number>();
  for (const { origin, size } of nameless)
    if (origin !== undefined && !origins.has(origin))
      sizes.set(origin, Math.max(size, sizes.get(origin) ?? 0));
  const reports: ChainReport[] = [];
  for (const [origin, size] of sizes) reports.push(await goneChain(deps, origin, size));
  return reports;
}

async function goneChain(deps: ChainDeps, origin: string, size: number): Promise<ChainReport> {
  const outside: Outside = { ...NOTHING_OUTSIDE, remembered: [{ tenant: origin, origin, size }] };
  return (await verifyChain(deps, { tenant: origin, mode: 'full', outside, base: undefined })).report;
}

function isPinned({ pinned, verifierOf }: ChainDeps, { note, checkpoint }: ParsedAnchor): boolean {
  return [...pinned.values()].some((publicKey) => {
    const key = verifierOf(publicKey);
    return key !== null && verifyCheckpoint(note, checkpoint.origin, key) !== null;
  });
}
