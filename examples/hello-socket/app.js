App({
  onLaunch() {
    console.log('This program uploads a file, and talks over a WebSocket.');
  },
});
