import { useRef } from 'react';
import { bytesInLine, hexLine } from '../model/hex.ts';
import classes from './details.module.css';
import { useWindow } from '../../ui/use-window.ts';

interface HexViewProps {
  readonly bytes: Uint8Array;
  readonly label: string;
}

const lineHeight = 18;

/** Bytes in hexadecimal. Only what is seen is in the document. */
export function HexView({ bytes, label }: HexViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const lines = useWindow({ count: Math.ceil(bytes.length / bytesInLine), place, lineHeight });
  return (
    <section
      ref={place}
      className={`${classes.hex} ${classes.code}`}
      style={{ maxHeight: 360 }}
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached
      tabIndex={0}
    >
      <div style={{ position: 'relative', height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexLine(bytes, index);
          return (
            <div key={index} className={classes.hexLine} style={{ transform: `translateY(${start}px)` }}>
              <span className={classes.offset}>{offset}</span>
              <span>{hex}</span>
              <span>{text}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
