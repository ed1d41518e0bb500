// dynalite on a free port, which its own program cannot look for; it prints its address.
// node dynalite_server.mjs [FOLDER]
import dynalite from 'dynalite';

const server = dynalite({ path: process.argv[2], createTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
