import { Screen } from '../frame/screen.tsx';

export function InvitationScreen({ secret }: { readonly secret: string | undefined }) {
  return <Screen title="InvitationScreen">{secret}</Screen>;
}
