/// <reference types="miniprogram-api-typings" />
// The calls fit the typings of miniprogram-api-typings. These declare methods, whose parameters TypeScript compares
// both ways, so beside the whole each part is held against its counterpart, in the direction in which it is used.
import type { NetworkApi } from '@minigate/network';
import type { Calls, Equal, Fits, Given, Holds, IsChecked, OptionsOf, TaskOf, Told } from './fits.ts';

declare const ours: NetworkApi;
type Request = OptionsOf<NetworkApi['request']>;
type Download = OptionsOf<NetworkApi['downloadFile']>;
type Upload = OptionsOf<NetworkApi['uploadFile']>;
type Socket = OptionsOf<NetworkApi['connectSocket']>;
type RequestTask = TaskOf<NetworkApi['request']>;
type DownloadTask = TaskOf<NetworkApi['downloadFile']>;
type UploadTask = TaskOf<NetworkApi['uploadFile']>;
type SocketTask = TaskOf<NetworkApi['connectSocket']>;

export const whole: Pick<WechatMiniprogram.Wx, Calls> = ours;

export type NothingIsUnchecked = [
  Holds<IsChecked<Request>>,
  Holds<IsChecked<Download>>,
  Holds<IsChecked<Upload>>,
  Holds<IsChecked<Socket>>,
  Holds<IsChecked<RequestTask>>,
  Holds<IsChecked<SocketTask>>,
  Holds<IsChecked<Given<Request, 'success'>>>,
  Holds<IsChecked<Given<Download, 'success'>>>,
  Holds<IsChecked<Given<Upload, 'success'>>>,
];

/** Options written for WeChat are options for us. */
export type OptionsFit = [
  Holds<Fits<WechatMiniprogram.RequestOption, Request>>,
  Holds<Fits<WechatMiniprogram.DownloadFileOption, Download>>,
  Holds<Fits<WechatMiniprogram.UploadFileOption, Upload>>,
  Holds<Fits<WechatMiniprogram.ConnectSocketOption, Socket>>,
];

/** What callbacks get is what callbacks written for WeChat read. */
export type ResultsFit = [
  Holds<Fits<Given<Request, 'success'>, WechatMiniprogram.RequestSuccessCallbackResult>>,
  Holds<Fits<Given<Request, 'fail'>, WechatMiniprogram.RequestFailCallbackErr>>,
  Holds<Fits<Given<Download, 'success'>, WechatMiniprogram.DownloadFileSuccessCallbackResult>>,
  Holds<Fits<Given<Upload, 'success'>, WechatMiniprogram.UploadFileSuccessCallbackResult>>,
];

export type TasksFit = [
  Holds<Fits<RequestTask, WechatMiniprogram.RequestTask>>,
  Holds<Fits<DownloadTask, WechatMiniprogram.DownloadTask>>,
  Holds<Fits<UploadTask, WechatMiniprogram.UploadTask>>,
  Holds<Fits<SocketTask, WechatMiniprogram.SocketTask>>,
];

export type EventsFit = [
  Holds<
    Fits<Told<RequestTask, 'onHeadersReceived'>, WechatMiniprogram.RequestTaskOnHeadersReceivedListenerResult>
  >,
  Holds<Fits<Told<RequestTask, 'onChunkReceived'>, WechatMiniprogram.OnChunkReceivedListenerResult>>,
  Holds<
    Fits<Told<DownloadTask, 'onProgressUpdate'>, WechatMiniprogram.DownloadTaskOnProgressUpdateListenerResult>
  >,
  Holds<
    Fits<Told<UploadTask, 'onProgressUpdate'>, WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult>
  >,
  Holds<Fits<Told<SocketTask, 'onMessage'>, WechatMiniprogram.SocketTaskOnMessageListenerResult>>,
  Holds<Fits<Told<SocketTask, 'onClose'>, WechatMiniprogram.SocketTaskOnCloseListenerResult>>,
  // A Uint8Array has the shape of an ArrayBuffer, so this asks for the very type.
  Holds<Equal<Told<SocketTask, 'onMessage'>['data'], string | ArrayBuffer>>,
  Holds<Equal<Told<RequestTask, 'onChunkReceived'>['data'], ArrayBuffer>>,
];

type Surroundings =
  | 'onAppShow'
  | 'offAppShow'
  | 'onAppHide'
  | 'offAppHide'
  | 'getNetworkType'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange'
  | 'startLocalServiceDiscovery'
  | 'stopLocalServiceDiscovery'
  | 'onLocalServiceFound'
  | 'offLocalServiceFound'
  | 'onLocalServiceLost'
  | 'offLocalServiceLost'
  | 'onLocalServiceResolveFail'
  | 'offLocalServiceResolveFail'
  | 'onLocalServiceDiscoveryStop'
  | 'offLocalServiceDiscoveryStop';

export const surroundings: Pick<WechatMiniprogram.Wx, Surroundings> = ours;

export type SurroundingsFit = [
  Holds<Fits<Told<NetworkApi, 'onAppShow'>, WechatMiniprogram.LaunchOptionsApp>>,
  Holds<Fits<Told<NetworkApi, 'onAppHide'>, WechatMiniprogram.HideOptionsApp>>,
  Holds<
    Fits<Told<NetworkApi, 'onNetworkStatusChange'>, WechatMiniprogram.OnNetworkStatusChangeListenerResult>
  >,
  Holds<Fits<Told<NetworkApi, 'onLocalServiceFound'>, WechatMiniprogram.OnLocalServiceFoundListenerResult>>,
  Holds<Fits<Told<NetworkApi, 'onLocalServiceLost'>, WechatMiniprogram.OnLocalServiceLostListenerResult>>,
  Holds<
    Fits<Told<NetworkApi, 'onLocalServiceResolveFail'>, WechatMiniprogram.OnLocalServiceLostListenerResult>
  >,
  Holds<
    Fits<
      WechatMiniprogram.StartLocalServiceDiscoveryOption,
      OptionsOf<NetworkApi['startLocalServiceDiscovery']>
    >
  >,
  Holds<
    Fits<
      Awaited<ReturnType<typeof ours.getNetworkType>>,
      WechatMiniprogram.GetNetworkTypeSuccessCallbackResult
    >
  >,
];

interface User {
  readonly id: number;
}

export function whatTheProgramSaysReachesSuccess(): void {
  ours.request<ArrayBuffer>({ url: '', success: ({ data }) => data.byteLength.toFixed() });
  ours.request<{ id: number }>({ url: '', success: ({ data }) => data.id.toFixed() });
  ours.request<User>({ url: '', success: ({ data }) => data.id.toFixed() });
}

export function whatIsWrongDoesNotCompile(): void {
  // @ts-expect-error a URL is required
  ours.request({});
  // @ts-expect-error a URL is text
  ours.request({ url: 1 });
  // @ts-expect-error there is no such method
  ours.request({ url: '', method: 'PATCH' });
  // @ts-expect-error there is no such type of answer
  ours.request({ url: '', responseType: 'blob' });
  // @ts-expect-error a file and its name are required
  ours.uploadFile({ url: '' });
  // @ts-expect-error the protocols are a list
  ours.connectSocket({ url: '', protocols: 'mqtt' });
}
