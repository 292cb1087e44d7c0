import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { gitFailure } from "./git-failure.ts";
import { isObjectId } from "./object-id.ts";
import { type GitPlace, gitCommand } from "./run-git.ts";

/**
 * Reads objects of a repository through one `git cat-file --batch` process, started when first needed.
 *
 * The process lives until {@link ObjectReader.close}: a reader that is left open keeps the program from ending.
 */
export class ObjectReader {
  readonly #place: GitPlace;
  #process: BatchProcess | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(place: GitPlace) {
    this.#place = place;
  }

  /**
   * Hands over each item, in the order given, with the object that `idOf` names for it.
   *
   * The object is undefined where the repository lacks it and where `idOf` names none. Its bytes are a view into
   * a buffer: use them before `take` returns. One reading at a time: a second one waits for the first.
   */
  read<Item>(
    items: readonly Item[],
    idOf: (item: Item) => string | undefined,
    take: (item: Item, object: Uint8Array | undefined) => void,
  ): Promise<void> {
    const reading = this.#turn.then(() => this.#readNow(items, idOf, take));
    this.#turn = reading.catch(() => undefined);
    return reading;
  }

  /**
   * The id of the object that a name stands for, such as `main^{commit}`; undefined where git knows none, or several.
   *
   * Costs next to nothing where the process runs, or will be needed anyway.
   */
  identify(name: string): Promise<string | undefined> {
    const answer = this.#turn.then(() => this.#ask(name));
    this.#turn = answer.then(
      () => undefined,
      () => undefined,
    );
    return answer;
  }

  /** Ends the process, which may live on for a moment; does nothing where none runs. */
  async close(): Promise<void> {
    await this.#turn;
    this.#process?.end();
    this.#process = undefined;
  }

  async #ask(name: string): Promise<string | undefined> {
    this.#process ??= new BatchProcess(this.#place);
    const running = this.#process;
    try {
      return await running.identify(name);
    } catch (error) {
      running.kill();
      this.#process = undefined;
      throw error;
    }
  }

  async #readNow<Item>(
    items: readonly Item[],
    idOf: (item: Item) => string | undefined,
    take: (item: Item, object: Uint8Array | undefined) => void,
  ): Promise<void> {
    const ids = items.map(idOf);
    const requests = ids.filter((id) => id !== undefined);
    if (requests.length > 0) this.#process ??= new BatchProcess(this.#place);
    const running = this.#process;
    try {
      running?.request(requests);
      for (const [index, item] of items.entries()) {
        take(item, ids[index] === undefined ? undefined : await running?.answer());
      }
    } catch (error) {
      // Answers that nobody waits for any more are still on their way: the next reading needs a fresh process.
      running?.kill();
      this.#process = undefined;
      throw error;
    }
  }
}

const command = ["cat-file", "--batch"];
const lineFeed = 0x0a;

/** A running `git cat-file --batch`, and a cursor over what it prints. */
class BatchProcess {
  readonly #directory: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #output: AsyncIterator<Buffer>;
  readonly #closed: Promise<unknown>;
  #rest: Buffer = Buffer.alloc(0);
  #complaints = "";

  constructor(place: GitPlace) {
    const { program, programArguments, env } = gitCommand(place, command);
    this.#directory = place.directory;
    this.#child = spawn(program, programArguments, { env, windowsHide: true });
    this.#output = this.#child.stdout[Symbol.asyncIterator]();
    // Rejects where git could not be started, and nobody may be waiting yet.
    this.#closed = once(this.#child, "close");
    this.#closed.catch(() => undefined);
    // A broken pipe shows as the end of the output, which is where the reason is known.
    this.#child.stdin.on("error", () => undefined);
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-10_000);
    });
  }

  request(ids: readonly string[]): void {
    const odd = ids.find((id) => !isObjectId(id));
    if (odd !== undefined) throw new Error(`"${odd}" is not the full id of an object.`);
    this.#child.stdin.write(ids.map((id) => `${id}\n`).join(""));
  }

  /** The answer to the oldest request: `<id> <type> <size> LF <bytes> LF`, or `<id> missing LF`. */
  async answer(): Promise<Uint8Array | undefined> {
    const header = await this.#line();
    if (header.endsWith(" missing")) return undefined;
    const size = Number(header.slice(header.lastIndexOf(" ") + 1));
    if (!Number.isSafeInteger(size)) throw new Error(`git cat-file answered "${header}".`);
    const bytes = await this.#bytes(size + 1);
    return bytes.subarray(0, size);
  }

  /** The id of what a name stands for, which may not hold a line end. */
  async identify(name: string): Promise<string | undefined> {
    this.#child.stdin.write(`${name}\n`);
    // What is said of a name that stands for nothing repeats the name, which may look like an answer in part.
    const [id = "", , size = "", ...more] = (await this.#line()).split(" ");
    if (!isObjectId(id) || !/^\d+$/.test(size) || more.length > 0) return undefined;
    await this.#bytes(Number(size) + 1);
    return id;
  }

  end(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    this.#child.kill();
    this.#child.stdout.destroy();
  }

  async #line(): Promise<string> {
    let end = this.#rest.indexOf(lineFeed);
    while (end === -1) {
      this.#rest = Buffer.concat([this.#rest, await this.#chunk()]);
      end = this.#rest.indexOf(lineFeed);
    }
    const line = this.#rest.toString("latin1", 0, end);
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  async #bytes(length: number): Promise<Buffer> {
    const chunks = [this.#rest];
    let available = this.#rest.length;
    while (available < length) {
      const chunk = await this.#chunk();
      chunks.push(chunk);
      available += chunk.length;
    }
    const gathered = chunks.length === 1 ? this.#rest : Buffer.concat(chunks, available);
    this.#rest = gathered.subarray(length);
    return gathered.subarray(0, length);
  }

  async #chunk(): Promise<Buffer> {
    const { done, value } = await this.#output.next();
    if (done !== true) return value;
    await this.#closed;
    throw gitFailure(this.#directory, `git ${command.join(" ")}`, this.#complaints);
  }
}
