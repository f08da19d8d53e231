/** Programs as text: Go, which parse.ts reads again and the Go compiler takes. */
import { precedenceOf } from './syntax.ts';
import type { Binary, Expr, Func, Param, Program, Stmt } from './syntax.ts';
import { typeText } from './types.ts';

/** @returns the whole program, with a `package` line */
export function printEscape({ structs, globals, funcs }: Program): string {
  const lines = ['package main', ''];
  for (const { name, fields } of structs) {
    lines.push(`type ${name} struct {`);
    for (const field of fields) lines.push(`\t${field.name} ${typeText(field.type)}`);
    lines.push('}', '');
  }
  for (const { name, type } of globals) lines.push(`var ${name} ${typeText(type)}`);
  if (globals.length > 0) lines.push('');
  for (const func of funcs) {
    lines.push(`func ${func.name}${signature(func)} {`);
    lines.push(...stmtLines(func.body, '\t'), '}', '');
  }
  return lines.slice(0, -1).join('\n').concat('\n');
}

function signature({ params, results }: Func): string {
  const [only] = results;
  const isBare = only?.name === '' && results.length === 1;
  const behind = only === undefined ? '' : ` ${isBare ? typeText(only.type) : list(results)}`;
  return `${list(params)}${behind}`;
}

function list(params: readonly Param[]): string {
  const texts = params.map(({ name, type }) => `${name} ${typeText(type)}`.trim());
  return `(${texts.join(', ')})`;
}

function stmtLines(body: readonly Stmt[], indent: string): readonly string[] {
  return body.flatMap((stmt) => {
    const text = stmtText(stmt, indent);
    return `${indent}${text}${unread(stmt, indent)}`.split('\n');
  });
}

function isOne([value]: readonly Expr[]): boolean {
  return value?.kind === 'number' && value.value === 1;
}

/** Go refuses a local that is not read, so it is told that this one need not be. */
function unread(stmt: Stmt, indent: string): string {
  if (stmt.kind !== 'declare') return '';
  const unused = stmt.variables.filter(({ isUsed }) => !isUsed);
  return unused.map(({ name }) => `\n${indent}_ = ${name}`).join('');
}

function blockText(body: readonly Stmt[], indent: string, head: readonly string[] = []): string {
  const lines = [...head, ...stmtLines(body, `${indent}\t`)];
  return lines.length === 0 ? '{\n'.concat(indent, '}') : `{\n${lines.join('\n')}\n${indent}}`;
}

function stmtText(stmt: Stmt, indent: string): string {
  const text = (expr: Expr): string => exprText(expr, indent);
  const texts = (exprs: readonly Expr[]): string => exprs.map(text).join(', ');
  switch (stmt.kind) {
    case 'declare': {
      const names = stmt.names.map(({ name }) => name).join(', ');
      if (stmt.isShort) return `${names} := ${texts(stmt.values)}`;
      const [first] = stmt.names;
      const type = first === undefined ? '' : typeText(first.type);
      const value = stmt.values.length === 0 ? '' : ` = ${texts(stmt.values)}`;
      return `var ${names} ${type}${value}`;
    }
    case 'assign':
      if (stmt.op === '+=' && isOne(stmt.values)) return `${texts(stmt.targets)}++`;
      return `${texts(stmt.targets)} ${stmt.op} ${texts(stmt.values)}`;
    case 'if': {
      const otherwise =
        stmt.otherwise.length === 0 ? '' : ` else ${blockText(stmt.otherwise, indent)}`;
      return `if ${text(stmt.condition)} ${blockText(stmt.body, indent)}${otherwise}`;
    }
    case 'for': {
      const condition = stmt.condition === undefined ? '' : text(stmt.condition);
      const body = blockText(stmt.body, indent);
      if (stmt.init === undefined && stmt.post === undefined) return `for ${condition} ${body}`;
      const init = stmt.init === undefined ? '' : stmtText(stmt.init, indent);
      const post = stmt.post === undefined ? '' : ` ${stmtText(stmt.post, indent)}`;
      return `for ${init}; ${condition};${post} ${body}`;
    }
    case 'range': {
      const names = stmt.names.map(({ name }) => name).join(', ');
      const unused = stmt.variables.filter((each) => each !== undefined && !each.isUsed);
      const head = unused.map((each) => `${indent}\t_ = ${each?.name}`);
      const body = blockText(stmt.body, indent, head);
      return `for ${names === '' ? '' : `${names} := `}range ${text(stmt.over)} ${body}`;
    }
    case 'block':
      return blockText(stmt.body, indent);
    case 'return':
      return stmt.values.length === 0 ? 'return' : `return ${texts(stmt.values)}`;
    case 'call':
      return text(stmt.call);
    case 'print':
      return `println(${texts(stmt.values)})`;
    case 'defer':
    case 'go':
      return `${stmt.kind} ${text(stmt.call)}`;
  }
}

