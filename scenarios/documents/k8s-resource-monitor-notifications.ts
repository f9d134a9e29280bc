import type { DocumentSuite } from '../../harness/index.ts';
import { changed, lines, shell } from './forms.ts';

/** A mail server that hangs up once others have had their turns, or after a second in which they had none. */
const mailServer = {
  'hanging.py': `import socket, threading
served = threading.Event()
listener = socket.create_server(('127.0.0.1', 0))
def hang_up():
    accepted, _ = listener.accept()
    served.wait(1)
    accepted.close()
threading.Thread(target=hang_up, daemon=True).start()
port = listener.getsockname()[1]
`,
};
const sending = lines('003', '612-625', {
  replace: [["'smtp.company.com', 587", "'127.0.0.1', hanging.port"]],
  within: {
    before: "import asyncio, sys\nsys.path.insert(0, '.')\nimport hanging\n",
    after: `
turns = 0
async def others():
    global turns
    while True:
        turns += 1
        if turns > 3: hanging.served.set()
        await asyncio.sleep(0)
async def notify():
    send_email_alert('a', 'b')
async def main():
    serving = asyncio.create_task(others())
    try: await notify()
    except OSError as error: print('raised', type(error).__name__)
    print('turns', turns)
    serving.cancel()
asyncio.run(main())
`,
  },
});

/** What the documented notifications of k8s-resource-monitor do where their receiver does not answer. */
export const k8sResourceMonitorNotifications: DocumentSuite = {
  checks: [
    {
      finding: 'k8smon.defect.notify-stubs',
      shows:
        'while a mail server keeps it waiting nothing else gets a turn, and its error is thrown; in a thread the others do, and it is logged',
      documented: shell(
        { program: 'python3', script: sending, files: mailServer },
        { status: 'accepted', says: 'raised SMTPServerDisconnected\nturns 0' },
      ),
      corrected: shell(
        {
          program: 'python3',
          script: changed(sending, [
            "    send_email_alert('a', 'b')",
            "    try: await asyncio.to_thread(send_email_alert, 'a', 'b')\n    except OSError as error: print('logged', type(error).__name__)",
          ]),
          files: mailServer,
        },
        { status: 'accepted', says: 'logged SMTPServerDisconnected\nturns [1-9]', saysNot: 'raised' },
      ),
    },
  ],
};
