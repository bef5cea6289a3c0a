import type { ReactNode } from 'react';
import { Beginning } from './beginning.tsx';
import classes from './details.module.css';

export interface Field {
  readonly name: string;
  readonly value: ReactNode;
  /** It is a sentence rather than a value of the program. */
  readonly prose?: boolean;
}

interface FieldTableProps {
  readonly label: string;
  readonly fields: readonly Field[];
}

/** Names and what belongs to them. */
export function FieldTable({ label, fields }: FieldTableProps) {
  return (
    <Beginning of={fields}>
      {(shown) => (
        <table className={classes.fields} aria-label={label}>
          <tbody>
            {shown.map(({ name, value, prose = false }, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- names can come twice, and the order is fixed
              <tr key={index}>
                <th scope="row">{name}</th>
                <td className={prose ? classes.prose : undefined}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Beginning>
  );
}
