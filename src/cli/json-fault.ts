/**
 * Where a text stops being JSON. `JSON.parse` says that in some of its messages, in other words with each version of
 * Node; a file that people edit needs the line and the column in all of them.
 */

/** What may come next. A list or an object may end where its first item or key is awaited; after a comma it may not. */
type Awaited = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'comma or end' | 'nothing';

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|[\u007F-\u009F]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y;

/** The index of the first character that cannot stand where it does; undefined where the whole text is JSON. */
export function jsonFault(text: string): number | undefined {
  const open: string[] = [];
  let awaited: Awaited = 'value';
  let at = 0;
  const after = (): Awaited => (open.length === 0 ? 'nothing' : 'comma or end');
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at; // oxlint-disable-line no-param-reassign -- how a sticky pattern is told where to look
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match !== null;
  };
  for (;;) {
    take(SPACE);
    const char = text[at];
    if (char === undefined) return awaited === 'nothing' ? undefined : at;
    const isValue = awaited === 'value' || awaited === 'first item';
    const closes = char === ']' ? ['first item', 'comma or end'] : ['first key', 'comma or end'];
    if ((char === ']' || char === '}') && open.at(-1) === char && closes.includes(awaited)) {
      open.pop();
      at += 1;
      awaited = after();
    } else if (isValue && (char === '[' || char === '{')) {
      open.push(char === '[' ? ']' : '}');
      at += 1;
      awaited = char === '[' ? 'first item' : 'first key';
    } else if (isValue && (take(STRING) || take(SCALAR))) awaited = after();
    else if ((awaited === 'key' || awaited === 'first key') && take(STRING)) awaited = 'colon';
    else if (awaited === 'colon' && char === ':') {
      at += 1;
      awaited = 'value';
    } else if (awaited === 'comma or end' && char === ',') {
      at += 1;
      awaited = open.at(-1) === ']' ? 'value' : 'key';
    } else return at;
  }
}
