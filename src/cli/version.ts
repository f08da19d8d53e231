/** The version of the package, read from where it lies. */
import { createRequire } from 'node:module';

/** `allocheck/package.json` is exported, so the package finds itself in the sources and in the build. */
const { version } = createRequire(import.meta.url)('allocheck/package.json') as { version: string };

export const VERSION: string = version;
