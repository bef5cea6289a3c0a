import { Component, type ReactNode } from 'react';
import { useMessages } from '../../ui/language.tsx';
import { Problem } from '../../ui/states.tsx';
import { messages } from './layout.messages.ts';

interface PaneBoundaryProps {
  readonly children: ReactNode;
}

interface PaneBoundaryState {
  readonly error: Error | undefined;
}

/** Keeps the failure of one pane away from the others. React has no function that does this. */
export class PaneBoundary extends Component<PaneBoundaryProps, PaneBoundaryState> {
  override readonly state: PaneBoundaryState = { error: undefined };

  static getDerivedStateFromError(error: Error): PaneBoundaryState {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <Failed message={error.message} onRetry={() => this.setState({ error: undefined })} />;
  }
}

function Failed({ message, onRetry }: { message: string; onRetry: () => void }) {
  const { paneFailed } = useMessages(messages);
  return <Problem title={paneFailed} message={message} onRetry={onRetry} />;
}
