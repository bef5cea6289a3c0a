import { useEffect, useState } from 'react';
import type { ReadExpression } from '../model/filter-tests.ts';

const understandsNone: ReadExpression = () => undefined;

/** What reads regular expressions, from a moment after it is wanted for the first time: few people need it. */
export function useExpressions(wanted: boolean): ReadExpression | undefined {
  const [read, setRead] = useState<{ readonly expression: ReadExpression }>();
  useEffect(() => {
    if (!wanted || read !== undefined) return undefined;
    let left = false;
    const take = (expression: ReadExpression) => {
      if (!left) setRead({ expression });
    };
    import('../model/expressions.ts').then(
      ({ readExpression }) => take(readExpression),
      () => take(understandsNone),
    );
    return () => {
      left = true;
    };
  }, [wanted, read]);
  return read?.expression;
}
