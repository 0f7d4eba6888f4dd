// Content-Type -> codec, and back for the answer (OTLP rules H2, H3).
import type { Codec } from '../decode/model.ts';
import { IngestError } from '../errors.ts';

export const MEDIA_TYPES: Readonly<Record<Codec, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** Undefined for a missing or foreign type. Case and parameters do not matter (RFC 9110 section 8.3.1). */
export function codecOf(contentType: string | undefined): Codec | undefined {
  const [type = ''] = (contentType ?? '').split(';', 1);
  switch (type.trim().toLowerCase()) {
    case MEDIA_TYPES.protobuf:
      return 'protobuf';
    case MEDIA_TYPES.json:
      return 'json';
    default:
      return undefined;
  }
}

/** Throws IngestError `unsupported_media_type`. */
export function requireCodec(contentType: string | undefined): Codec {
  const codec = codecOf(contentType);
  if (codec !== undefined) return codec;
  throw new IngestError(
    'unsupported_media_type',
    `send Content-Type ${MEDIA_TYPES.protobuf} or ${MEDIA_TYPES.json}`,
  );
}
