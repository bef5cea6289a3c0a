import type { Bar } from '../model/waterfall.ts';

/** One colour a phase, told apart by those who see few colours too; each has 3:1 to both pages (WCAG 2.2, 1.4.11). */
export const phaseColours: Readonly<Record<Bar['phase'], string>> = {
  queue: '#868e96',
  dns: '#0c8599',
  connect: '#e8590c',
  tls: '#9c36b5',
  wait: '#2b8a3e',
  download: '#1971c2',
  rest: '#748296',
};
