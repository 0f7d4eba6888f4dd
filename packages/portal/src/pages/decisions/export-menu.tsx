// Export of exactly what is filtered: every page of the feed, no cap that nobody mentions.
import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import { useApi } from '../../api/session.tsx';
import { download, fileName } from '../../format/download.ts';
import { count } from '../../format/numbers.ts';
import type { Filters } from '../../state/filters.ts';
import { exportedText, type ExportFormat } from './exported-text.ts';

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv', jsonl: 'application/x-ndjson' };

export function ExportMenu({ filters }: { readonly filters: Filters }) {
  const api = useApi();
  const [said, setSaid] = useState('Export');
  const run = async (format: ExportFormat): Promise<void> => {
    try {
      const parts = await exportedText(api, filters, format, (rows) => setSaid(`${count(rows)} rows…`));
      download(fileName('decisions', format, Date.now()), TYPES[format], parts);
      setSaid('Export');
    } catch (error) {
      setSaid(error instanceof Error ? `Export failed: ${error.message}` : 'Export failed');
    }
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="button" aria-live="polite">
        {said}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="menu-place" align="end" sideOffset={6}>
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={() => void run('csv')}>
              CSV, for a spreadsheet
            </Menu.Item>
            <Menu.Item className="menu-item" onClick={() => void run('jsonl')}>
              JSONL, one row a line
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
