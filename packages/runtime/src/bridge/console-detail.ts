import {
  bridgeLimits,
  type ConsoleDetail,
  consoleKinds,
  consoleTypes,
  type ConsoleValue,
} from './protocol.ts';

/** Whether a part of a guest message is what a console pane shows, within its limits. */
export function isConsoleDetail(value: unknown): value is ConsoleDetail {
  if (!isRecord(value)) return false;
  const { values, kind, depth } = value;
  const isKind = kind === undefined || consoleKinds.some((one) => one === kind);
  if (!isKind || !isCount(depth) || !Array.isArray(values)) return false;
  const budget = { nodes: bridgeLimits.consoleNodes + values.length };
  return values.every((one) => isValue(one, bridgeLimits.consoleDepth, budget));
}

function isValue(value: unknown, depth: number, budget: { nodes: number }): value is ConsoleValue {
  budget.nodes -= 1;
  if (budget.nodes < 0 || depth < 0 || !isRecord(value)) return false;
  const { type, text, entries, more, stack } = value;
  if (!consoleTypes.some((one) => one === type) || typeof text !== 'string') return false;
  if (more !== undefined && !isCount(more)) return false;
  if (stack !== undefined && typeof stack !== 'string') return false;
  if (entries === undefined) return true;
  return Array.isArray(entries) && entries.every((entry: unknown) => isEntry(entry, depth - 1, budget));
}

function isEntry(entry: unknown, depth: number, budget: { nodes: number }): boolean {
  if (!Array.isArray(entry)) return false;
  const [key, value]: readonly unknown[] = entry;
  return (typeof key === 'string' || isValue(key, depth, budget)) && isValue(value, depth, budget);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
