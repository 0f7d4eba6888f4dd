// Export of exactly what is filtered: every page of the feed, no cap that nobody mentions.
import { useState } from 'react';
import { useApi } from '../../api/session.tsx';
import { download } from '../../format/download.ts';
import { count } from '../../format/numbers.ts';
import type { Filters } from '../../state/filters.ts';
import { exportedText, type ExportFormat } from './exported-text.ts';

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

export function ExportButtons({ filters }: { readonly filters: Filters }) {
  const api = useApi();
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (format: ExportFormat): Promise<void> => {
    setBusy(true);
    try {
      const parts = await exportedText(api, filters, format, (rows) => setSaid(`${count(rows)} rows…`));
      download({ subject: 'decisions', ending: format, type: TYPES[format], parts });
      setSaid('');
    } catch (error) {
      setSaid(error instanceof Error ? `Export failed: ${error.message}` : 'Export failed');
    }
    setBusy(false);
  };
  return (
    <>
      <span role="status" className="said">
        {said}
      </span>
      {(['csv', 'jsonl'] as const).map((format) => (
        <button key={format} type="button" disabled={busy} onClick={() => void run(format)}>
          Export {format.toUpperCase()}
        </button>
      ))}
    </>
  );
}
