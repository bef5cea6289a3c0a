const blank = /[ \t\n\r]*/y;
const text = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/iy;
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

type Wanted = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing';

/** Where a text stops being JSON, as line and column from 1, for people who look for their mistake. */
export function jsonFaultPlace(json: string): { readonly line: number; readonly column: number } {
  const before = json.slice(0, faultAt(json)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function faultAt(json: string): number {
  const open: ('[' | '{')[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  const read = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(json);
    if (found !== null) at += found[0].length;
    return found !== null;
  };
  const afterValue = (): Wanted => (open.length === 0 ? 'nothing' : 'comma or end');
  for (;;) {
    read(blank);
    const sign = json[at] ?? '';
    const inside = open.at(-1);
    if (sign === (inside === '{' ? '}' : ']') && inside !== undefined && wanted.endsWith('or end')) {
      open.pop();
      at += 1;
      wanted = afterValue();
    } else if (wanted === 'value' || wanted === 'value or end') {
      if (sign === '[' || sign === '{') {
        open.push(sign);
        at += 1;
        wanted = sign === '[' ? 'value or end' : 'name or end';
      } else if (read(sign === '"' ? text : scalar)) wanted = afterValue();
      else return at;
    } else if ((wanted === 'name' || wanted === 'name or end') && read(text)) wanted = 'colon';
    else if (wanted === 'colon' && sign === ':') [at, wanted] = [at + 1, 'value'];
    else if (wanted === 'comma or end' && sign === ',') {
      [at, wanted] = [at + 1, inside === '{' ? 'name' : 'value'];
    } else return at;
  }
}
