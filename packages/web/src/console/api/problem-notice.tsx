import { useFormat, useMessages } from '../../ui/language.tsx';
import { Problem } from '../../ui/states.tsx';
import { toProblem } from './api-problem.ts';
import { fieldFaults } from './field-faults.ts';
import { problemMessages } from './problems.messages.ts';

interface ProblemNoticeProps {
  /** Whatever was thrown; nothing is shown for null. */
  readonly problem: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, in the platform's own sentence, under a short line in the language that is spoken. */
export function ProblemNotice({ problem: thrown, onRetry }: ProblemNoticeProps) {
  const texts = useMessages(problemMessages);
  const format = useFormat();
  if (thrown === null || thrown === undefined) return null;
  const problem = toProblem(thrown);
  const { code, message, requestId, retryAt } = problem;
  const faults = Object.entries(fieldFaults(problem)).map(([field, fault]) => `${field}: ${fault}`);
  const asking = code === 'INTERNAL' || code === 'UNAVAILABLE' ? requestId : undefined;
  const fix = [
    ...faults,
    ...(retryAt === undefined ? [] : [texts.again(format.time(retryAt), format.ago(retryAt))]),
    ...(asking === undefined ? [] : [texts.request(asking)]),
  ];
  return (
    <Problem
      title={texts.titles[code] ?? texts.titles.FAULT}
      message={message}
      fix={fix.length === 0 ? undefined : fix.join(' · ')}
      {...(onRetry === undefined ? {} : { onRetry })}
    />
  );
}
