import { Screen } from '../frame/screen.tsx';

export function OperatorsScreen() {
  return <Screen title="OperatorsScreen">{null}</Screen>;
}
