const { downloadFile, echoed, request, uploadFile } = require('../../calls.js');

const SERVER = 'https://hello.minigate.test';
const EVERY = 60000;
const AGAIN = 5000;

/** What this page shows, each with a name for the console. */
const scenes = {
  async allowed() {
    const { data, statusCode } = await request({ url: `${SERVER}/hello`, data: { from: 'demo' } });
    return { statusCode, data };
  },
  async posted() {
    const order = { coin: 'BNB', amount: '0.5', note: '限价' };
    return (await request({ url: `${SERVER}/orders`, method: 'POST', data: order })).data;
  },
  async missing() {
    return `status ${(await request({ url: `${SERVER}/missing` })).statusCode} is a success too`;
  },
  async compressed() {
    return (await request({ url: `${SERVER}/gzip` })).data?.length;
  },
  async gbk() {
    return (await request({ url: `${SERVER}/gbk` })).data;
  },
  async marked() {
    return (await request({ url: `${SERVER}/bom` })).data;
  },
  async moved() {
    return (await request({ url: `${SERVER}/moved` })).data;
  },
  async notListed() {
    return (await request({ url: 'https://other.minigate.test/prices' })).errMsg;
  },
  async portNotListed() {
    return (await request({ url: `${SERVER}:9091/prices` })).errMsg;
  },
  async redirectedOut() {
    return (await request({ url: `${SERVER}/redirect` })).errMsg;
  },
  async interrupted() {
    return (await request({ url: `${SERVER}/broken` })).errMsg;
  },
  async files() {
    const { tempFilePath } = await downloadFile({ url: `${SERVER}/file` });
    const sent = await uploadFile({ url: `${SERVER}/upload`, filePath: tempFilePath, name: 'photo' });
    return sent.data;
  },
  async socket() {
    return echoed('wss://hello.minigate.test/echo', 'Hello');
  },
  /** Fourteen at once: more than the ten that have a slot, the others wait. */
  async slow() {
    const calls = Array.from({ length: 14 }, (_, n) => request({ url: `${SERVER}/wait?n=${n}` }));
    return `${(await Promise.all(calls)).length} slow answers`;
  },
};

Page({
  onLoad() {
    this.showAll();
    setInterval(() => this.showAll(), EVERY);
  },
  onShow() {
    this.hidden = false;
    if (!this.asking) this.followNews();
  },
  onHide() {
    this.hidden = true;
  },
  /** Asks for news as long as it is on the screen; the server answers when there is some. Hidden, the call is interrupted. */
  async followNews() {
    this.asking = true;
    while (!this.hidden) {
      const { data, errMsg } = await request({ url: `${SERVER}/news` });
      console.log('news', data || errMsg);
      if (!data && !this.hidden) await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
    this.asking = false;
  },
  async showAll() {
    for (const [name, scene] of Object.entries(scenes)) {
      if (this.hidden) return;
      console.log(name, await scene());
    }
    console.log('That was all for now.');
  },
});
