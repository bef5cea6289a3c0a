import { Screen } from '../frame/screen.tsx';

export function AppointmentScreen({ secret }: { readonly secret: string | undefined }) {
  return <Screen title="AppointmentScreen">{secret}</Screen>;
}
