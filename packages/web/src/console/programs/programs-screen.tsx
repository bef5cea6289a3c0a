import { Screen } from '../frame/screen.tsx';

export function ProgramsScreen() {
  return <Screen title="ProgramsScreen">{null}</Screen>;
}
