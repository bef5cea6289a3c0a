import type { BarKind, Phase } from '../model/waterfall.ts';

/** One colour a phase, told apart by those who see few colours too; each has 3:1 to both pages (WCAG 2.2, 1.4.11). */
const colours: Readonly<Record<Phase, string>> = {
  queue: '#868e96',
  dns: '#0c8599',
  connect: '#e8590c',
  tls: '#9c36b5',
  wait: '#2b8a3e',
  download: '#1971c2',
};

/** The look of a part of a bar. What no phase explains has stripes: it is no waiting for anything that has a name. */
export function backgroundOf(kind: BarKind): string {
  return kind === 'rest'
    ? 'repeating-linear-gradient(135deg, var(--mantine-color-dimmed) 0 1.5px, transparent 1.5px 4px)'
    : colours[kind];
}
