import { Screen } from '../frame/screen.tsx';

export function TeamAuditScreen() {
  return <Screen title="TeamAuditScreen">{null}</Screen>;
}
