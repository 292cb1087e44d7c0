/** A line on the terminal for what takes longer than a second. */
export interface Progress {
  readonly report: (done: number, total: number) => void;
  readonly clear: () => void;
}

interface ProgressTerminal {
  readonly write: (text: string) => void;
  readonly now: () => number;
}

const patience = 1_000;
const interval = 100;

export function createProgress({ write, now }: ProgressTerminal, isSilent: boolean): Progress {
  if (isSilent) return { report: () => undefined, clear: () => undefined };
  const start = now();
  let last = 0;
  let isShown = false;
  return {
    report(done, total) {
      const time = now();
      if (time - start < patience || time - last < interval) return;
      last = time;
      isShown = true;
      write(`\r\u001b[2KReading rules: ${done} of ${total}`);
    },
    clear() {
      if (isShown) write("\r\u001b[2K");
      isShown = false;
    },
  };
}
