import { lazy, type ReactNode, Suspense } from 'react';
import { Loading } from '../../ui/states.tsx';
import { ConsolePane } from '../console/console-pane.tsx';
import { DevicePane } from '../device/device-pane.tsx';
import { NetworkPanel } from '../network/network-panel.tsx';
import { PaneBoundary } from './pane-boundary.tsx';

// What is opened by a click is fetched then.
const CodePane = lazy(async () => ({ default: (await import('../code/code-pane.tsx')).CodePane }));
const MocksPane = lazy(async () => ({ default: (await import('../mocks/mocks-pane.tsx')).MocksPane }));
const AccelerationPane = lazy(async () => ({
  default: (await import('../acceleration/acceleration-pane.tsx')).AccelerationPane,
}));

/** The parts of the page. */
export type PaneName = 'network' | 'console' | 'code' | 'mocks' | 'acceleration' | 'device';

/** Those that share the lower part of a wide page. */
export const lowerPanes = ['console', 'code', 'mocks', 'acceleration'] as const satisfies PaneName[];

export const allPanes = ['network', ...lowerPanes, 'device'] as const satisfies PaneName[];

export function Pane({ name }: { name: PaneName }) {
  return (
    <PaneBoundary>
      <Suspense fallback={<Loading />}>{contentOf(name)}</Suspense>
    </PaneBoundary>
  );
}

function contentOf(name: PaneName): ReactNode {
  switch (name) {
    case 'network':
      return <NetworkPanel />;
    case 'console':
      return <ConsolePane />;
    case 'code':
      return <CodePane />;
    case 'mocks':
      return <MocksPane />;
    case 'acceleration':
      return <AccelerationPane />;
    default:
      return <DevicePane />;
  }
}
