// Lists of `key=value` in one variable: headers of the exporter and resource attributes. Values are percent-encoded
// where the list would read them otherwise (W3C Baggage section 3.3.1.3, OpenTelemetry "Specifying headers").
import type { ClientSetup, Credential } from './client-setup.ts';

/** All but baggage-octet, and `%`, which the reader takes for an escape. */
const LISTED = /[^!#-$&-+\--:<-[\]-~]+/g;

/** Headers by name, values as they go over the wire. */
export function headersFor({ credential, dataset, metricsDataset }: ClientSetup): Record<string, string> {
  return {
    ...authorization(credential),
    ...(dataset !== undefined && { 'x-dataset': dataset }),
    ...(metricsDataset !== undefined && { 'x-metrics-dataset': metricsDataset }),
  };
}

/** `Authorization=Basic%20…,x-dataset=…`; quoting a value instead would send the quotes. */
export function headerList(headers: Readonly<Record<string, string>>): string {
  return join(headers, encodeValue);
}

/** Some readers split at every equals sign: here it is encoded as well. */
export function attributeList(attributes: Readonly<Record<string, string>>): string {
  return join(attributes, (value) => encodeValue(value).replaceAll('=', '%3D'));
}

function authorization(credential: Credential): Record<string, string> {
  if (credential.kind === 'helper') return {};
  if (credential.kind === 'placeholder') return { Authorization: credential.authorization };
  if (credential.kind === 'token') return { Authorization: `Bearer ${credential.token}` };
  const basic = Buffer.from(`${credential.org}:${credential.license}`).toString('base64');
  return { Authorization: `Basic ${basic}` };
}

function join(pairs: Readonly<Record<string, string>>, encode: (value: string) => string): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join(',');
}

function encodeValue(value: string): string {
  return value.replace(LISTED, encodeURIComponent);
}
