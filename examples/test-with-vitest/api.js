/** What the pages of a mini program call instead of `wx.request` and `wx.connectSocket`. */

const SERVER = 'https://api.example.com';

/** A user by number. A server that is busy is asked once more. */
export async function loadUser(id) {
  const options = { url: `${SERVER}/users/${id}`, timeout: 10_000 };
  const first = await request(options);
  const { statusCode, data } = first.statusCode === 503 ? await request(options) : first;
  if (statusCode !== 200) throw new Error(`The server answered ${statusCode}.`);
  return data;
}

/** Tells each new price until the function that it gives is called. */
export function followPrice(product, onPrice, onEnd) {
  const task = wx.connectSocket({ url: 'wss://api.example.com/prices' });
  task.onOpen(() => task.send({ data: product }));
  task.onMessage(({ data }) => onPrice(JSON.parse(data).price));
  task.onClose(({ reason }) => onEnd(reason));
  return () => task.close();
}

function request(options) {
  return new Promise((resolve, reject) => {
    const fail = ({ errMsg }) => reject(new Error(sentenceFor(errMsg)));
    wx.request({ ...options, success: resolve, fail });
  });
}

function sentenceFor(errMsg) {
  if (errMsg.includes('timeout')) return 'The server is slow today. Please try again.';
  if (errMsg.includes('interrupted')) return 'The program was left before the answer came.';
  return `The server cannot be reached (${errMsg}).`;
}
