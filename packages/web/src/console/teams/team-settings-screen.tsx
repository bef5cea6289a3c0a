import { Screen } from '../frame/screen.tsx';

export function TeamSettingsScreen() {
  return <Screen title="TeamSettingsScreen">{null}</Screen>;
}
