Page({
  onLoad() {
    console.log('Asking for an answer that takes ten seconds.');
    wx.request({
      url: 'https://hello.minigate.test/slow',
      success: ({ data }) => console.log(`The answer came after ${data.waited} ms.`),
      fail: ({ errMsg }) => console.log(`There is no answer: ${errMsg}`),
    });
  },
});
