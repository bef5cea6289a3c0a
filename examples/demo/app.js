App({
  onLaunch() {
    console.log('This program calls all that a mini program can call, again every minute.');
  },
  onShow() {
    console.log('It is on the screen.');
  },
  onHide() {
    console.log('It is hidden: what it has called has five seconds left.');
  },
});
