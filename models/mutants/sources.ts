/**
 * The sources of the models, and of a project's own subject, as text, and as code that can be linked
 * anew.
 *
 * Code is TypeScript without its types, as a CommonJS module. What is not patched is read and
 * converted once, however many mutants are loaded.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createJiti } from 'jiti';
import { HarnessBug, UsageError } from '../../src/base/errors.ts';

/** A file that every root of the sources has. */
const LANDMARK = 'models/mutants/sources.ts';

/** What jiti gives for a text that is no program. */
const NO_PROGRAM = /^exports\.__JITI_ERROR__ = (.*)$/s;

const jiti = createJiti(import.meta.url, { fsCache: false });
const codes = new Map<string, string>();

/**
 * The folder that paths of sources start from.
 *
 * @param module  URL of a module of models/mutants: in the source tree, or in dist of a checkout
 * @throws {UsageError} when the sources are not there, as in a package from the registry
 */
export function sourceRoot(module: string): URL {
  const roots = ['../../', '../../../'].map((up) => new URL(up, module));
  const root = roots.find((each) => existsSync(new URL(LANDMARK, each)));
  if (root !== undefined) return root;
  const looked = roots.map((each) => fileURLToPath(each)).join(' and ');
  throw new UsageError(
    `the sources of the models are not in ${looked}\nrun mutants in a checkout of the repository`,
  );
}

/**
 * @param path  from the root, as `models/go/mspan.ts`
 * @param root  undefined for that of the models
 */
export function readSource(path: string, root?: URL): string {
  const url = new URL(path, root ?? sourceRoot(import.meta.url));
  if (existsSync(url)) return readFileSync(url, 'utf8');
  if (root === undefined) throw new HarnessBug(`there is no source ${path}`);
  throw new UsageError(`there is no source ${fileURLToPath(url)}`);
}

/** Whether there is a source. */
export function hasSource(path: string, root: URL): boolean {
  return existsSync(new URL(path, root));
}

/** The code of a source that is not patched. */
export function codeOf(path: string, root?: URL): string {
  const key = `${root?.href ?? ''} ${path}`;
  let code = codes.get(key);
  if (code === undefined) {
    code = toCode(path, readSource(path, root), root);
    codes.set(key, code);
  }
  return code;
}

/**
 * @throws {HarnessBug} where the text is no program
 * @throws {UsageError} the same, of a project's own
 */
export function toCode(path: string, text: string, root?: URL): string {
  const filename = root === undefined ? path : fileURLToPath(new URL(path, root));
  const code = jiti.transform({ source: text, filename, ts: true });
  const problem = NO_PROGRAM.exec(code)?.[1];
  if (problem === undefined) return code;
  const message = `${filename} does not parse: ${problem}`;
  throw root === undefined ? new HarnessBug(message) : new UsageError(message);
}
