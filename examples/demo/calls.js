/** A call of wx as a promise that is kept on success and failure alike. */
function settled(start) {
  return (options) => new Promise((complete) => start({ ...options, complete }));
}

/** Says one text over a socket, and waits for what comes back. */
function echoed(url, text) {
  return new Promise((resolve) => {
    const socket = wx.connectSocket({ url });
    socket.onOpen(() => socket.send({ data: text }));
    socket.onMessage(({ data }) => {
      socket.close({ code: 1000, reason: 'that was all' });
      resolve(data);
    });
    socket.onError(({ errMsg }) => resolve(errMsg));
  });
}

module.exports = {
  request: settled((options) => wx.request(options)),
  downloadFile: settled((options) => wx.downloadFile(options)),
  uploadFile: settled((options) => wx.uploadFile(options)),
  echoed,
};
