/**
 * Why a server would not start, as codes and as one sentence each for the operator. These never reach a client.
 *
 * @module
 */
import { WitnessboxError, type ErrorFacts } from '../crypto/errors.ts';

const SENTENCES = {
  'organisation.missing':
    'The organisation folder does not exist. It is made by "witnessbox init" on the custodian\'s machine.',
  'organisation.incomplete': 'The organisation folder lacks the file {file}.',
  'organisation.invalid':
    'The organisation folder is not in order: the keyring or the intake form was not signed by root.pub, or was altered afterwards.',
  'organisation.not-yet-valid':
    'The keyring is not valid before {day}. If that day has come, set the clock of this machine right.',
  'organisation.rollback':
    'The keyring is older than one that this data folder has served before. Put the newest one in place.',
  'organisation.forked':
    'The keyring is another one than this data folder has served for the same epoch, though the same root key signed both. Put the one that was served before back in place, and ask the custodian by voice: an old copy of their folder was used, or somebody else has the root key.',
  'organisation.holds-secrets':
    'The organisation folder holds a secret key. Secret keys must never be on the server: move it away and treat it as seen.',
  'organisation.other':
    'The data folder belongs to another organisation. Give each organisation a data folder of its own.',
  'organisation.other-root':
    'The keyring was signed with another root key. A change of the root key takes a restart.',
  'organisation.demonstration-refused':
    'This data folder has served a real organisation. A demonstration, whose keys lie beside the server, may not use it.',
  'organisation.real-refused':
    'This data folder was made by a demonstration. A real organisation needs an empty one.',
  'organisation.demonstration-exposed':
    'A demonstration, whose keys lie beside the server, can only be reached from this machine: use 127.0.0.1 as the host. For others, set up an organisation with "npx witnessbox init".',
  'organisation.demonstration-incomplete':
    'Parts of the demonstration are missing from the data folder. To begin anew, delete the data folder; what was sent to the demonstration goes with it.',
  'config.missing': 'There is no configuration file where --config says.',
  'config.unreadable':
    'The configuration file is there and cannot be read. Give this account the right to read it.',
  'config.two':
    'There is a witnessbox.toml in the working directory and another in the data folder. Name the one that counts with --config.',
  'config.not-toml':
    'The configuration file is no TOML from line {line}, column {column} on: {reason}. There stands: {found} → {fix}',
  'config.not-on-workers':
    'On Workers {key} has no meaning. Take it out of [vars.WITNESSBOX] in wrangler.toml.',
  'config.faulty': 'The configuration file is not in order:{faults}',
  'server.socket-in-use': 'Another program answers on that socket. Choose another path for it.',
  'server.socket-taken':
    'Where the socket should be lies something that is none. Choose another path, or move it away.',
  'server.socket-refused':
    'The socket cannot be made there. Its folder must exist and be writable for this account, and its path have no more than 107 bytes.',
  'server.port-in-use': 'Port {port} is in use. Choose another with --port.',
  'server.address-refused': 'This machine cannot listen on that host and port.',
  'server.data-in-use': 'Another server is running on this data folder.',
  'server.no-data': 'There is no such data folder. Name it with --data or in witnessbox.toml.',
  'server.data-unusable':
    'The data folder cannot be read or written. See that it belongs to this account, and what "witnessbox server check" says.',
  'server.data-full':
    'The disk on which the data folder lies is full. Make room and start again; what was confirmed is still there.',
  'server.data-read-only':
    'The disk on which the data folder lies is read-only at present. Often the system does that when the disk fails: see what dmesg says, make a copy of the data folder, and start again once it can be written.',
  'backup.exists':
    'Where the backup should be lies something already. Name a folder that does not exist yet.',
  'backup.inside': 'A backup cannot lie in the data folder. Name a folder elsewhere.',
  'backup.nowhere': 'The folder in which the backup should be made does not exist.',
  'backup.incomplete':
    'Ciphertexts that the database names were missing or of another length, and no backup has been made. See what "witnessbox server check" says; if it finds nothing, try again when the close of the day is over.',
  'restore.occupied':
    'The data folder is not empty, and nothing is ever restored over data. Name another one, or move what is there away.',
  'restore.nowhere': 'The folder in which the data folder should be made does not exist.',
  'restore.no-backup': 'That is no backup: its manifest.json is missing, or cannot be understood.',
  'restore.unlisted': 'In the backup lies something that its manifest does not list. Nothing was restored.',
  'restore.damaged':
    'A file of the backup is missing, or not what its manifest says. Nothing was restored. Try an older backup.',
  'restore.unsound':
    'The files of the backup are as its manifest says, but do not belong together. Nothing was restored. Try an older backup.',
  'server.wrong-account':
    'The data folder belongs to another account, which could not use what this one would write. Run it as that one, for instance with "sudo -u ACCOUNT".',
  'server.database-newer':
    'The database was written by a newer version of this program, and this one could do it harm. Nothing was changed. Install that version again, or one newer still; to stay with this one, restore a backup that it has made.',
  'server.not-migrated':
    'The database could not be brought up to date, and nothing was changed. Look whether there is room for another copy of it on the disk.',
  'server.migration-broken':
    'The database is damaged, and a migration was due or had begun. If a file witnessbox.sqlite.before-… lies in the data folder, it is the database as it was before: copy the whole folder away first, then put that file in the place of witnessbox.sqlite.',
  'server.web-missing': 'The website has not been built.',
  'server.bad-listen':
    'That cannot be listened on. --listen takes HOST:PORT or unix:/PATH, and --port a number up to 65535.',
  'server.challenge-secret-missing':
    'The secret WITNESSBOX_CHALLENGE_SECRET is missing or shorter than 32 characters. Set it with "wrangler secret put WITNESSBOX_CHALLENGE_SECRET".',
  'server.usage':
    'Usage: main.node.ts --organisation FOLDER [--data FOLDER] [--config FILE] [--listen HOST:PORT | unix:/PATH] [--host HOST] [--port PORT] [--web FOLDER]',
  'server.fault': 'The server could not start.',
  'server.command-failed':
    'It could not be done, and nothing half-done is in place. Look at the room on the disk and the rights of this account.',
  'server.crashed':
    'The server met a fault and has stopped. Nothing that it had confirmed is lost. Start it again.',
} as const;

export type StartErrorCode = keyof typeof SENTENCES;

export class StartError extends WitnessboxError<StartErrorCode> {
  constructor(code: StartErrorCode, facts: ErrorFacts = {}) {
    super(code, facts);
    this.message = sentence(code, facts);
  }
}

function sentence(code: StartErrorCode, facts: ErrorFacts): string {
  return SENTENCES[code].replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}
