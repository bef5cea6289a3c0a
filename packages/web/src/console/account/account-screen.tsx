import { Screen } from '../frame/screen.tsx';

export function AccountScreen() {
  return <Screen title="AccountScreen">{null}</Screen>;
}
