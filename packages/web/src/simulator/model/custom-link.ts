import type { ConditionsState } from '@minigate/runtime/simulator/protocol';

/** A link as a form has it: milliseconds, kilobytes a second, percent; empty where nothing is written. */
export interface CustomLink {
  readonly latency: number | undefined;
  readonly download: number | undefined;
  readonly upload: number | undefined;
  readonly loss: number | undefined;
}

const kilo = 1000;
const percent = 100;

export function linkFields({ latency, download, upload, loss }: ConditionsState): CustomLink {
  const speed = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / kilo);
  // 0.07 has no exact binary form; nobody wants to read what becomes of it.
  return {
    latency,
    download: speed(download),
    upload: speed(upload),
    loss: Number((loss * percent).toFixed(6)),
  };
}

/** A speed that is empty or 0 is as fast as it goes. */
export function linkOfFields({
  latency = 0,
  download = 0,
  upload = 0,
  loss = 0,
}: CustomLink): ConditionsState {
  return {
    preset: 'custom',
    latency,
    loss: loss / percent,
    offline: false,
    ...(download > 0 && { download: download * kilo }),
    ...(upload > 0 && { upload: upload * kilo }),
  };
}
