/** The page that searches logs: shows what the extension posts, and keeps nothing; when it is made anew it asks again. */
import type { FromPage, ToPage } from "./protocol.ts";
import { createView } from "./view.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
};

const host = acquireVsCodeApi();
const root = document.querySelector("main");
if (root !== null) {
  const view = createView(root, (message) => {
    host.postMessage(message);
  });
  window.addEventListener("message", (event: MessageEvent<ToPage>) => {
    view.show(event.data.state);
  });
  host.postMessage({ type: "ready" });
}
