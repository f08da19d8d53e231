/** Makes the script of the HTML report, one file without imports, of the sources in viewer/: `npm run build` does. */
import { build } from 'rolldown';

await build({
  input: 'viewer/main.ts',
  output: { file: 'dist/viewer/viewer.js', format: 'iife', minify: true },
});
