App({
  onLaunch() {
    console.log('Hello. This program may talk to one server: https://hello.minigate.test');
  },
});
