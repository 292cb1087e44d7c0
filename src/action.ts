import { fileURLToPath } from "node:url";
import { reportFailure } from "./app/action/report-failure.ts";
import { runAction } from "./app/action/run-action.ts";
import { openHelperThreads } from "./app/helper-threads.ts";
import { openCacheFolder } from "./io/cache-folder.ts";
import { openDataFolder } from "./io/data-folder.ts";
import { openRunner } from "./io/github/runner.ts";
import { sourceVersion, toolVersion } from "./version.ts";

const { env } = process;
const tool = { name: "detcov", version: toolVersion } as const;
const runner = await openRunner(env);
try {
  process.exitCode = await runAction(
    {
      directory: env.GITHUB_WORKSPACE || process.cwd(),
      env,
      data: openDataFolder(fileURLToPath(new URL("../data/", import.meta.url))),
      examples: fileURLToPath(new URL("../examples/", import.meta.url)),
      tool,
      threads: openHelperThreads(import.meta.url),
      onProgress: () => undefined,
      process,
      today: new Date().toISOString().slice(0, 10),
      openCache: (folder) =>
        openCacheFolder({ folder, version: sourceVersion, writer: String(process.pid), now: Date.now }),
    },
    runner,
  );
} catch (error) {
  process.exitCode = reportFailure(error, runner, tool);
}
