// The brand `Masked`: the only value the writer takes, minted here and nowhere else.
import {
  PolicyError,
  type JsonObject,
  type Masker,
  type MaskRun,
  type StructuralField,
} from '@governance-agent/policy-engine';
import { ADMINISTRATION_PLANE } from './administration/record.ts';
import { AuditError } from './errors.ts';
import type { AuditEvent, ContentState, Decision } from './event.ts';
import { maskColumns, structuralColumns, type TextColumns } from './event-columns.ts';
import { profileObject } from './profile.ts';

declare const masked: unique symbol;

/** A value whose every string went through the masker, or was withheld. */
export type Masked<T> = T & { readonly [masked]: true };

export interface MaskedAuditEvent extends Omit<AuditEvent, 'contentState' | 'decision'> {
  readonly decision: Decision;
  readonly contentState: ContentState;
  /** Replacements per entity. */
  readonly redactions: Readonly<Record<string, number>>;
  readonly policyVersion: string;
}

export type MaskedEvent = Masked<MaskedAuditEvent>;

/** Masks events. Never throws and never lets text through unmasked: what cannot be masked is withheld. */
export interface EventMasker {
  mask(event: AuditEvent): MaskedEvent;
}

export interface EventMaskerDeps {
  readonly masker: Masker;
  /** Attribute and resource fields whose checked value may stand unmasked. Default: none. */
  readonly structural?: StructuralField;
  /** Told the reason whenever content is withheld; never the content. */
  readonly onWithheld?: (reason: string) => void;
}

const NOTHING_STRUCTURAL: StructuralField = () => false;

// The run-time half of the rule: a value that was cast into `Masked` is not in here.
const minted = new WeakSet<MaskedAuditEvent>();

export function createEventMasker({
  masker,
  structural = NOTHING_STRUCTURAL,
  onWithheld,
}: EventMaskerDeps): EventMasker {
  const maskResource = createResourceMasking(structural);
  const mask = (reported: AuditEvent): MaskedEvent => {
    const event = reported.plane === ADMINISTRATION_PLANE ? { ...reported, plane: 'unknown' } : reported;
    try {
      return mint(maskEvent({ run: masker.begin(), structural, maskResource }, event, masker.policyVersion));
    } catch (error) {
      onWithheld?.(error instanceof PolicyError ? error.code : 'masker_failed');
      return mint(withholdEvent(event, structural, masker.policyVersion));
    }
  };
  return { mask };
}

/** For administration/event.ts alone: typed fields of our own, free text masked by the caller. */
export function mintAdministration(event: MaskedAuditEvent): MaskedEvent {
  return mint(event);
}

/** @throws AuditError `not_masked` for an event that no event masker minted. */
export function assertMasked(event: MaskedEvent): void {
  if (!minted.has(event))
    throw new AuditError('not_masked', 'Only events from an event masker can be appended.');
}

function mint(event: MaskedAuditEvent): MaskedEvent {
  minted.add(event);
  return event as MaskedEvent;
}

type MaskResource = (run: MaskRun, resource: JsonObject) => JsonObject;

/** All records of a request share the object of their resource: where nothing is found in it, once is enough. */
function createResourceMasking(structural: StructuralField): MaskResource {
  let clean: { readonly resource: JsonObject; readonly masked: JsonObject } | undefined;
  return (run, resource) => {
    if (clean?.resource === resource) return clean.masked;
    const found = run.json(resource, structural);
    const masked = profileObject(found);
    // The walk gives back the very object that it has not changed.
    clean = found === resource ? { resource, masked } : undefined;
    return masked;
  };
}

interface MaskEventDeps {
  readonly run: MaskRun;
  readonly structural: StructuralField;
  readonly maskResource: MaskResource;
}

function maskEvent(
  { run, structural, maskResource }: MaskEventDeps,
  event: AuditEvent,
  policyVersion: string,
): MaskedAuditEvent {
  const content = event.content === null ? null : profileObject(run.json(event.content));
  const attributes = profileObject(run.json(event.attributes, structural));
  const resource = maskResource(run, event.resource);
  const columns = maskColumns(event, (text) => run.text(text));
  const redactions = run.redactions();
  const decision = event.decision ?? (Object.keys(redactions).length > 0 ? 'redacted' : 'allowed');
  return { ...event, ...columns, content, attributes, resource, decision, redactions, policyVersion };
}

function withholdEvent(
  event: AuditEvent,
  structural: StructuralField,
  policyVersion: string,
): MaskedAuditEvent {
  const columns: TextColumns = structuralColumns(event);
  const attributes = profileObject(onlyStructural(event.attributes, structural));
  const resource = profileObject(onlyStructural(event.resource, structural));
  const withheld = {
    content: null,
    contentState: 'withheld',
    // A decision that the event itself states is evidence of its own; everything else is an error of ours.
    decision: event.decision ?? 'error',
    redactions: {},
    policyVersion,
  } as const;
  return { ...event, ...columns, attributes, resource, ...withheld };
}

function onlyStructural(fields: JsonObject, structural: StructuralField): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => typeof value === 'string' && structural(key, value)),
  );
}
