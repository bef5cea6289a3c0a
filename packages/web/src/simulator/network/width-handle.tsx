import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './call-table.module.css';
import { leastWidth } from './columns.ts';

interface WidthHandleProps {
  readonly label: string;
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

const widest = 800;
const step = 16;

/** The edge of a column or of the table: dragged, or moved with the arrow keys. */
export function WidthHandle({ label, width, onWidth }: WidthHandleProps) {
  const change = (wanted: number) => onWidth(Math.min(widest, Math.max(leastWidth, wanted)));
  const drag = (start: PointerEvent<HTMLElement>) => {
    start.preventDefault();
    const handle = start.currentTarget;
    handle.setPointerCapture(start.pointerId);
    const move = (event: globalThis.PointerEvent) => change(width + event.clientX - start.clientX);
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end);
  };
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    change(width + by);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a focusable separator is a widget
    <div
      className={classes.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={leastWidth}
      aria-valuemax={widest}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
