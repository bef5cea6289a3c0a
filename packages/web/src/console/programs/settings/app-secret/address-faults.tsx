import { EngineText } from '../../../../ui/engine-text.tsx';
import { useIssueLine } from '../../../../ui/reasons.messages.ts';
import type { AddressFault } from './address-lines.ts';

/** Faults that are told; of more of them the others come when these are mended. */
const mostShown = 5;

/** What of an allow-list is no address. */
export function AddressFaults({ of }: { readonly of: readonly AddressFault[] }) {
  return of.slice(0, mostShown).map((fault) => <Fault key={fault.text} fault={fault} />);
}

function Fault({ fault: { code, message } }: { readonly fault: AddressFault }) {
  const line = useIssueLine(code);
  return (
    <span style={{ display: 'block' }}>
      <EngineText sentence={message} line={line} />
    </span>
  );
}
