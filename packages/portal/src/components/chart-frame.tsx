// Around a plot: its name, what it says in words, and its numbers, for whoever cannot see it.
import type { ReactNode } from 'react';

export interface Series {
  readonly key: string;
  readonly name: string;
  /** a custom property of the style sheet */
  readonly colour: string;
}

export interface Point {
  readonly label: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface ChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  readonly format: (value: number) => string;
}

export const CHART_HEIGHT = 220;
export const TICK = { fill: 'var(--quiet)', fontSize: 12 };
export const TOOLTIP = {
  background: 'var(--surface)',
  border: '1px solid var(--line)',
  borderRadius: 8,
};

interface Props extends ChartProps {
  readonly said: string;
  readonly children: ReactNode;
}

export function ChartFrame({ title, series, points, format, said, children }: Props) {
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div role="img" aria-label={said}>
        {children}
      </div>
      <details>
        <summary>Figures</summary>
        <FiguresTable title={title} series={series} points={points} format={format} />
      </details>
    </figure>
  );
}

function FiguresTable({ title, series, points, format }: ChartProps) {
  return (
    <table>
      <caption className="hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">When or what</th>
          {series.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map(({ label, values }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {series.map(({ key }) => (
              <td key={key} className="number">
                {format(values[key] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
