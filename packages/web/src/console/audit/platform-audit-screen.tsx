import { Screen } from '../frame/screen.tsx';

export function PlatformAuditScreen() {
  return <Screen title="PlatformAuditScreen">{null}</Screen>;
}
