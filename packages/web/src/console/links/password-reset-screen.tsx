import { Screen } from '../frame/screen.tsx';

export function PasswordResetScreen({ secret }: { readonly secret: string | undefined }) {
  return <Screen title="PasswordResetScreen">{secret}</Screen>;
}
