/**
 * A process with a policy feed, that writes each version that the feed has kept on the disk:
 *
 *     node follower.mjs '{ "issuer": "https://…", "appId": "demo", "thumbprint": "…", "directory": "…" }'
 */
import { createPolicyFeed } from '@minigate/network';

const feed = createPolicyFeed(JSON.parse(process.argv[2] ?? ''));
feed.on('policy', ({ policy }) => process.stdout.write(`${policy.version}\n`));
