/** Programs for subjects that follow no pointers, where it says nothing which words of a block may hold some. */
import { ALL_WORDS } from '../../spec/subject.ts';
import { mapCommands } from './edit.ts';
import { OP } from './program.ts';
import type { Program } from './program.ts';

/** The program that says nothing of pointers: `malloc 24` and not `malloc 24 noscan`. */
export function withoutPointerWords(program: Program): Program {
  return mapCommands(program, (command) => {
    const [op, label, size, , processor, via = 0] = command;
    return op === OP.MALLOC ? [op, label, size, ALL_WORDS, processor, via] : command;
  });
}
