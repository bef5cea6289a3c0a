export { createTestNetwork, type TestNetwork, type TestNetworkOptions } from './testing/test-network.ts';
export type { Answer, AnswerSource, TestRequest } from './testing/answer.ts';
export type { TestServer } from './testing/test-server.ts';
export type { SocketScript, TestSocket } from './testing/test-socket.ts';
export type { VirtualClock } from './testing/virtual-clock.ts';
