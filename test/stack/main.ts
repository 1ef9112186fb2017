/** `node test/stack/main.ts [--port N] [--workspace DIR]`: the stack by itself, until Ctrl-C. */
import { parseArgs } from "node:util";
import { startStack } from "./stack.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    workspace: { type: "string" },
  },
});
const stack = await startStack({
  port: Number(values.port),
  ...(values.workspace === undefined ? {} : { workspace: values.workspace }),
});
console.log(
  Object.entries(stack.env)
    .map(([name, value]) => `export ${name}=${value}`)
    .join("\n"),
);
console.log(`# user pool ${stack.poolId}, app client ${stack.clientId}`);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    void stack.stop();
  });
