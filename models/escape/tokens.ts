/** Go text as tokens, with the semicolons that Go puts at the ends of lines. */
import { BadInput } from '../../src/base/errors.ts';
import type { Pos } from './syntax.ts';

export interface Token {
  readonly kind: 'name' | 'number' | 'sign' | 'end';
  /** `;` for the end of a line that ends a statement too. */
  readonly text: string;
  readonly pos: Pos;
}

/** Longer ones first. */
const SIGNS = [
  ':=',
  '++',
  '+=',
  '==',
  '!=',
  '<=',
  '>=',
  ...'{ } ( ) [ ] ; , . : = & * + - < >'.split(' '),
];
const LEXEME = /[ \t\r]*(?:(\n)|(\/\/[^\n]*)|([A-Za-z_]\w*)|(\d+)|$)/y;
/** Words behind which the end of a line is not the end of a statement. */
const KEYWORDS = new Set([
  'package',
  'type',
  'struct',
  'var',
  'func',
  'if',
  'else',
  'for',
  'range',
]);
const MANY = 1_000_000;

/** @throws {BadInput} at a character that the language has not */
export function tokensOf(text: string, file: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let at = 0;
  const push = (kind: Token['kind'], token: string, index: number): void => {
    tokens.push({ kind, text: token, pos: { line, column: index - lineStart + 1 } });
  };
  while (at < text.length) {
    LEXEME.lastIndex = at;
    const found = LEXEME.exec(text);
    if (found === null) {
      const blanks = /[ \t\r]*/y;
      blanks.lastIndex = at;
      at += blanks.exec(text)?.[0].length ?? 0;
      const sign = SIGNS.find((each) => text.startsWith(each, at));
      if (sign === undefined) {
        const place = { file, line, column: at - lineStart + 1 };
        throw new BadInput(place, `the language has no ${JSON.stringify(text[at])}`);
      }
      push('sign', sign, at);
      at += sign.length;
      continue;
    }
    const [all, newline, , name, number] = found;
    const word = name ?? number ?? '';
    const index = at + all.length - word.length;
    at += all.length;
    if (newline !== undefined) {
      if (endsStatement(tokens.at(-1))) push('sign', ';', index - 1);
      line += 1;
      lineStart = at;
    } else if (name !== undefined) push('name', name, index);
    else if (number !== undefined) {
      if (number.length > String(MANY * MANY).length) {
        const place = { file, line, column: index - lineStart + 1 };
        throw new BadInput(place, `the number ${number} is too large`);
      }
      push('number', number, index);
    } else if (all === '') break;
  }
  if (endsStatement(tokens.at(-1))) push('sign', ';', text.length);
  push('end', '', text.length);
  return tokens;
}

function endsStatement(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'name') return !KEYWORDS.has(token.text);
  return token.kind === 'number' || [')', ']', '}', '++'].includes(token.text);
}
