// How far back a report looks; kept in the URL.
import { PERIODS, type PeriodName } from '../state/period.ts';

const NAMES: Readonly<Record<PeriodName, string>> = {
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
};

interface Props {
  readonly value: PeriodName;
  readonly onChange: (name: string) => void;
}

export function PeriodChoice({ value, onChange }: Props) {
  return (
    <label className="choice">
      <span className="hidden">Period</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {(Object.keys(PERIODS) as PeriodName[]).map((name) => (
          <option key={name} value={name}>
            {NAMES[name]}
          </option>
        ))}
      </select>
    </label>
  );
}
