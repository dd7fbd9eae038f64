// A registry on loopback with no other registry behind it: node serve.mjs VERDACCIO FOLDER. Its address is the first line.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [installed, folder] = process.argv.slice(2);
const { runServer } = createRequire(join(resolve(installed), 'package.json'))('verdaccio');
const server = await runServer({
  storage: join(folder, 'storage'),
  self_path: folder,
  web: { enable: false },
  auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: 10 } },
  uplinks: {},
  packages: { '**': { access: '$all', publish: '$all', unpublish: '$all' } },
  log: { type: 'stdout', format: 'json', level: 'fatal' },
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
