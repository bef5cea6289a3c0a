export type { AccelerationSettings } from './accelerator.ts';
export type { CandidateView } from './acceleration/candidate-view.ts';
export type { ChoiceReason } from './acceleration/chooser.ts';
export type { AccelerationCounts } from './acceleration/counters.ts';
export type { AccelerationEvent, AttemptReason } from './acceleration/events.ts';
export type { Ejection, Failure as ServerFailure, HealthState } from './acceleration/health.ts';
export type { AccelerationCandidateState, AccelerationSnapshot } from './acceleration/snapshot.ts';
export type {
  AnswerData,
  CallException,
  ChunkEvent,
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
  UploadFileOptions,
  UploadFileSuccess,
  UploadProgress,
  UploadTask,
} from './api.ts';
export { NetworkError, type NetworkErrorCode, networkErrors } from './errors.ts';
export type {
  AddressEvent,
  AnswerEvent,
  CallbackErrorEvent,
  CallEvent,
  ConnectionEvent,
  DecisionEvent,
  HopEvent,
  LifecycleEvent,
  LifecycleState,
  NetworkEvents,
  QueueEvent,
  SendEvent,
  SettleEvent,
  SocketEvent,
  TextReading,
} from './events.ts';
export { createNetwork } from './network.ts';
export { fetchKeySet, fetchPolicy, fetchSigner, type PlatformOptions } from './policy-feed/first-contact.ts';
export { createPolicyFeed } from './policy-feed/policy-feed.ts';
export { type PolicyFeedFault, type PolicyFeedFaultCode, policyFeedFaults } from './policy-feed/faults.ts';
export type {
  PolicyFeed,
  PolicyFeedEvents,
  PolicyFeedOptions,
  PolicyTaken,
  PolicyTrouble,
} from './policy-feed/policy-feed-api.ts';
export { isPolicyFeed } from './policy-in-force.ts';
export { isThisMachine } from './transport/own-ports.ts';
export { parseProxy } from './transport/proxy.ts';
export type {
  Accepted,
  CloseOptions,
  ConnectSocketOptions,
  SendOptions,
  SocketCloseEvent,
  SocketMessageEvent,
  SocketOpenEvent,
  SocketProfile,
  SocketTask,
} from './socket-api.ts';
export type { Network, NetworkOptions } from './network-options.ts';
export type { DiscoveryOptions } from './discovery/create-discovery.ts';
export type { Browse, BrowseListener, FoundService, ServiceBrowser } from './discovery/browser.ts';
export type { ServiceType } from './discovery/service-type.ts';
export type {
  AppHideEvent,
  AppShowEvent,
  ConnectionType,
  GetNetworkTypeOptions,
  GetNetworkTypeSuccess,
  LocalService,
  LocalServiceAddress,
  NetworkStatus,
  NetworkType,
  PlatformApi,
  StartLocalServiceDiscoveryOptions,
  StopLocalServiceDiscoveryOptions,
} from './platform-api.ts';
export type { Clock } from './clock.ts';
export type {
  BodySource,
  Connecting,
  DialledAddress,
  Exchange,
  GuardMode,
  Transport,
  WireBody,
  WireClose,
  WireConnect,
  WireConnectReceiver,
  WireHead,
  WireReceiver,
  WireRequest,
  WireSocket,
  WireSocketReceiver,
  WireSocketRequest,
  WireTiming,
} from './transport/transport.ts';
