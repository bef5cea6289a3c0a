import { Screen } from '../frame/screen.tsx';

export function AccountsScreen() {
  return <Screen title="AccountsScreen">{null}</Screen>;
}
