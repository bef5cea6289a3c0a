import { Screen } from '../frame/screen.tsx';

export function ProgramAuditScreen() {
  return <Screen title="ProgramAuditScreen">{null}</Screen>;
}
