/** Where a backend asks for an access token: the platform's own door, WeChat's, and that of OAuth 2.0. */
export const doors = ['own', 'wechat', 'oauth'] as const;
export type Door = (typeof doors)[number];

/** What the lines are written for. */
export const tools = ['curl', 'node', 'python'] as const;
export type Tool = (typeof tools)[number];

export interface SnippetSubject {
  /** The platform's origin, such as `https://minigate.example.com`. */
  readonly platform: string;
  readonly appId: string;
}

/** A request whose body is JSON, with the names of its fields. */
interface JsonRequest {
  readonly url: string;
  readonly fixed: readonly (readonly [name: string, value: string])[];
  /** The field that has the AppSecret. */
  readonly secret: string;
}

/**
 * Lines that get an access token. They find the AppSecret in the environment as `APP_SECRET`: it stands neither in
 * them nor on a command line, which others can see.
 *
 * @example
 * writeSnippet('own', 'curl', { platform: 'https://minigate.example.com', appId: 'mp1' });
 */
export function writeSnippet(door: Door, tool: Tool, subject: SnippetSubject): string {
  return door === 'oauth' ? writeOauth[tool](subject) : writeJson[tool](requestOf(door, subject));
}

/** A call of the open API with the token, which stands in the environment as `ACCESS_TOKEN`. */
export function writeUse({ platform }: Pick<SnippetSubject, 'platform'>): string {
  return `curl -sS ${shell(`${platform}/open-api/v1/policy-version`)} -H @- <<END
Authorization: Bearer $ACCESS_TOKEN
END`;
}

function requestOf(door: Exclude<Door, 'oauth'>, { platform, appId }: SnippetSubject): JsonRequest {
  return door === 'own'
    ? { url: `${platform}/open-api/v1/access-token`, fixed: [['app_id', appId]], secret: 'app_secret' }
    : {
        url: `${platform}/cgi-bin/stable_token`,
        fixed: [
          ['grant_type', 'client_credential'],
          ['appid', appId],
        ],
        secret: 'secret',
      };
}

const writeJson: Readonly<Record<Tool, (request: JsonRequest) => string>> = {
  curl({ url, fixed, secret }) {
    const fields = fixed.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
    return `curl -sS ${shell(url)} -H 'Content-Type: application/json' -d @- <<END
{${[...fields, `"${secret}": "$APP_SECRET"`].join(', ')}}
END`;
  },
  node({ url, fixed, secret }) {
    const fields = fixed.map(([name, value]) => `${name}: ${quote(value)}`);
    return `const answer = await fetch(${quote(url)}, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ${[...fields, `${secret}: process.env.APP_SECRET`].join(', ')} }),
});
console.log(await answer.json());`;
  },
  python({ url, fixed, secret }) {
    const fields = fixed.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
    return `import json, os, urllib.request

wish = {${[...fields, `"${secret}": os.environ["APP_SECRET"]`].join(', ')}}
request = urllib.request.Request(
    ${JSON.stringify(url)},
    json.dumps(wish).encode(),
    {"Content-Type": "application/json"},
)
print(json.load(urllib.request.urlopen(request)))`;
  },
};

const writeOauth: Readonly<Record<Tool, (subject: SnippetSubject) => string>> = {
  curl: ({ platform, appId }) => `curl -sS ${shell(`${platform}/oauth2/token`)} -K - <<END
user = "${appId}:$APP_SECRET"
data = "grant_type=client_credentials"
END`,
  node: ({ platform, appId }) => `const credentials = btoa(\`${appId}:\${process.env.APP_SECRET}\`);
const answer = await fetch(${quote(`${platform}/oauth2/token`)}, {
  method: 'POST',
  headers: { authorization: \`Basic \${credentials}\` },
  body: new URLSearchParams({ grant_type: 'client_credentials' }),
});
console.log(await answer.json());`,
  python: ({ platform, appId }) => `import base64, json, os, urllib.request

credentials = base64.b64encode(f"${appId}:{os.environ['APP_SECRET']}".encode()).decode()
request = urllib.request.Request(
    ${JSON.stringify(`${platform}/oauth2/token`)},
    b"grant_type=client_credentials",
    {"Authorization": "Basic " + credentials},
)
print(json.load(urllib.request.urlopen(request)))`,
};

/** Text as one word of `sh`. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text as a string of JavaScript. */
function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
