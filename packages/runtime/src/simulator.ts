/** The server of the simulator: a mini program that runs on this machine, and a page that is a window on it. */
export { type Simulator, type SimulatorOptions, startSimulator } from './simulator/start-simulator.ts';
