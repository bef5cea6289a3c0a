/** What the tests use of co-wechat-api, which has no types of its own. */
declare module 'co-wechat-api' {
  export default class WeChatApi {
    constructor(appId: string, appSecret: string);
    static mixin(
      methods: Readonly<Record<string, (this: WeChatApi, body: object) => Promise<unknown>>>,
    ): void;
    prefix: string;
    wxaPrefix: string;
    getAccessToken(): Promise<{ accessToken: string; expireTime: number }>;
    ensureAccessToken(): Promise<{ accessToken: string }>;
    request(url: string, options?: object): Promise<Record<string, unknown>>;
    /** Added by the tests, by `mixin`. */
    modifyDomain(body: object): Promise<Record<string, unknown>>;
  }
}
