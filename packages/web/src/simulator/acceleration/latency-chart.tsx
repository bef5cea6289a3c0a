import { Text } from '@mantine/core';
import type { AccelerationState } from '@minigate/runtime/simulator/protocol';
import { Fragment, useMemo } from 'react';
import { Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { connectKey, firstByteKey, latencyPoints } from '../model/latencies.ts';
import { messages } from './acceleration.messages.ts';

/** Told apart in both schemes; with more candidates they come again, each with its name in the legend. */
const colours = ['#1971c2', '#e8590c', '#2f9e44', '#9c36b5', '#0c8599', '#c2255c'];

/** How fast the candidates answered, over time. */
export function LatencyChart({ state }: { state: AccelerationState }) {
  const texts = useMessages(messages);
  const format = useFormat();
  const points = useMemo(() => [...latencyPoints(state)], [state]);
  return (
    <figure style={{ margin: 0 }} aria-label={texts.chart(state.origin)}>
      <div style={{ height: 220 }} aria-hidden>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart
            data={points}
            margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <XAxis
              dataKey="time"
              type="number"
              domain={['dataMin', 'dataMax']}
              tickFormatter={(time: number) => format.time(time)}
              stroke="currentColor"
              fontSize={11}
            />
            <YAxis width={48} stroke="currentColor" fontSize={11} />
            <Tooltip
              labelFormatter={(time) => format.time(Number(time))}
              contentStyle={{ background: 'var(--mantine-color-body)' }}
            />
            <Legend wrapperStyle={{ fontSize: 11 }} itemSorter={null} />
            {state.candidates.map(({ origin }, index) => (
              <Fragment key={origin}>
                <Line {...drawn(index)} name={origin} dataKey={firstByteKey(index)} />
                <Line
                  {...drawn(index)}
                  name={texts.connecting(origin)}
                  dataKey={connectKey(index)}
                  strokeDasharray="4 4"
                  legendType="none"
                />
              </Fragment>
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <Text component="figcaption" size="xs" c="dimmed">
        {texts.chartText}
      </Text>
    </figure>
  );
}

function drawn(index: number) {
  return {
    stroke: colours[index % colours.length] ?? '',
    dot: { r: 1.5, strokeDasharray: '' },
    connectNulls: true,
    isAnimationActive: false,
  };
}