/**
 * An expression, as it is written.
 *
 * @param indent  of the line that it begins in; undefined for a short form of one line: `func literal`, `T{...}`
 */
export function exprText(expr: Expr, indent?: string): string {
  const text = (each: Expr): string => exprText(each, indent);
  const texts = (each: readonly Expr[]): string => each.map(text).join(', ');
  switch (expr.kind) {
    case 'number':
      return String(expr.value);
    case 'nil':
      return 'nil';
    case 'name':
      return expr.name;
    case 'address':
      return `&${operandText(expr.of, indent)}`;
    case 'deref':
      return `*${operandText(expr.of, indent)}`;
    case 'binary':
      return `${sideText(expr.left, expr, indent)} ${expr.op} ${sideText(expr.right, expr, indent)}`;
    case 'select':
      return `${primaryText(expr.of, indent)}.${expr.field}`;
    case 'index':
      return `${primaryText(expr.of, indent)}[${text(expr.index)}]`;
    case 'slice': {
      const [low, high] = [expr.low, expr.high].map((each) =>
        each === undefined ? '' : text(each),
      );
      return `${primaryText(expr.of, indent)}[${low}:${high}]`;
    }
    case 'new':
      return `new(${typeText(expr.of)})`;
    case 'make': {
      const capacity = expr.capacity === undefined ? '' : `, ${text(expr.capacity)}`;
      return `make(${typeText(expr.of)}, ${text(expr.length)}${capacity})`;
    }
    case 'literal': {
      const isShort = indent === undefined && expr.elements.length > 0;
      return `${typeText(expr.of)}{${isShort ? '...' : texts(expr.elements)}}`;
    }
    case 'append':
      return `append(${text(expr.to)}, ${texts(expr.items)})`;
    case 'call':
      return `${primaryText(expr.callee, indent)}(${texts(expr.args)})`;
    case 'closure': {
      if (indent === undefined) return 'func literal';
      return `func${signature(expr.func)} ${blockText(expr.func.body, indent)}`;
    }
    case 'convert':
      return `any(${text(expr.value)})`;
    case 'assert':
      return `${primaryText(expr.value, indent)}.(${typeText(expr.to)})`;
    case 'len':
    case 'cap':
      return `${expr.kind}(${text(expr.of)})`;
  }
}

/** A side of a binary operation, in brackets where the text would bind otherwise. */
function sideText(side: Expr, { op, left }: Binary, indent: string | undefined): string {
  const text = exprText(side, indent);
  if (side.kind !== 'binary') return text;
  const isTighter = precedenceOf(side.op) > precedenceOf(op);
  return isTighter || (side === left && precedenceOf(side.op) === precedenceOf(op))
    ? text
    : `(${text})`;
}

function operandText(expr: Expr, indent: string | undefined): string {
  const text = exprText(expr, indent);
  return expr.kind === 'binary' ? `(${text})` : text;
}

/** In front of a suffix. */
function primaryText(expr: Expr, indent: string | undefined): string {
  const isLoose = expr.kind === 'binary' || expr.kind === 'deref' || expr.kind === 'address';
  const text = exprText(expr, indent);
  return isLoose ? `(${text})` : text;
}
