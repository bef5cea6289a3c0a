import { Component, type ReactNode } from 'react';
import { FaultScreen } from './fault-screen.tsx';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultBoundaryState {
  readonly faulty: boolean;
}

/** Keeps the frame standing where a screen has a fault, or its code could not be loaded. */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultBoundaryState> {
  override state: FaultBoundaryState = { faulty: false };

  static getDerivedStateFromError(): FaultBoundaryState {
    return { faulty: true };
  }

  override render(): ReactNode {
    return this.state.faulty ? <FaultScreen /> : this.props.children;
  }
}
