// End to end: Claude-shaped requests over HTTP until the acknowledgement, load generator on the same machine.
import { publish } from '../result.ts';
import { ingestFindings } from './findings.ts';
import { measureSize, type SizeReport } from './measure-size.ts';
import { INGEST_USAGE, ingestSettings } from './settings.ts';

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(INGEST_USAGE);
else await measure();

async function measure(): Promise<void> {
  const settings = ingestSettings(args);
  const reports: SizeReport[] = [];
  for (const size of settings.sizes)
    for (let run = 0; run < settings.runs; run += 1) reports.push(await measureSize(settings, size));
  publish('ingest', ingestFindings(settings, reports));
}
