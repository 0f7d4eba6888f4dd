// How long what was looked up about a credential or a dataset is believed without looking again.

/** Milliseconds. A revocation by another process holds after this time at the latest. */
export const ACCESS_MEMORY_MS = 5_000;
