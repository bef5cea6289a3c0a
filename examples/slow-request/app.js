App({
  onHide() {
    console.log('Hidden. What runs now has five seconds left, and no new call is made.');
    wx.request({
      url: 'https://hello.minigate.test/hello',
      fail: ({ errMsg }) => console.log(`A call that was made while hidden: ${errMsg}`),
    });
  },
});
