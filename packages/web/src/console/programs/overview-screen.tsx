import { Screen } from '../frame/screen.tsx';

export function OverviewScreen() {
  return <Screen title="OverviewScreen">{null}</Screen>;
}
