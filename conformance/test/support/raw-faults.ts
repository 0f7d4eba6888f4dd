// What is wrong with framing and connections, and which cases have to notice.
import type { Socket } from 'node:net';
import { answerOf } from './raw-receiver.ts';

export interface RawFault {
  readonly name: string;
  readonly talk: (data: string, socket: Socket) => void;
  /** The cases that are run; others would only wait. */
  readonly only: readonly number[];
  readonly noticed: readonly number[];
}

const FRAMING = [560, 653, 654, 661, 662, 663, 664, 665, 666, 667];
/** The head is what tells that a request begins; bodies that come behind it are swallowed. */
const onHead =
  (answer: (socket: Socket) => unknown) =>
  (data: string, socket: Socket): void => {
    if (data.startsWith('POST ')) answer(socket);
  };

export const RAW_FAULTS: readonly RawFault[] = [
  {
    name: '200 for any bytes, and the connection stays open',
    talk: onHead((socket) => socket.write(answerOf(200))),
    only: FRAMING,
    noticed: [653, 654, 661, 662, 663, 664, 665, 666],
  },
  {
    name: '500 for any bytes',
    talk: onHead((socket) => socket.end(answerOf(500))),
    only: FRAMING,
    noticed: [560, 653, 661, 663, 664, 665, 666, 667],
  },
  {
    name: 'answers in the wrong order',
    talk: onHead((socket) => socket.write(answerOf(200) + answerOf(400))),
    only: [654],
    noticed: [654],
  },
  {
    name: 'no answer at all',
    talk: (_data, socket) => void socket.end(),
    only: [101, ...FRAMING],
    noticed: [101, ...FRAMING],
  },
  {
    name: 'what is no HTTP',
    talk: (_data, socket) => void socket.end('220 mail.example ESMTP\r\n'),
    only: [101, 102],
    noticed: [101, 102],
  },
  {
    name: 'silence',
    talk: () => undefined,
    only: [101, 655, 663],
    noticed: [101, 655, 663],
  },
];
