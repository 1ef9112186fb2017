/** How every page begins: it shows what the extension posts, and keeps nothing; when it is made anew it asks again. */
import type { Ready, Show } from "./protocol.ts";

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
};

export interface View<State> {
  show(state: State): void;
}

export function startPage<State>(
  createView: (
    root: HTMLElement,
    send: (message: unknown) => void,
  ) => View<State>,
): void {
  const host = acquireVsCodeApi();
  const root = document.querySelector("main");
  if (root === null) return;
  const view = createView(root, (message) => {
    host.postMessage(message);
  });
  window.addEventListener("message", (event: MessageEvent<Show<State>>) => {
    view.show(event.data.state);
  });
  const ready: Ready = { type: "ready" };
  host.postMessage(ready);
}
