/** wx.request and wx.downloadFile as promises that are kept on success and failure alike. */
function settled(start) {
  return (options) => new Promise((complete) => start({ ...options, complete }));
}

module.exports = {
  request: settled((options) => wx.request(options)),
  downloadFile: settled((options) => wx.downloadFile(options)),
};
