// Figures that run on, as lines.
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart as Lines,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { CHART_HEIGHT, ChartFrame, TICK, TOOLTIP, type ChartProps } from './chart-frame.tsx';

/** The first series is drawn through, the others dashed: they are told apart without colours too. */
export function LineChart(props: ChartProps) {
  const { series, points, format } = props;
  const data = points.map(({ label, values }) => ({ label, ...values }));
  return (
    <ChartFrame {...props} said={summary(props)}>
      <ResponsiveContainer
        width="100%"
        height={CHART_HEIGHT}
        initialDimension={{ width: 480, height: CHART_HEIGHT }}
      >
        <Lines data={data} accessibilityLayer={false} margin={{ top: 8, right: 8, left: 0, bottom: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--line)" minTickGap={16} />
          <YAxis tick={TICK} tickLine={false} axisLine={false} width={64} tickFormatter={format} />
          <Tooltip contentStyle={TOOLTIP} formatter={(value) => format(Number(value))} />
          <Legend wrapperStyle={{ fontSize: 12 }} />
          {series.map(({ key, name, colour }, index) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={colour}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
              {...(index > 0 && { strokeDasharray: '6 4' })}
            />
          ))}
        </Lines>
      </ResponsiveContainer>
    </ChartFrame>
  );
}

function summary({ title, series, points, format }: ChartProps): string {
  const last = points.at(-1)?.values ?? {};
  const ends = series.map(({ key, name }) => `${name} ${format(last[key] ?? 0)}`);
  return `${title}: ${ends.join(', ')} at the end.`;
}
