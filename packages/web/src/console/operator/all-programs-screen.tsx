import { Screen } from '../frame/screen.tsx';

export function AllProgramsScreen() {
  return <Screen title="AllProgramsScreen">{null}</Screen>;
}
