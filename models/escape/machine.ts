/**
 * Running a program with its objects where they are put.
 *
 * Everything is Go's, but for what makes a run end and the same each time: integers have 32 bits; goroutines run when main
 * has returned, one after the other; a nil dereference, an index out of range or a wrong assertion ends the run, and no deferred
 * call runs then; so does a call too deep, or a statement too many. How it ended is part of the results.
 */
import { Evaluator } from './evaluate.ts';
import { Memory } from './memory.ts';
import type { Placing, Seen } from './memory.ts';
import { RunEnd } from './run-end.ts';
import type { Checked, Func, Stmt } from './syntax.ts';
import type { Value } from './values.ts';
import { zeroOf } from './values.ts';

/** Statements that a program runs at most, and calls inside of each other. */
const STATEMENTS_MAX = 2000;
const CALLS_MAX = 40;

export interface Ran {
  /** A line for each that was printed, then how it ended. */
  readonly lines: readonly string[];
  readonly seen: Seen;
}

export function runEscape(program: Checked, placing: Placing): Ran {
  return new Machine(program, placing).run();
}

class Machine {
  readonly #program: Checked;
  readonly #memory: Memory;
  readonly #evaluator: Evaluator;
  readonly #lines: string[] = [];
  readonly #started: (() => void)[] = [];
  #statements = 0;

  constructor(program: Checked, placing: Placing) {
    this.#program = program;
    this.#memory = new Memory(placing);
    this.#evaluator = new Evaluator(program, this.#memory, (func, closure, args) =>
      this.#call(func, closure, args),
    );
  }

  run(): Ran {
    try {
      this.#evaluator.call({ kind: 'func', func: this.#program.main, captured: undefined }, []);
      for (const start of this.#started) start();
      this.#lines.push('the end');
    } catch (error) {
      if (!(error instanceof RunEnd)) throw error;
      this.#lines.push(error.message);
    }
    return { lines: this.#lines, seen: this.#memory.seen };
  }

  #call(func: Func, closure: Value, args: readonly Value[]): readonly Value[] {
    const memory = this.#memory;
    if (memory.frames.length >= CALLS_MAX) throw new RunEnd('too many calls', func.pos);
    memory.enter(func, closure as Extract<Value, { kind: 'func' }>);
    const { params, results } = func.variables;
    for (const [i, param] of params.entries()) this.#evaluator.declare(param, args[i] as Value);
    for (const result of results) this.#evaluator.declare(result, zeroOf(result.type));
    this.#block(func.body);
    const { frame } = memory;
    for (let last = frame.deferred.pop(); last !== undefined; last = frame.deferred.pop()) last();
    const values = results.map((result) => memory.load(memory.slotOf(result, func.pos), func.pos));
    memory.leave(values);
    return values;
  }

  /** Whether a return ended it. */
  #block(body: readonly Stmt[]): boolean {
    return body.some((stmt) => this.#stmt(stmt));
  }

  #stmt(stmt: Stmt): boolean {
    this.#statements += 1;
    if (this.#statements > STATEMENTS_MAX) throw new RunEnd('too many statements', stmt.pos);
    const hasReturned = this.#execute(stmt);
    if (!hasReturned) this.#memory.endStatement();
    return hasReturned;
  }

  #execute(stmt: Stmt): boolean {
    const evaluator = this.#evaluator;
    switch (stmt.kind) {
      case 'declare': {
        const { variables, values, pos } = stmt;
        const given =
          values.length === 0
            ? variables.map(({ type }) => zeroOf(type))
            : evaluator.values(values, variables.length, pos);
        for (const [i, variable] of variables.entries())
          evaluator.declare(variable, given[i] as Value);
        return false;
      }
      case 'assign':
        evaluator.assign(stmt);
        return false;
      case 'if': {
        const isTrue = evaluator.value(stmt.condition) !== 0;
        return this.#block(isTrue ? stmt.body : stmt.otherwise);
      }
      case 'for':
        return this.#for(stmt);
      case 'range':
        return this.#range(stmt);
      case 'block':
        return this.#block(stmt.body);
      case 'return':
        evaluator.setResults(stmt);
        return true;
      case 'call':
        evaluator.results(stmt.call);
        return false;
      case 'print':
        this.#lines.push(stmt.values.map((value) => evaluator.number(value)).join(' '));
        return false;
      case 'defer':
        this.#memory.frame.deferred.push(evaluator.later(stmt));
        return false;
      case 'go':
        this.#started.push(evaluator.later(stmt));
        return false;
    }
  }

  #for({ init, condition, post, body, pos }: Extract<Stmt, { kind: 'for' }>): boolean {
    const { frame } = this.#memory;
    if (init !== undefined) this.#stmt(init);
    frame.loops += 1;
    for (;;) {
      const since = frame.objects.length;
      const isOver = condition !== undefined && this.#evaluator.value(condition) === 0;
      if (isOver || this.#block(body)) {
        if (isOver) this.#memory.endIteration(since, pos);
        frame.loops -= 1;
        return !isOver;
      }
      if (post !== undefined) this.#stmt(post);
      this.#memory.endIteration(since, pos);
    }
  }

  #range({ over, variables, body, pos }: Extract<Stmt, { kind: 'range' }>): boolean {
    const { frame } = this.#memory;
    const evaluator = this.#evaluator;
    const elements = evaluator.elements(over);
    for (const variable of variables)
      if (variable !== undefined) evaluator.declare(variable, zeroOf(variable.type));
    frame.loops += 1;
    let hasReturned = false;
    for (let i = 0; i < elements.length && !hasReturned; i += 1) {
      const since = frame.objects.length;
      const [index, element] = variables;
      if (index !== undefined) this.#memory.store(this.#memory.slotOf(index, pos), i, pos);
      if (element !== undefined)
        this.#memory.store(this.#memory.slotOf(element, pos), elements.at(i), pos);
      hasReturned = this.#block(body);
      if (!hasReturned) {
        this.#statements += 1;
        if (this.#statements > STATEMENTS_MAX) throw new RunEnd('too many statements', pos);
        this.#memory.endIteration(since, pos);
      }
    }
    frame.loops -= 1;
    return hasReturned;
  }
}
