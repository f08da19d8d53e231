/** What a published schema says of JSON that the command line printed. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';

const validators = new Map<string, ValidateFunction>();

function validatorOf(command: string): ValidateFunction {
  const known = validators.get(command);
  if (known !== undefined) return known;
  const schema = JSON.parse(readFileSync(`schema/${command}.schema.json`, 'utf8')) as object;
  const made = new Ajv2020({ allErrors: true, strictTypes: false }).compile(schema);
  validators.set(command, made);
  return made;
}

/** What is wrong with a value by the schema of a command, with its place. */
export function schemaFaults(command: string, value: unknown): readonly string[] {
  const validate = validatorOf(command);
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message = '', params }) =>
      `${instancePath}: ${message} ${JSON.stringify(params)}`,
  );
}
