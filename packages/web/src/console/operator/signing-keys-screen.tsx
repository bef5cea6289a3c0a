import { Screen } from '../frame/screen.tsx';

export function SigningKeysScreen() {
  return <Screen title="SigningKeysScreen">{null}</Screen>;
}
