/** Reads files of JSON, and says where they are none. */
import { BadInput } from '../base/errors.ts';
import { jsonFault } from './json-fault.ts';

/**
 * @param line  of the file, from 1, that the text begins with
 * @throws {BadInput} when it is no JSON
 */
export function parseJson(text: string, file: string, line = 1): unknown {
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  const before = text.slice(0, fault).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const char = text[fault];
  const found = char === undefined ? 'the file ends here' : `found ${JSON.stringify(char)}`;
  const place = { file, line: line + before.length - 1, column };
  throw new BadInput(place, `expected JSON, ${found}`);
}
