/** Programs and threads begin with a module: compiled, or as TypeScript by way of jiti where the project is worked on. */

/** @param name without its ending, relative to the module `from` */
export function moduleBeside(from: string, name: string): URL {
  return new URL(`${name}${from.endsWith('.js') ? '.js' : '.ts'}`, from);
}

export function isCompiled(module: URL): boolean {
  return module.pathname.endsWith('.js');
}

/** CommonJS that loads a module that is not compiled. */
export function loadingScript(module: URL): string {
  const url = JSON.stringify(module.href);
  return `require('node:module').createRequire(${url})('jiti').createJiti(${url}).import(${url});`;
}
