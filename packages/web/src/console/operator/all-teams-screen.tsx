import { Screen } from '../frame/screen.tsx';

export function AllTeamsScreen() {
  return <Screen title="AllTeamsScreen">{null}</Screen>;
}
