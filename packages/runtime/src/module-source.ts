import { Script } from 'node:vm';
import { transform } from 'sucrase';

const moduleSyntax = /(?:^|[\n;}])\s*(?:import|export)\b/;

/**
 * A file of a program as a CommonJS script. ES modules are converted, and every line keeps its number; what
 * is no module, or cannot be read as one, stays as it is, so that the sandbox names its faults.
 *
 * The source is only parsed here, never run.
 */
export function commonJsSource(source: string, path: string): string {
  if (!moduleSyntax.test(source) || isScript(source)) return source;
  try {
    return transform(source, { transforms: ['imports'], filePath: path, production: true }).code;
  } catch {
    return source;
  }
}

function isScript(source: string): boolean {
  try {
    return new Script(`(function (exports, require, module) {${source}\n})`) instanceof Script;
  } catch {
    return false;
  }
}
