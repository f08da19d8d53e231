/** Text as a program that is ready to be analysed and run. */
import { checkEscape } from './check.ts';
import { parseEscape } from './parse.ts';
import type { Checked } from './syntax.ts';

/**
 * @param file  what to call the text in complaints
 * @throws {BadInput} where it is no program of the language, with line and column
 */
export function loadEscape(text: string, file: string): Checked {
  return checkEscape(parseEscape(text, file), file);
}
