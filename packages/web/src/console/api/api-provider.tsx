import { QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useState } from 'react';
import { type Call, createCall, createDownload, type Download } from './call.ts';
import { createQueryClient } from './query-client.ts';
import { SessionGate } from './session-gate.ts';

interface Api {
  /** Waits for a new sign-in where the session has ended. */
  readonly call: Call;
  /** Fails where the session has ended. */
  readonly callOnce: Call;
  /** As `call`, for a file. */
  readonly download: Download;
  readonly gate: SessionGate;
}

const ApiContext = createContext<Api | undefined>(undefined);

interface ApiProviderProps {
  /** What asks the platform; the browser's own where none is given. */
  readonly fetch?: typeof fetch | undefined;
  readonly children: ReactNode;
}

/** The way to the platform, and what is known of its answers. */
export function ApiProvider({ fetch: given, children }: ApiProviderProps) {
  const [queries] = useState(createQueryClient);
  const [api] = useState<Api>(() => {
    const send: typeof fetch = given ?? ((input, init) => fetch(input, init));
    const gate = new SessionGate();
    return {
      gate,
      call: createCall(send, gate),
      callOnce: createCall(send),
      download: createDownload(send, gate),
    };
  });
  return (
    <QueryClientProvider client={queries}>
      <ApiContext value={api}>{children}</ApiContext>
    </QueryClientProvider>
  );
}

export function useApi(): Api {
  const api = use(ApiContext);
  if (api === undefined) throw new Error('Nothing says where the platform is: ApiProvider is missing.');
  return api;
}

/** What asks the platform, and waits for a new sign-in where the session has ended. */
export function useCall(): Call {
  return useApi().call;
}
