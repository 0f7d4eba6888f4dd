// Mounts the OTLP plugin.
import type { RequestHandler } from 'express';

export function createIngestPlugin(_deps: unknown): RequestHandler | undefined {
  return undefined;
}
