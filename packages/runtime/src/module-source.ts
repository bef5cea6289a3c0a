import { Script } from 'node:vm';
import { transform } from 'sucrase';

/** A cheap first look; whether the file is a script decides. */
const moduleWords = /\b(?:import|export)\b/;

/**
 * A file of a program as a CommonJS script. ES modules are converted, and every line keeps its number. What
 * is no module stays as it is, so that the sandbox names its faults; what cannot be read throws there.
 *
 * The source is only parsed here, never run.
 */
export function commonJsSource(source: string, path: string): string {
  if (!moduleWords.test(source) || isScript(source)) return source;
  try {
    return transform(source, { transforms: ['imports'], filePath: path, production: true }).code;
  } catch (error) {
    return faultOf(error, path);
  }
}

/** A script that throws at the place where the module cannot be read. */
function faultOf(error: unknown, path: string): string {
  const { message = '', loc } = error as { message?: string; loc?: { line: number } };
  const reason = message.replace(`Error transforming ${path}: `, '');
  return `${'\n'.repeat((loc?.line ?? 1) - 1)}throw new SyntaxError(${JSON.stringify(reason)});`;
}

function isScript(source: string): boolean {
  try {
    return new Script(`(function (exports, require, module) {${source}\n})`) instanceof Script;
  } catch {
    return false;
  }
}
