import { Screen } from '../frame/screen.tsx';

export function TeamsScreen() {
  return <Screen title="TeamsScreen">{null}</Screen>;
}
