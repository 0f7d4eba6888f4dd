// Figures over time or over groups as bars. The picture has its numbers beside it, for whoever cannot see it.
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';

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

interface Props {
  readonly title: string;
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  readonly format: (value: number) => string;
}

const HEIGHT = 220;

export function SeriesChart({ title, series, points, format }: Props) {
  const data = points.map(({ label, values }) => ({ label, ...values }));
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div role="img" aria-label={summary(title, series, points, format)}>
        <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 480, height: HEIGHT }}>
          <BarChart data={data} accessibilityLayer={false} margin={{ top: 8, right: 4, left: 0, bottom: 0 }}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--line)" minTickGap={16} />
            <YAxis tick={TICK} tickLine={false} axisLine={false} width={64} tickFormatter={format} />
            <Tooltip
              cursor={{ fill: 'var(--raised)' }}
              contentStyle={BOX}
              formatter={(value) => format(Number(value))}
            />
            {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
            {series.map(({ key, name, colour }) => (
              <Bar
                key={key}
                dataKey={key}
                name={name}
                stackId="all"
                fill={colour}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <details>
        <summary>Figures</summary>
        <FiguresTable title={title} series={series} points={points} format={format} />
      </details>
    </figure>
  );
}

const TICK = { fill: 'var(--quiet)', fontSize: 12 };
const BOX = { background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 8 };

function FiguresTable({ title, series, points, format }: Props) {
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

function summary(
  title: string,
  series: readonly Series[],
  points: readonly Point[],
  format: (value: number) => string,
): string {
  const totals = series.map(({ key, name }) => {
    const total = points.reduce((sum, { values }) => sum + (values[key] ?? 0), 0);
    return `${name} ${format(total)}`;
  });
  return `${title}: ${totals.join(', ')} in all.`;
}
