// The calls fit the typings of @binance/mp-service: there they are properties of function type, so options are compared
// strictly. Its declarations have mistakes of their own, which `skipLibCheck` passes over; none is in these calls.
import type { NetworkApi } from '@minigate/network';
import type service from '@binance/mp-service';
import type { Calls, Fits, Given, Holds, IsChecked, OptionsOf, TaskOf, Told } from './fits.ts';

declare const ours: NetworkApi;
type Theirs = typeof service;

export const whole: Pick<Theirs, Calls> = ours;

/** Their options are options for us, our tasks are tasks for them. */
export type CallsFit = [
  Holds<IsChecked<Theirs['request']>>,
  Holds<IsChecked<OptionsOf<Theirs['request']>>>,
  Holds<Fits<OptionsOf<Theirs['request']>, OptionsOf<NetworkApi['request']>>>,
  Holds<Fits<TaskOf<NetworkApi['request']>, TaskOf<Theirs['request']>>>,
  Holds<IsChecked<Theirs['downloadFile']>>,
  Holds<IsChecked<OptionsOf<Theirs['downloadFile']>>>,
  Holds<Fits<OptionsOf<Theirs['downloadFile']>, OptionsOf<NetworkApi['downloadFile']>>>,
  Holds<Fits<TaskOf<NetworkApi['downloadFile']>, TaskOf<Theirs['downloadFile']>>>,
  Holds<IsChecked<Theirs['uploadFile']>>,
  Holds<IsChecked<OptionsOf<Theirs['uploadFile']>>>,
  Holds<Fits<OptionsOf<Theirs['uploadFile']>, OptionsOf<NetworkApi['uploadFile']>>>,
  Holds<Fits<TaskOf<NetworkApi['uploadFile']>, TaskOf<Theirs['uploadFile']>>>,
  Holds<IsChecked<Theirs['connectSocket']>>,
  Holds<IsChecked<OptionsOf<Theirs['connectSocket']>>>,
  Holds<Fits<OptionsOf<Theirs['connectSocket']>, OptionsOf<NetworkApi['connectSocket']>>>,
  Holds<Fits<TaskOf<NetworkApi['connectSocket']>, TaskOf<Theirs['connectSocket']>>>,
];

export type ResultsFit = [
  Holds<
    Fits<Given<OptionsOf<NetworkApi['request']>, 'success'>, Given<OptionsOf<Theirs['request']>, 'success'>>
  >,
  Holds<
    Fits<
      Given<OptionsOf<NetworkApi['downloadFile']>, 'success'>,
      Given<OptionsOf<Theirs['downloadFile']>, 'success'>
    >
  >,
  Holds<
    Fits<
      Given<OptionsOf<NetworkApi['uploadFile']>, 'success'>,
      Given<OptionsOf<Theirs['uploadFile']>, 'success'>
    >
  >,
];

type Surroundings =
  | 'onAppShow'
  | 'offAppShow'
  | 'onAppHide'
  | 'offAppHide'
  | 'getNetworkType'
  | 'onNetworkStatusChange'
  | 'offNetworkStatusChange';

export const surroundings: Pick<Theirs, Surroundings> = ours;

export type SurroundingsFit = [
  Holds<IsChecked<Theirs['onAppShow']>>,
  Holds<IsChecked<Theirs['getNetworkType']>>,
  Holds<Fits<Told<NetworkApi, 'onAppShow'>, Told<Theirs, 'onAppShow'>>>,
  Holds<Fits<Told<NetworkApi, 'onNetworkStatusChange'>, Told<Theirs, 'onNetworkStatusChange'>>>,
  Holds<Fits<Awaited<ReturnType<typeof ours.getNetworkType>>, Awaited<ReturnType<Theirs['getNetworkType']>>>>,
];

type OurSocket = TaskOf<NetworkApi['connectSocket']>;
type TheirSocket = TaskOf<Theirs['connectSocket']>;

export type EventsFit = [
  Holds<IsChecked<TheirSocket>>,
  Holds<Fits<Told<OurSocket, 'onOpen'>, Told<TheirSocket, 'onOpen'>>>,
  Holds<Fits<Told<OurSocket, 'onClose'>, Told<TheirSocket, 'onClose'>>>,
  Holds<Fits<Told<OurSocket, 'onMessage'>, Told<TheirSocket, 'onMessage'>>>,
  Holds<
    Fits<
      Told<TaskOf<NetworkApi['downloadFile']>, 'onProgressUpdate'>,
      Told<TaskOf<Theirs['downloadFile']>, 'onProgressUpdate'>
    >
  >,
  Holds<
    Fits<
      Told<TaskOf<NetworkApi['uploadFile']>, 'onProgressUpdate'>,
      Told<TaskOf<Theirs['uploadFile']>, 'onProgressUpdate'>
    >
  >,
];
