// The limits of the receiver and their defaults (contract, "Settings"). A bad value stops the start.
import { IngestSettingsError } from './settings-error.ts';

export interface IngestSettings {
  /** Path put before every route, such as `/otlp`. Empty or `/…` without a trailing slash. */
  readonly pathPrefix: string;
  /** Largest body in bytes, before and after decompression. Exactly this many bytes pass. */
  readonly maxBodyBytes: number;
  /** Log records in one request. */
  readonly maxRecords: number;
  /** Attributes of one record, resource or scope that are kept; the surplus is counted and reported. */
  readonly maxAttributes: number;
  /** Nesting of one attribute value or body. */
  readonly maxDepth: number;
  /** Bytes of all bodies that are being read or worked on at one time. */
  readonly inflightBytes: number;
  /**
   * Bytes of bodies that are decoded, masked and stored at one time, at most: fewer where the store is slow. The others
   * wait as they came.
   */
  readonly workingBytes: number;
  /** Bytes that one tenant may send a second, after decompression; 0 = as many as there is room for. */
  readonly tenantBytesPerSecond: number;
  /** How long the store may take before the client is told to send again, in milliseconds. */
  readonly appendTimeoutMs: number;
}

export const DEFAULT_INGEST_SETTINGS: IngestSettings = {
  pathPrefix: '',
  maxBodyBytes: 64 * 1024 * 1024,
  maxRecords: 10_000,
  maxAttributes: 128,
  maxDepth: 32,
  inflightBytes: 256 * 1024 * 1024,
  workingBytes: 8 * 1024 * 1024,
  tenantBytesPerSecond: 0,
  appendTimeoutMs: 6_000,
};

const POSITIVE: readonly (keyof Omit<IngestSettings, 'pathPrefix' | 'tenantBytesPerSecond'>)[] = [
  'maxBodyBytes',
  'maxRecords',
  'maxAttributes',
  'maxDepth',
  'inflightBytes',
  'workingBytes',
  'appendTimeoutMs',
];

/** Defaults with the given values over them. Throws IngestSettingsError naming every bad value. */
export function resolveSettings(given: Partial<IngestSettings> = {}): IngestSettings {
  const settings = { ...DEFAULT_INGEST_SETTINGS, ...given };
  const problems = [...positiveProblems(settings), ...relationProblems(settings)];
  if (problems.length > 0) throw new IngestSettingsError(problems);
  return settings;
}

function positiveProblems(settings: IngestSettings): string[] {
  return POSITIVE.filter((name) => !Number.isSafeInteger(settings[name]) || settings[name] < 1).map(
    (name) => `${name} must be a whole number of 1 or more`,
  );
}

function relationProblems(settings: IngestSettings): string[] {
  const problems: string[] = [];
  if (!/^(?:\/[\w.~-]+)*$/.test(settings.pathPrefix)) {
    problems.push('pathPrefix must be empty or start with a slash and end without one');
  }
  if (!Number.isSafeInteger(settings.tenantBytesPerSecond) || settings.tenantBytesPerSecond < 0) {
    problems.push('tenantBytesPerSecond must be a whole number of 0 or more');
  }
  if (settings.inflightBytes < settings.maxBodyBytes) {
    problems.push(
      'inflightBytes must not be smaller than maxBodyBytes: the largest body would never be admitted',
    );
  }
  return problems;
}
