import type { Core } from '../../core.ts';
import type { App } from '../../http/app.ts';
import { createErrorHandler } from '../../http/error-answers.ts';
import type { Services } from '../../services.ts';
import { answerAsWeChat } from './errcodes.ts';
import { modifyDomainRoute } from './modify-domain.ts';
import { weChatTokenRoutes } from './token-routes.ts';

/**
 * The doors that code written for WeChat's servers knocks at. They answer every error with HTTP 200 and an errcode, and
 * read a body as JSON whatever type it says it has, as such code sends it.
 */
export function weChatDoors(app: App, core: Core, services: Services): void {
  app.register(async (doors: App) => {
    doors.setErrorHandler(createErrorHandler(core, answerAsWeChat));
    doors.removeAllContentTypeParsers();
    doors.addContentTypeParser('*', { parseAs: 'string' }, doors.getDefaultJsonParser('error', 'error'));
    weChatTokenRoutes(doors, services);
    modifyDomainRoute(doors, services);
  });
}
