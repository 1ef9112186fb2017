/**
 * Durations and errors over time, a plot for each trigger on one axis of time, and all of it as a table. Durations stand
 * on a logarithmic scale, so that the five seconds that Cognito waits are in every picture. Colours are the theme's; when
 * the theme changes it is drawn again.
 */
import uPlot from "uplot";
import type { Plot, TriggerSeries } from "../../core/logs/insights/plot.ts";
import { element, table } from "../elements.ts";

export interface Plots {
  readonly show: (plot: Plot | undefined) => void;
}

const limit = 5_000;
const height = 190;
/** Milliseconds that the axis names. */
const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

export function createPlots(root: HTMLElement): Plots {
  let shown: Plot | undefined;
  let drawn: readonly uPlot[] = [];
  const draw = (): void => {
    for (const each of drawn) each.destroy();
    root.replaceChildren();
    drawn = [];
    const plot = shown;
    if (plot === undefined || plot.times.length === 0) return;
    const { times, triggers } = plot;
    const width = Math.max(320, root.clientWidth);
    drawn = triggers.map((trigger) => {
      const figure = element(
        "figure",
        { role: "img", "aria-label": spoken(trigger) },
        element("figcaption", {}, trigger.name),
      );
      root.append(figure);
      return new uPlot(
        options(plot, trigger, width),
        data(times, trigger),
        figure,
      );
    });
    root.append(drawTable(plot));
  };
  new MutationObserver(draw).observe(document.body, {
    attributes: true,
    attributeFilter: ["class"],
  });
  window.addEventListener("resize", () => {
    const width = Math.max(320, root.clientWidth);
    for (const each of drawn) each.setSize({ width, height });
  });
  return {
    show: (plot) => {
      if (JSON.stringify(plot) === JSON.stringify(shown)) return;
      shown = plot;
      draw();
    },
  };
}

/** A logarithmic scale has no zero: what took less than a millisecond stands with what took one. */
const positive = (value: number | null): number | null =>
  value === null ? null : Math.max(value, 1);

function data(
  times: readonly number[],
  { p50, p95, longest, errors }: TriggerSeries,
): uPlot.AlignedData {
  return [
    [...times],
    errors.map((count) => (count === 0 ? null : count)),
    p50.map(positive),
    p95.map(positive),
    longest.map(positive),
  ];
}

function options(
  plot: Plot,
  trigger: TriggerSeries,
  width: number,
): uPlot.Options {
  const text = themeColor("--vscode-foreground");
  const grid = {
    stroke: themeColor("--vscode-editorWidget-border"),
    width: 0.5,
  };
  const axis = { stroke: text, grid, ticks: grid };
  const most = Math.max(limit, ...trigger.longest.map((each) => each ?? 0));
  const line = (
    label: string,
    color: string,
    dash: readonly number[],
  ): uPlot.Series => ({
    label,
    scale: "ms",
    stroke: themeColor(color),
    width: 2,
    dash: [...dash],
    spanGaps: false,
    points: { show: true, size: 5 },
    value: (_plot, value: number | null) =>
      value === null ? "–" : duration(value),
  });
  return {
    width,
    height,
    cursor: { sync: { key: "durations" } },
    fmtDate: (template) =>
      uPlot.fmtDate(
        template
          .replaceAll("{h}", "{HH}")
          .replaceAll("{aa}", "")
          .replaceAll("{M}/{D}/{YY}", "{YYYY}-{MM}-{DD}")
          .replaceAll("{M}/{D}", "{MM}-{DD}"),
      ),
    scales: {
      x: { time: true, range: [plot.begin, plot.end] },
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- uPlot's enums exist in its types only; 3 is logarithmic
      ms: { distr: 3, range: [0.8, most * 2] },
      errors: { range: [0, Math.max(4, ...trigger.errors) * 1.5] },
    },
    axes: [
      axis,
      {
        ...axis,
        scale: "ms",
        size: 70,
        splits: () => powers.filter((each) => each <= most * 2),
        filter: (_plot, splits) => [...splits],
        values: (_plot, values) => values.map(duration),
      },
      {
        ...axis,
        scale: "errors",
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- as above; 1 is right
        side: 1,
        size: 50,
        label: "errors",
        labelSize: 18,
        grid: { show: false },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000],
      },
    ],
    series: [
      { label: "Time" },
      {
        label: "errors",
        scale: "errors",
        stroke: themeColor("--vscode-charts-red"),
        fill: themeColor("--vscode-charts-red"),
        ...(uPlot.paths.bars === undefined
          ? {}
          : { paths: uPlot.paths.bars({ size: [0.4, 14], align: 0 }) }),
        points: { show: false },
        value: (_plot, value: number | null) => String(value ?? 0),
      },
      line("p50", "--vscode-charts-green", []),
      line("p95", "--vscode-charts-blue", [8, 4]),
      line("longest", "--vscode-charts-purple", [2, 3]),
    ],
    hooks: { draw: [drawLimit] },
  };
}

function drawLimit(plot: uPlot): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(limit, "ms", true);
  ctx.save();
  ctx.strokeStyle = themeColor("--vscode-errorForeground");
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${String(11 * devicePixelRatio)}px sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "bottom";
  ctx.fillText(
    "5 s: Cognito gives up",
    bbox.left + bbox.width / 2,
    y - 3 * devicePixelRatio,
  );
  ctx.restore();
}

/** The theme's colour; the text's own where the theme has none. */
function themeColor(name: string): string {
  const style = getComputedStyle(document.documentElement);
  return (
    style.getPropertyValue(name).trim() ||
    style.getPropertyValue("--vscode-foreground").trim()
  );
}

const duration = (ms: number): string =>
  ms < 1_000
    ? `${String(Math.round(ms))} ms`
    : `${String(Math.round(ms / 100) / 10)} s`;

function spoken({ name, invocations, errors, longest }: TriggerSeries): string {
  const sum = (counts: readonly number[]): number =>
    counts.reduce((total, each) => total + each, 0);
  const most = Math.max(0, ...longest.map((each) => each ?? 0));
  return `${name}: ${String(sum(invocations))} invocations, ${String(sum(errors))} errors, longest ${duration(most)}. The table below holds the values.`;
}

function drawTable({ times, triggers }: Plot): HTMLElement {
  const cell = (value: number | null): HTMLElement =>
    element(
      "td",
      value !== null && value > limit ? { class: "too-slow" } : {},
      value === null ? "–" : duration(value),
    );
  return table(
    "Durations and errors",
    ["Trigger", "Time", "Invocations", "Errors", "p50", "p95", "Longest"],
    triggers.flatMap((trigger) =>
      times.flatMap((time, index) => {
        const [invocations = 0, errors = 0] = [
          trigger.invocations[index],
          trigger.errors[index],
        ];
        return invocations + errors === 0
          ? []
          : [
              element(
                "tr",
                {},
                element("th", { scope: "row" }, trigger.name),
                element(
                  "td",
                  { class: "time" },
                  new Date(time * 1_000).toLocaleString(),
                ),
                element("td", {}, String(invocations)),
                element("td", {}, String(errors)),
                cell(trigger.p50[index] ?? null),
                cell(trigger.p95[index] ?? null),
                cell(trigger.longest[index] ?? null),
              ),
            ];
      }),
    ),
  );
}
