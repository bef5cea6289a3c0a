import { Fragment, type ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  /** Names with what stands behind them. */
  readonly of: readonly (readonly [name: string, value: ReactNode])[];
}

/** What is known of something: names and values, one under the other. */
export function Facts({ of }: FactsProps) {
  return (
    <dl className={classes['facts']}>
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
