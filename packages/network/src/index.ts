export type {
  CallException,
  DownloadFileOptions,
  DownloadFileSuccess,
  DownloadProgress,
  DownloadTask,
  Failure,
  HeaderBag,
  HeadersEvent,
  NetworkApi,
  Profile,
  RequestData,
  RequestFailure,
  RequestMethod,
  RequestOptions,
  RequestSuccess,
  RequestTask,
} from './api.ts';
export { NetworkError, type NetworkErrorCode, networkErrors } from './errors.ts';
export type {
  AddressEvent,
  AnswerEvent,
  CallbackErrorEvent,
  CallEvent,
  DecisionEvent,
  HopEvent,
  LifecycleEvent,
  LifecycleState,
  NetworkEvents,
  QueueEvent,
  SendEvent,
  SettleEvent,
  TextReading,
} from './events.ts';
export { createNetwork } from './network.ts';
export type { Network, NetworkOptions } from './network-options.ts';
export type {
  DialledAddress,
  Exchange,
  GuardMode,
  Transport,
  WireHead,
  WireReceiver,
  WireRequest,
  WireTiming,
} from './transport/transport.ts';
