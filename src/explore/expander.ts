/** What comes of states by one command more: the part of an exploration that threads share between them. */
import type { Finding } from '../../spec/invariant.ts';
import type { Command } from '../program/edit.ts';
import type { Machine } from './machine.ts';
import type { Commands } from './scope.ts';

/** States of one depth by their programs: `depth` numbers of commands each, one program after the other. */
export interface States {
  readonly depth: number;
  readonly programs: Uint16Array;
}

export interface Expansion {
  readonly transitions: number;
  /** States that the expander did not know, by their programs. */
  readonly states: States;
  /** The same, as `Machine.state` tells them apart. */
  readonly keys: Float64Array;
  /** The first program that broke something, and what; nothing was run behind it. */
  readonly broken: Broken | undefined;
}

export interface Broken {
  readonly program: Uint16Array;
  readonly findings: readonly Finding[];
}

export class Expander {
  readonly #machine: Machine;
  readonly #commands: Commands;
  readonly #seen = new Set<number>();
  /** The program that led to where the machine stands. */
  #path: Uint16Array = new Uint16Array();

  constructor(machine: Machine, commands: Commands) {
    this.#machine = machine;
    this.#commands = commands;
    this.#seen.add(machine.state);
  }

  /** States that others came to: none of them is new from now on. */
  learn(keys: Float64Array): void {
    for (const key of keys) this.#seen.add(key);
  }

  /** @yields  transitions so far, after each state */
  *expand({ depth, programs }: States): Generator<number, Expansion> {
    const found: number[] = [];
    const keys: number[] = [];
    const count = depth === 0 ? 1 : programs.length / depth;
    let transitions = 0;
    let broken: Broken | undefined;
    for (let i = 0; i < count && broken === undefined; i += 1) {
      const program = programs.subarray(i * depth, (i + 1) * depth);
      for (const number of this.#goTo(program)) {
        transitions += 1;
        const findings = this.#machine.step(this.#commands.table[number] as Command);
        if (findings.length > 0 || this.#machine.brokeDown) {
          broken = { program: Uint16Array.of(...program, number), findings };
          break;
        }
        const { state } = this.#machine;
        if (!this.#seen.has(state)) {
          this.#seen.add(state);
          keys.push(state);
          found.push(...program, number);
        }
        this.#machine.back(depth);
      }
      yield transitions;
    }
    const states = { depth: depth + 1, programs: Uint16Array.from(found) };
    return { transitions, states, keys: Float64Array.from(keys), broken };
  }

  /** Has the machine run a program that breaks nothing: numbers of the commands that may come next. */
  #goTo(program: Uint16Array): readonly number[] {
    let shared = 0;
    while (shared < program.length && program[shared] === this.#path[shared]) shared += 1;
    this.#machine.back(shared);
    for (const number of program.subarray(shared)) {
      this.#machine.repeat(this.#commands.table[number] as Command);
    }
    this.#path = program;
    const label = program.filter((number) => this.#commands.isMaker(number)).length;
    return this.#commands.next(this.#machine.live, label);
  }
}
