/**
 * Printing a program in its text form. What is the usual case is left out. See text.ts for the
 * form.
 */
import { ALL_WORDS } from '../../spec/subject.ts';
import type { Fault, HeapConfig } from '../../spec/subject.ts';
import { plainForm } from './plain.ts';
import type { PlainForm } from './plain.ts';
import { entryPoint } from '../../spec/entry-points.ts';
import { ENTRY_KIND } from './kinds.ts';
import { DEFAULT_GEOMETRY, NOSCAN, OP, STRIDE, VIA, labelName } from './program.ts';
import type { Program } from './program.ts';
import { VERSION, bytesText, numberText } from './words.ts';

/** The whole program, with a line end after each line. */
export function printProgram(program: Program): string {
  const { subject, heap, commands } = program;
  const lines = [`allocheck ${VERSION}`, printHeap(subject, heap)];
  for (const fault of heap.faults) lines.push(printFault(fault));
  for (let at = 0; at < commands.length; at += STRIDE) lines.push(printCommandAt(commands, at));
  return `${lines.join('\n')}\n`;
}

/** Command `index` of the program, as its line says it. */
export function printCommand(program: Program, index: number): string {
  return printCommandAt(program.commands, index * STRIDE);
}

function printHeap(subject: string, heap: HeapConfig): string {
  const { procs, geometry, gogc, memoryLimit, checkmark } = heap;
  const options = [
    ...(procs === 1 ? [] : [` procs=${procs}`]),
    ...(geometry === DEFAULT_GEOMETRY ? [] : [` geometry=${geometry}`]),
    ...(gogc === undefined ? [] : [` gogc=${gogc < 0 ? 'off' : gogc}`]),
    ...(memoryLimit === undefined ? [] : [` limit=${bytesText(memoryLimit)}`]),
    ...(checkmark === true ? [' checkmark'] : []),
  ];
  return `heap ${subject}${options.join('')}`;
}

function printFault(fault: Fault): string {
  if (fault.kind === 'place') return `fault place ${fault.placement}`;
  return `fault ${fault.call}#${fault.k} refuse${fault.onwards ? ' onwards' : ''}`;
}

function printCommandAt(commands: Float64Array, at: number): string {
  const processor = commands[at + 4] as number;
  const deed = printDeed(commands, at) + printVia(commands, at);
  return processor === 0 ? deed : `${deed} on P${processor}`;
}

/** What is done, without where. */
function printDeed(commands: Float64Array, at: number): string {
  const [op, a, b, c] = commands.subarray(at, at + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const name = labelName(a);
  switch (op) {
    case OP.MALLOC:
      return `${name} = malloc ${numberText(b)}${printPointerWords(c)}`;
    case OP.CALLOC:
      return `${name} = calloc ${numberText(b)} ${numberText(c)}`;
    case OP.REALLOC:
      return `${name} = realloc ${printBlock(b)} ${numberText(c)}`;
    case OP.MEMALIGN:
      return `${name} = memalign ${numberText(b)} ${numberText(c)}`;
    case OP.REALLOCARRAY: {
      const size = commands[at + VIA] as number;
      return `${name} = reallocarray ${printBlock(b)} ${numberText(c)} ${numberText(size)}`;
    }
    case OP.FREE:
      return `free ${printBlock(a)}`;
    case OP.BADFREE:
      return `badfree ${a < 0 ? printAddress(b) : `${name}${printOffset(b)}`}`;
    case OP.LINK:
      return `${name}[${numberText(b)}] -> ${c < 0 ? 'nil' : labelName(c)}`;
    case OP.LOAD:
      return `root ${name}[${numberText(b)}]`;
    case OP.AMBIGUOUS:
      return `ambiguous ${a < 0 ? 'nil' : `${name}${printOffset(b)}`}`;
    case OP.CHURN:
      return `churn ${numberText(a)} ${numberText(b)}`;
    default:
      return printPlain(op, a);
  }
}

/** Which of the functions that do it was called, where that is not the usual one. */
function printVia(commands: Float64Array, at: number): string {
  const via = commands[at + VIA] as number;
  const kind = via === 0 ? undefined : ENTRY_KIND[commands[at] as number];
  return kind === undefined ? '' : ` via ${entryPoint(kind, via).name}`;
}

function printBlock(label: number): string {
  return label < 0 ? 'nil' : labelName(label);
}

function printPlain(op: number, a: number): string {
  const { word, operand } = plainForm(op) as PlainForm;
  if (operand === 'none') return word;
  return `${word} ${operand === 'label' ? labelName(a) : numberText(a)}`;
}

function printPointerWords(words: number): string {
  if (words === ALL_WORDS) return '';
  return Object.is(words, NOSCAN) ? ' noscan' : ` ptrs=${numberText(words)}`;
}

function printAddress(address: number): string {
  const isPlain = Number.isSafeInteger(address) && address >= 0 && !Object.is(address, -0);
  return isPlain ? `0x${address.toString(16)}` : numberText(address);
}

/** `+8`, `-8`, `+NaN`; nothing for no offset. */
function printOffset(offset: number): string {
  if (Object.is(offset, 0)) return '';
  const text = numberText(offset);
  return text.startsWith('-') ? text : `+${text}`;
}
