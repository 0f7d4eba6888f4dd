// What the page asks the worker, and what it hears back: plain data, keys and digests in base64.
import type { Report } from '../../../../verifiers/node/verify-bundle.mjs';

/** What checked the signatures: the browser itself, noble, or the verifier's own slow code. */
export type SignatureChecker = 'webcrypto' | 'noble' | 'own';

export interface TreeNote {
  readonly origin: string;
  readonly size: number;
  /** base64 */
  readonly root: string;
  /** ids of those of the given keys that signed it */
  readonly signedBy: readonly string[];
}

export interface NamedKey {
  /** base64, 32 bytes */
  readonly key: string;
  /** first 16 bytes of its SHA-256, hex */
  readonly id: string;
}

export interface BundleAnswer {
  readonly report: Report;
  readonly checker: SignatureChecker;
  /** the bundle's checkpoint, verbatim; null where the file has none to read */
  readonly note: string | null;
  readonly tree: TreeNote | null;
}

/** `same`: one tree; `grown`: the older one begins the newer one; `other`: it does not. */
export type Growth = 'same' | 'grown' | 'other';

export interface Questions {
  readonly bundle: {
    readonly ask: {
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** trusted */
      readonly pins: readonly string[];
      /** checkpoints from earlier */
      readonly held: readonly string[];
      /** keys of which it is asked whether they signed the checkpoint; they are not trusted */
      readonly candidates: readonly string[];
    };
    readonly answer: BundleAnswer;
  };
  readonly growth: {
    readonly ask: {
      readonly older: string;
      readonly newer: string;
      readonly path: readonly string[];
      readonly candidates: readonly string[];
    };
    readonly answer: {
      readonly growth: Growth;
      /** ids of those of the candidates that signed the newer note */
      readonly signedBy: readonly string[];
    };
  };
  /** null: not a checkpoint */
  readonly note: {
    readonly ask: { readonly note: string; readonly candidates: readonly string[] };
    readonly answer: TreeNote | null;
  };
  /** A PEM or a C2SP vkey, as somebody pasted it. */
  readonly key: {
    readonly ask: { readonly text: string; readonly origin: string | null };
    readonly answer: NamedKey | { readonly problem: string };
  };
}

export type QuestionName = keyof Questions;

export type Question = {
  [K in QuestionName]: { readonly name: K; readonly ask: Questions[K]['ask'] };
}[QuestionName];

export type WorkerMessage =
  | { readonly rows: number }
  | { readonly answer: Questions[QuestionName]['answer'] }
  | { readonly problem: string };
