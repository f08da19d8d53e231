/** Runs a program on a new process, judging every step, until something breaks or the program ends. */
import { clientPart } from '../../spec/fixtures/client.ts';
import type { AnyInvariant, Finding, View } from '../../spec/invariant.ts';
import type { Accessed, Image, MakeProcess, ProcessSubject } from '../../spec/process.ts';
import type { ProcessOutcome, StepView } from '../../spec/views/process.ts';
import { NaiveProcess } from '../../models/reference/naive-process.ts';
import type { JudgedAccess } from '../../models/reference/naive-process.ts';
import type { Addr, Bytes } from '../base/units.ts';
import { Judge } from '../engine/judge.ts';
import { Look } from './look.ts';
import { Places } from './places.ts';
import type { Place, ProcessCommand, ProcessProgram } from './program.ts';
import { commandText } from './text.ts';

/** What is run, and judged by what. */
export interface ProcessSetting {
  readonly image: Image;
  readonly make: MakeProcess;
  readonly catalogue: readonly AnyInvariant[];
}

/** What one run of one program showed. */
export interface ProcessRunOutcome {
  /** Of the first step at which anything broke, in the order of the catalogue; empty when all held. */
  readonly findings: readonly Finding[];
  /** By place in the catalogue: how often each invariant was judged. */
  readonly judged: Float64Array;
  /** What became of each command that did something. */
  readonly steps: readonly StepView[];
}

/** Until something breaks. */
export function runProcess(program: ProcessProgram, setting: ProcessSetting): ProcessRunOutcome {
  const run = new ProcessRun(program, setting);
  const steps: StepView[] = [];
  let findings = run.begin();
  for (let i = 0; i < program.commands.length && findings.length === 0; i += 1) {
    const step = run.step(i);
    if (step === undefined) continue;
    steps.push(step);
    findings = run.judge(i);
  }
  return { findings, judged: run.judged, steps };
}

/** Goes on to the end whatever breaks: the first finding of each invariant. */
export function everyProcessBreak(
  program: ProcessProgram,
  setting: ProcessSetting,
): readonly Finding[] {
  const run = new ProcessRun(program, setting);
  const found = new Map<string, Finding>();
  const add = (findings: readonly Finding[]): void => {
    for (const each of findings) if (!found.has(each.invariant)) found.set(each.invariant, each);
  };
  add(run.begin());
  for (let i = 0; i < program.commands.length; i += 1) {
    if (run.step(i) !== undefined) add(run.judge(i));
  }
  return [...found.values()];
}

/** What a command did, as far as the command itself does not say it. */
type Done = Omit<StepView, 'command' | 'region'>;

const NOTHING = { readings: [], touches: [], forgotten: undefined, unmapped: undefined } as const;
/** What a call writes as its return address, byte by byte. */
const RETURN_BYTE = 0xca;
const RETURN_BYTES: Bytes = 8;

class ProcessRun {
  readonly #program: ProcessProgram;
  readonly #process: ProcessSubject;
  readonly #naive: NaiveProcess;
  readonly #look: Look;
  readonly #judge: Judge;
  readonly #places: Places;
  readonly #end: Addr;
  /** Where the stack pointer was before each call that has not returned, and is. */
  readonly #stackPointers: Addr[];

