/** A thread that writes to the database in `workerData`, so that nobody else waits for the disk; see recorder-call.node.ts. @module */
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from './connection.node.ts';
import { failureOf, told, type Answer, type Call } from './recorder-call.node.ts';
import { recorderOn, type Recorder } from './recorder.node.ts';

async function answer(recorder: Recorder, call: Call): Promise<Answer> {
  try {
    switch (call.act) {
      case 'record':
        return { recorded: (await recorder.record(call.jobs)).map(told) };
      case 'settle':
        await recorder.settle(call.day);
        break;
      case 'tidy':
        await recorder.tidy();
        break;
      case 'close':
        await recorder.close();
        parentPort?.unref();
        break;
    }
    return { done: true };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

const file = workerData as string;
const recorder = recorderOn(connect(file), file);
// Each call is carried out before the next one is heard, and answered in its order.
parentPort?.on('message', (call: Call) => {
  void answer(recorder, call).then((answer) => parentPort?.postMessage(answer));
});
