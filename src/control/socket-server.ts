import {chmodSync, mkdirSync, rmSync} from 'node:fs';
import {createServer, type Server, type Socket} from 'node:net';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {parseControlCommand, type ControlAnswer, type ControlHandler} from '../core/control.js';
import {EnvironmentError} from '../core/errors.js';

/** Only the owner may talk to a run. */
const FOLDER_MODE = 0o700;
const SOCKET_MODE = 0o600;
/** Nothing that is asked is longer; a line that is closes the connection. */
const LONGEST_LINE = 4096;

/** Listens for commands while a cohort runs. */
export class ControlServer {
  private constructor(
    readonly file: string,
    private readonly server: Server,
    private readonly connections: Set<Socket>,
  ) {}

  /** **Errors:** EnvironmentError when the socket cannot be made. */
  static async open(file: string, handler: ControlHandler): Promise<ControlServer> {
    const connections = new Set<Socket>();
    const server = createServer((socket) => {
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      serve(socket, handler);
    });
    try {
      mkdirSync(path.dirname(file), {recursive: true, mode: FOLDER_MODE});
      await listen(server, file);
      chmodSync(file, SOCKET_MODE);
    } catch (cause) {
      throw new EnvironmentError(`the control socket ${file} cannot be made: ${(cause as Error).message}`, {
        suggestions: ['neuos run --control in/a/folder/you/can/write.sock'],
        cause,
      });
    }
    return new ControlServer(file, server, connections);
  }

  close(): void {
    for (const socket of this.connections) socket.destroy();
    this.server.close();
    rmSync(this.file, {force: true});
  }
}

function listen(server: Server, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // The socket is born with the right mode: between listening and chmod nobody else can connect.
    const before = process.umask(0o777 & ~SOCKET_MODE);
    server.once('error', reject);
    server.listen(file, () => {
      resolve();
    });
    process.umask(before);
  });
}

function serve(socket: Socket, handler: ControlHandler): void {
  // A client that goes away is no concern of the run's; the interface passes the socket's errors on.
  const lines = createInterface({input: socket});
  for (const emitter of [socket, lines]) emitter.on('error', () => socket.destroy());
  lines.on('line', (line) => {
    if (line.length > LONGEST_LINE) socket.destroy();
    else socket.write(`${JSON.stringify(answer(line, handler))}\n`);
  });
}

function answer(line: string, handler: ControlHandler): ControlAnswer {
  const command = parseControlCommand(line);
  if (typeof command === 'string') return {ok: false, error: command};
  try {
    return {ok: true, result: handler(command)};
  } catch (error) {
    return {ok: false, error: (error as Error).message};
  }
}
