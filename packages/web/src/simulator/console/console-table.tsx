import { useMessages } from '../../ui/language.tsx';
import type { ConsoleTable } from '../model/console-table.ts';
import { messages } from './console.messages.ts';
import classes from './console.module.css';

/** What `console.table` printed, as a table. */
export function ConsoleTableView({ table }: { table: ConsoleTable }) {
  const texts = useMessages(messages).table;
  const { columns, rows, hasValues, more } = table;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be reached
    <div className={classes.tableArea} role="group" aria-label={texts.label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{texts.index}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            {hasValues && <th scope="col">{texts.value}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells, value }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a map can have two keys of the same name
            <tr key={index}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={columns[at]}>{cell}</td>
              ))}
              {hasValues && <td>{value}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <div>{texts.more(String(more))}</div>}
    </div>
  );
}
