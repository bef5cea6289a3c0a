import type { ReactNode } from 'react';
import classes from './details.module.css';

/** A part of the details, under a heading. */
export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h4 className={classes.section}>{title}</h4>
      {children}
    </section>
  );
}
