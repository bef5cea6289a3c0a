import { VisuallyHidden } from '@mantine/core';
import { useFormat, useMessages } from '../../ui/language.tsx';
import { type Call, durationOf, isUnderWay } from '../model/call.ts';
import type { CallColumn } from '../model/call-columns.ts';
import { typeOf } from '../model/call-kind.ts';
import { nameOf } from '../model/call-name.ts';
import { statusOf } from '../model/call-status.ts';
import type { TimeSpan } from '../model/waterfall.ts';
import classes from './call-table.module.css';
import { messages } from './network.messages.ts';
import { WaterfallCell } from './waterfall-cell.tsx';

interface CallCellProps {
  readonly call: Call;
  readonly column: CallColumn;
  readonly span: TimeSpan;
  readonly now: number;
}

/** What stands in one column of a call's line. */
export function CallCell({ call, column, span, now }: CallCellProps) {
  const format = useFormat();
  const { row } = call;
  switch (column) {
    case 'name':
      return <Name call={call} />;
    case 'api':
      return row.api;
    case 'method':
      return row.method;
    case 'status':
      return <Status call={call} />;
    case 'type':
      return typeOf(call);
    case 'size':
      return row.bytes > 0 || !isUnderWay(call) ? format.bytes(row.bytes) : '';
    case 'time':
      return isUnderWay(call) ? `${format.span(durationOf(call, now))}…` : format.span(durationOf(call, now));
    default:
      return <WaterfallCell call={call} span={span} now={now} />;
  }
}

function Name({ call: { row } }: { call: Call }) {
  const texts = useMessages(messages);
  return (
    <span title={row.url}>
      {row.mock !== undefined && (
        <span className={classes.badge} title={texts.mock(row.mock)}>
          {texts.mocked}
        </span>
      )}
      {nameOf(row.url).name}
      {row.wouldFail && <VisuallyHidden> ({texts.amber})</VisuallyHidden>}
    </span>
  );
}

function Status({ call }: { call: Call }) {
  const { status: texts } = useMessages(messages);
  const status = statusOf(call);
  switch (status.kind) {
    case 'answered':
      return status.status;
    case 'failed':
      return <span title={call.row.errMsg ?? status.code}>{texts.failed}</span>;
    case 'interrupted':
    case 'refused':
      return <span title={call.row.errMsg}>{texts[status.kind]}</span>;
    default:
      return texts[status.kind];
  }
}
