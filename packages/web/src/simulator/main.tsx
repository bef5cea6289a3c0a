import { show } from '../ui/page.tsx';
import { browserSurroundings } from './feed/browser-surroundings.ts';
import { beginSession, takeToken, watchForTokens } from './feed/session.ts';
import { SimulationStore } from './feed/simulation-store.ts';
import { Simulator } from './simulator.tsx';

const token = takeToken(window);

show(<Simulator store={listen()} />);

async function listen(): Promise<SimulationStore> {
  await beginSession(token);
  const store = new SimulationStore(browserSurroundings);
  window.addEventListener('online', () => store.retry());
  watchForTokens(window, (later) => void beginSession(later).then(() => store.retry()));
  return store;
}
