const SERVER = 'hello.minigate.test';

Page({
  onLoad() {
    wx.downloadFile({
      url: `https://${SERVER}/file`,
      success: ({ tempFilePath }) => this.upload(tempFilePath),
      fail: ({ errMsg }) => console.log(errMsg),
    });
  },

  upload(filePath) {
    const task = wx.uploadFile({
      url: `https://${SERVER}/upload`,
      filePath,
      name: 'photo',
      formData: { album: 'summer' },
      success: ({ data }) => console.log(`2. The server has got: ${data}`),
      fail: ({ errMsg }) => console.log(errMsg),
      complete: () => this.talk(),
    });
    task.onProgressUpdate(({ progress }) => {
      if (progress === 100) console.log('1. The whole file is sent');
    });
  },

  talk() {
    const task = wx.connectSocket({ url: `wss://${SERVER}/echo` });
    task.onOpen(() => {
      console.log('3. The socket is open');
      task.send({ data: 'Hello' });
      task.send({ data: Uint8Array.of(1, 2, 3).buffer });
    });
    task.onMessage(({ data }) => {
      if (typeof data === 'string') {
        console.log(`4. Text comes back as text: ${data}`);
      } else {
        console.log(`5. Bytes come back as bytes: ${new Uint8Array(data).join(' ')}`);
        task.close({ code: 1000, reason: 'that was all' });
      }
    });
    task.onError(({ errMsg }) => console.log(errMsg));
    task.onClose(({ code, reason }) => console.log(`6. The socket is closed: ${code} ${reason}`));
  },
});
