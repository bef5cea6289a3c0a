import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The colour of the gate: deep enough for white text from shade 6 on (WCAG 2.2, 1.4.3). */
const gate: MantineColorsTuple = [
  '#e8f7f6',
  '#d0edea',
  '#a0dad4',
  '#6cc6bd',
  '#3fb0a6',
  '#1f9389',
  '#0f766e',
  '#0d655e',
  '#0b544f',
  '#07413d',
];

export const theme = createTheme({
  primaryColor: 'gate',
  colors: { gate },
  // White text stands on both: the library reckons its contrast for the light scheme alone.
  primaryShade: { light: 6, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650' },
  components: {
    Alert: {
      styles: {
        // Its text may be a name that cannot be broken.
        body: { minWidth: 0 },
        // The library's own colours of these texts have too little contrast.
        title: { color: 'var(--mantine-color-text)' },
      },
    },
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
    // A menu stands in the landmark of its button, and has nothing in it but its items.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
  },
});

/** The shades of secondary texts have a contrast of at least 4.5 to the page, which the library's own lack. */
export const colorVariables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[7],
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': gate[7],
    // What stands on a tinted ground.
    '--mantine-color-green-light-color': '#1c6630',
    '--mantine-color-orange-light-color': '#983500',
    '--mantine-color-yellow-light-color': '#7a4300',
  },
  dark: {
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[1],
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': gate[3],
    // Tinted grounds, calm enough to read on.
    '--mantine-color-red-light': '#3b1f1f',
    '--mantine-color-orange-light': '#3b2614',
    '--mantine-color-yellow-light': '#362c10',
    '--mantine-color-green-light': '#1b3322',
    '--mantine-color-gate-light': '#16332f',
  },
});