  constructor(program: ProcessProgram, { image, make, catalogue }: ProcessSetting) {
    const { config } = program;
    this.#program = program;
    this.#process = make(image, config);
    const total = this.#process.residentFrames + config.spareFrames;
    this.#naive = new NaiveProcess(image, config, total);
    this.#look = new Look(image, this.#process, this.#naive);
    const view: View = { client: clientPart(), proc: this.#look };
    this.#judge = new Judge(catalogue, view);
    this.#places = new Places(image);
    this.#end = image.end;
    this.#stackPointers = [image.stack.top];
  }

  get judged(): Float64Array {
    return this.#judge.judged;
  }

  /** Judges the process as the loader leaves it. */
  begin(): readonly Finding[] {
    return this.#judge.whole(0);
  }

  /** Does a command; undefined where it does nothing. */
  step(index: number): StepView | undefined {
    const command = this.#program.commands[index] as ProcessCommand;
    const done = this.#do(command);
    if (done === undefined) return undefined;
    const { outcome } = done;
    const isAt = outcome.is === 'fault' || outcome.is === 'out-of-memory';
    const region = isAt ? this.#places.nameOf(outcome.addr, this.#process.regions) : '';
    const step = { ...done, command: commandText(command), region };
    this.#look.turn(step);
    return step;
  }

  judge(index: number): readonly Finding[] {
    const touched = this.#judge.touched(index);
    const whole = this.#judge.whole(index);
    const known = new Set(touched.map(({ invariant }) => invariant));
    return [...touched, ...whole.filter(({ invariant }) => !known.has(invariant))];
  }

  #do(command: ProcessCommand): Done | undefined {
    switch (command.op) {
      case 'mmap':
        return this.#mmap(command);
      case 'brk':
        return this.#brk(command.delta);
      case 'call':
        return this.#call(command.bytes);
      case 'ret':
        if (this.#stackPointers.length > 1) this.#stackPointers.pop();
        return undefined;
      case 'reclaim': {
        this.#process.reclaim(command.frames);
        return { ...NOTHING, outcome: { is: 'ok' }, promised: { is: 'ok' }, broke: undefined };
      }
      case 'read':
      case 'exec':
      case 'write': {
        const addr = this.#addrOf(command.at, command.bytes);
        const value = command.op === 'write' ? command.value : 0;
        return addr === undefined ? undefined : this.#access(addr, { ...command, value });
      }
      case 'munmap':
      case 'mprotect':
      case 'madvise':
        return this.#callRange(command);
    }
  }

  #mmap(command: ProcessCommand & { readonly op: 'mmap' }): Done | undefined {
    const { label, bytes, at } = command;
    const addr = at === undefined ? undefined : this.#addrOf(at, bytes);
    if (at !== undefined && addr === undefined) return undefined;
    const request = { ...command, addr };
    const outcome = this.#process.mmap(request);
    const promised = this.#naive.mmap(request);
    if (outcome.is === 'address') this.#places.name(label, outcome.addr, bytes);
    return { ...NOTHING, outcome, promised, broke: undefined };
  }

  #brk(delta: Bytes): Done {
    const before = this.#process.heap.brk;
    const addr = before + delta;
    const outcome = this.#process.brk(addr);
    const promised = this.#naive.brk(addr);
    return { ...NOTHING, outcome, promised, broke: [before, this.#process.heap.brk] };
  }

  #call(bytes: Bytes): Done {
    const pointer = (this.#stackPointers.at(-1) as Addr) - bytes;
    const asked = {
      op: 'write',
      bytes: Math.min(bytes, RETURN_BYTES),
      value: RETURN_BYTE,
    } as const;
    const done = this.#access(pointer, asked);
    if (done.outcome.is === 'ok') this.#stackPointers.push(pointer);
    return done;
  }

  #access(
    addr: Addr,
    { op, bytes, value }: { op: 'read' | 'write' | 'exec'; bytes: Bytes; value: number },
  ): Done {
    const request = { addr, bytes, access: op, value };
    const actual: Accessed = this.#process.access(request);
    const judged: JudgedAccess = this.#naive.access(request, actual);
    return { ...NOTHING, ...judged, outcome: actual.outcome, broke: undefined };
  }

  /** The calls that take a range. */
  #callRange(
    command: ProcessCommand & { readonly op: 'munmap' | 'mprotect' | 'madvise' },
  ): Done | undefined {
    const { at, bytes } = command;
    const addr = this.#addrOf(at, bytes);
    if (addr === undefined) return undefined;
    const [outcome, promised] = this.#both((it) => {
      if (command.op === 'munmap') return it.munmap(addr, bytes);
      if (command.op === 'mprotect') return it.mprotect(addr, bytes, command.prot);
      return it.madvise(addr, bytes, command.advice);
    });
    const range = outcome.is === 'ok' ? ([addr, addr + bytes] as const) : undefined;
    const forgets = command.op === 'madvise' && command.advice === 'dontneed';
    return {
      ...NOTHING,
      outcome,
      promised,
      broke: undefined,
      forgotten: forgets ? range : undefined,
      unmapped: command.op === 'munmap' ? range : undefined,
    };
  }

  #both(
    call: (it: Pick<ProcessSubject, 'munmap' | 'mprotect' | 'madvise'>) => ProcessOutcome,
  ): readonly [ProcessOutcome, ProcessOutcome] {
    return [call(this.#process), call(this.#naive)];
  }

  /** Undefined where there is no such place, or it lies outside of what a process can name. */
  #addrOf(place: Place, bytes: Bytes): Addr | undefined {
    const base = this.#places.addrOf(place.base);
    const addr = base === undefined ? -1 : base + place.offset;
    return addr >= 0 && addr + bytes <= this.#end ? addr : undefined;
  }
}
