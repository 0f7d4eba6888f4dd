// Figures over time or over groups as bars, and where there is one, a line that they should stay below.
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { CHART_HEIGHT, ChartFrame, TICK, TOOLTIP, type ChartProps } from './chart-frame.tsx';

interface Props extends ChartProps {
  readonly limit?: { readonly name: string; readonly value: number } | undefined;
}

export function SeriesChart(props: Props) {
  const { series, points, format, limit } = props;
  const data = points.map(({ label, values }) => ({ label, ...values }));
  return (
    <ChartFrame {...props} said={summary(props)}>
      <ResponsiveContainer
        width="100%"
        height={CHART_HEIGHT}
        initialDimension={{ width: 480, height: CHART_HEIGHT }}
      >
        <BarChart data={data} accessibilityLayer={false} margin={{ top: 8, right: 4, left: 0, bottom: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--line)" minTickGap={16} />
          <YAxis tick={TICK} tickLine={false} axisLine={false} width={64} tickFormatter={format} />
          <Tooltip
            cursor={{ fill: 'var(--raised)' }}
            contentStyle={TOOLTIP}
            formatter={(value) => format(Number(value))}
          />
          {series.length > 1 && <Legend wrapperStyle={{ fontSize: 12 }} />}
          {series.map(({ key, name, colour }) => (
            <Bar key={key} dataKey={key} name={name} stackId="all" fill={colour} isAnimationActive={false} />
          ))}
          {limit && (
            <ReferenceLine
              y={limit.value}
              stroke="var(--plot-5)"
              strokeDasharray="6 4"
              ifOverflow="extendDomain"
            />
          )}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

function summary({ title, series, points, format, limit }: Props): string {
  const totals = series.map(({ key, name }) => {
    const total = points.reduce((sum, { values }) => sum + (values[key] ?? 0), 0);
    return `${name} ${format(total)}`;
  });
  const line = limit === undefined ? '' : ` ${limit.name}: ${format(limit.value)} each.`;
  return `${title}: ${totals.join(', ')} in all.${line}`;
}
