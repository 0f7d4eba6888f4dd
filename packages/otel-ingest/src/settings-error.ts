// The start stops with every reason at once.

export class IngestSettingsError extends Error {
  readonly code = 'invalid_settings';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`bad ingest settings: ${problems.join('; ')}`);
    this.name = 'IngestSettingsError';
    this.problems = problems;
  }
}
