const { request, downloadFile } = require('../../calls.js');

const SERVER = 'https://hello.minigate.test';

Page({
  async onLoad() {
    const hello = await request({ url: `${SERVER}/hello` });
    console.log(`1. A JSON answer arrives as an object: ${hello.data.greeting}`);

    const missing = await request({ url: `${SERVER}/missing` });
    console.log(`2. Status ${missing.statusCode} is a success too: the program judges the status itself`);

    const text = await request({ url: `${SERVER}/gbk` });
    console.log(`3. An answer in GBK is converted: ${text.data}`);

    const marked = await request({ url: `${SERVER}/bom` });
    console.log(`4. A byte order mark is removed before the JSON is read: marked is ${marked.data.marked}`);

    const file = await downloadFile({ url: `${SERVER}/file` });
    console.log(`5. A download with status ${file.statusCode} lies in ${file.tempFilePath}`);

    const port = await request({ url: `${SERVER}:443/hello` });
    console.log(`6. A port that is not in the list is refused, even the default one: ${port.errMsg}`);

    const redirect = await request({ url: `${SERVER}/redirect` });
    console.log(`7. A redirect that leaves the list is refused: ${redirect.errMsg}`);
  },
});
