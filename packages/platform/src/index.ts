export type { Clock } from './clock.ts';
export { backupDatabase } from './database/backup.ts';
export { apiErrors } from './errors.ts';
export type { ApiErrorBody, ApiErrorCode, ApiErrorRow } from './errors.ts';
export { startPlatform } from './main.ts';
export type { Platform, PlatformOptions } from './main.ts';
export { readSettings } from './settings.ts';
export type { Settings, SettingsResult } from './settings.ts';
