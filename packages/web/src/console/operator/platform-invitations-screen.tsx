import { Screen } from '../frame/screen.tsx';

export function PlatformInvitationsScreen() {
  return <Screen title="PlatformInvitationsScreen">{null}</Screen>;
}
