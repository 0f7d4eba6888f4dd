// The brand `MaskedMetric`: the only value the metric writer takes, minted here and nowhere else.
import {
  PolicyError,
  type JsonObject,
  type Masker,
  type MaskRun,
  type StructuralField,
} from '@governance-agent/policy-engine';
import { AuditError } from '../errors.ts';
import { EMPTY_EVENT, type AuditEvent } from '../event.ts';
import { maskColumns, structuralColumns, type TextColumns } from '../event-columns.ts';
import { profileObject, profileString } from '../profile.ts';
import { METRIC_KINDS, type MetricSeries } from './metric-series.ts';

declare const masked: unique symbol;

export interface MaskedMetricSeries extends MetricSeries {
  /** `masked`, or `withheld` where masking failed and only what is structural was kept. */
  readonly masking: 'masked' | 'withheld';
  readonly policyVersion: string;
}

/** A series whose every string went through the masker, or was withheld. */
export type MaskedMetric = MaskedMetricSeries & { readonly [masked]: true };

/** Masks series. Never throws and never lets text through unmasked: what cannot be masked is withheld. */
export interface MetricMasker {
  mask(series: MetricSeries): MaskedMetric;
}

export interface MetricMaskerDeps {
  readonly masker: Masker;
  /** Attribute and resource fields whose checked value may stand unmasked. Default: none. */
  readonly structural?: StructuralField;
  /** Told the reason whenever attributes are withheld; never the content. */
  readonly onWithheld?: (reason: string) => void;
}

const NOTHING_STRUCTURAL: StructuralField = () => false;

// The run-time half of the rule: a value that was cast into `MaskedMetric` is not in here.
const minted = new WeakSet<MaskedMetricSeries>();

export function createMetricMasker(deps: MetricMaskerDeps): MetricMasker {
  const { masker, structural = NOTHING_STRUCTURAL, onWithheld } = deps;
  const mask = (series: MetricSeries): MaskedMetric => {
    try {
      return mint(maskSeries(masker.begin(), series, structural), 'masked', masker.policyVersion);
    } catch (error) {
      onWithheld?.(error instanceof PolicyError ? error.code : 'masker_failed');
      return mint(withholdSeries(series, structural), 'withheld', masker.policyVersion);
    }
  };
  return { mask };
}

/** @throws AuditError `not_masked` for a series that no metric masker minted. */
export function assertMaskedMetric(metric: MaskedMetric): void {
  if (!minted.has(metric))
    throw new AuditError('not_masked', 'Only series from a metric masker can be appended.');
}

function mint(
  series: MetricSeries,
  masking: MaskedMetricSeries['masking'],
  policyVersion: string,
): MaskedMetric {
  const kind = METRIC_KINDS.find((known) => known === series.kind) ?? 'gauge';
  // Frozen: what was checked is what is stored.
  const metric = Object.freeze({
    ...series,
    kind,
    points: Object.freeze([...series.points]),
    masking,
    policyVersion,
  });
  minted.add(metric);
  return metric as MaskedMetric;
}

/** Words of letters: no room for a number, and a token is longer than a word. */
const NAME = /^[A-Za-z]{1,24}(?:[._/-][A-Za-z]{1,24}){0,11}$/;
/** A unit of UCUM, or an annotation in braces. */
const UNIT = /^(?:|[A-Za-z%]{1,12}|\{[A-Za-z_]{1,24}\})(?:\/(?:[A-Za-z%]{1,12}|\{[A-Za-z_]{1,24}\}))?$/;
const MAX_TEXT = 512;

function maskSeries(run: MaskRun, series: MetricSeries, structural: StructuralField): MetricSeries {
  const text = (value: string): string => (value === '' ? '' : clip(run.text(value)));
  return {
    ...series,
    ...namesOf(maskColumns(asEvent(series), (value) => run.text(value))),
    name: NAME.test(series.name) ? series.name : text(series.name),
    unit: UNIT.test(series.unit) ? series.unit : text(series.unit),
    description: text(series.description),
    attributes: profileObject(run.json(series.attributes, structural)),
    resource: profileObject(run.json(series.resource, structural)),
  };
}

function withholdSeries(series: MetricSeries, structural: StructuralField): MetricSeries {
  return {
    ...series,
    ...namesOf(structuralColumns(asEvent(series))),
    name: NAME.test(series.name) ? series.name : 'unknown',
    unit: UNIT.test(series.unit) ? series.unit : '',
    description: '',
    attributes: onlyStructural(series.attributes, structural),
    resource: onlyStructural(series.resource, structural),
  };
}

type Names = Pick<
  MetricSeries,
  'plane' | 'sessionId' | 'userEmail' | 'userId' | 'userAccountUuid' | 'model' | 'toolName'
>;

function namesOf({
  plane,
  sessionId,
  userEmail,
  userId,
  userAccountUuid,
  model,
  toolName,
}: TextColumns): Names {
  return { plane, sessionId, userEmail, userId, userAccountUuid, model, toolName };
}

/** The columns that a series shares with an event are masked by the same rules. */
function asEvent({
  plane,
  sessionId,
  userEmail,
  userId,
  userAccountUuid,
  model,
  toolName,
}: MetricSeries): AuditEvent {
  const named = { plane, sessionId, userEmail, userId, userAccountUuid, model, toolName };
  return { ...EMPTY_EVENT, ...named, event: 'metric', occurredAt: '0', idempotencyKey: '' };
}

// Masked first, cut after: a cut in the middle of a number would hide it from the detectors.
function clip(text: string): string {
  return profileString(text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text);
}

function onlyStructural(fields: JsonObject, structural: StructuralField): JsonObject {
  return profileObject(
    Object.fromEntries(
      Object.entries(fields).filter(([key, value]) => typeof value === 'string' && structural(key, value)),
    ),
  );
}
