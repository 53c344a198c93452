// Who moved where: flows between settings, the waiting list and the world outside, over all years of the run. The ribbons are
// areas whose outlines are computed here.

import { formatMeasured, formatNumber, groupName } from "../../i18n/index.ts";
import { yearsBetweenTimes } from "../../times.ts";
import {
  beginsAt,
  type Chart,
  type ChartInput,
  type ChartKind,
  contentWidth,
  framed,
  groupValues,
  lastTime,
  levels,
  type Row,
  runsOf,
  scenarioTitle,
} from "../frame.ts";
import { colourBy, panelView, pixels, pointer, type RowLabel, rowLabels } from "../layout.ts";
import { partFills, partOutline } from "../palette.ts";
import { by, chartName, inner, told, under } from "../text.ts";

const places = ["sheltered", "ordinary", "municipal", "municipal-ordinary", "waiting", "outside"] as const;

interface Flow {
  readonly from: string;
  readonly to: string;
  /** People over all years, mean over runs. */
  readonly people: number;
  /** Sum of the years' half-widths: an upper limit of the sum's own. */
  readonly error: number;
}

/** All flows of a scenario, over all years. */
function flowsOf(input: ChartInput, scenario: string): readonly Flow[] {
  return groupValues(input, "moves", "kind").flatMap((kind) => {
    const [from = "", to = ""] = kind.split(">");
    const rows = levels(input, "moves", { kind }).filter((row) => row.scenario === scenario && row.mean !== null);
    const people = rows.reduce((sum, row) => sum + (row.mean ?? 0), 0);
    return people > 0 ? [{ from, to, people, error: rows.reduce((sum, row) => sum + (row.halfWidth ?? 0), 0) }] : [];
  });
}

interface Node {
  readonly id: string;
  readonly people: number;
  readonly y: number;
  readonly height: number;
}

const nodeGap = 12;
const nodeWidth = 12;
const labelHeight = 30;

/** Stack the nodes of one side; labels have room because small nodes are set further apart. */
function nodesOf(flows: readonly Flow[], side: "from" | "to", scale: number): readonly Node[] {
  let y = 0;
  const nodes: Node[] = [];
  for (const id of places) {
    const people = flows.filter((flow) => flow[side] === id).reduce((sum, flow) => sum + flow.people, 0);
    if (people <= 0) continue;
    const height = people * scale;
    // A node lower than its label is given the label's height to stand in.
    const slack = Math.max(0, labelHeight - height - nodeGap) / 2;
    nodes.push({ id, people, y: y + slack, height });
    y += height + nodeGap + 2 * slack;
  }
  return nodes;
}

function bottomOf(nodes: readonly Node[]): number {
  const last = nodes[nodes.length - 1];
  return last === undefined ? 0 : last.y + Math.max(last.height, labelHeight - nodeGap);
}

/** Eased from 0 to 1. */
function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Outlines of all ribbons: at each of some steps across, the upper and the lower edge. */
function ribbons(
  input: ChartInput,
  flows: readonly Flow[],
  lefts: readonly Node[],
  rights: readonly Node[],
  scale: number,
  x0: number,
  x1: number,
): readonly Row[] {
  const used = new Map<string, number>();
  const rows: Row[] = [];
  const steps = 20;
  const order = (id: string): number => places.indexOf(id as (typeof places)[number]);
  const sorted = [...flows].sort((a, b) => order(a.from) - order(b.from) || order(a.to) - order(b.to));
  const offsets = sorted.map((flow) => {
    const at = used.get(`from ${flow.from}`) ?? 0;
    used.set(`from ${flow.from}`, at + flow.people * scale);
    return at;
  });
  const byTarget = [...sorted].sort((a, b) => order(a.to) - order(b.to) || order(a.from) - order(b.from));
  const targets = new Map<Flow, number>();
  for (const flow of byTarget) {
    const at = used.get(`to ${flow.to}`) ?? 0;
    targets.set(flow, at);
    used.set(`to ${flow.to}`, at + flow.people * scale);
  }
  sorted.forEach((flow, i) => {
    const start = lefts.find(({ id }) => id === flow.from);
    const end = rights.find(({ id }) => id === flow.to);
    if (start === undefined || end === undefined) return;
    const told = `${placeName(input, flow.from)} → ${placeName(input, flow.to)} ${formatMeasured(input.lang, flow.people, flow.error)}`;
    const top0 = start.y + (offsets[i] ?? 0);
    const top1 = end.y + (targets.get(flow) ?? 0);
    for (let k = 0; k <= steps; k++) {
      const t = k / steps;
      const top = top0 + (top1 - top0) * ease(t);
      rows.push({
        ribbon: `${flow.from}>${flow.to}`,
        from: flow.from,
        told,
        x: round(x0 + (x1 - x0) * t),
        top: round(top),
        bottom: round(top + flow.people * scale),
      });
    }
  });
  return rows;
}

function round(pixel: number): number {
  return Math.round(pixel * 100) / 100;
}

function placeName(input: ChartInput, id: string): string {
  const name = chartName(input.lang, id);
  return name === id ? groupName(input.lang, id) : name;
}

/** Flows between settings over the run. */
export const flows: ChartKind = {
  id: "flows",
  applies: (input) => input.scenarios.some(({ id }) => flowsOf(input, id).length > 0),
  build(input): Chart {
    const { lang } = input;
    const when = yearsBetweenTimes(beginsAt(input), 1, lastTime(input));
    const all = input.scenarios
      .map(({ id }) => ({ id, list: flowsOf(input, id) }))
      .filter(({ list }) => list.length > 0);
    const width = contentWidth(input);
    const columns = width >= 1100 && all.length > 1 ? 2 : 1;
    const panelWidth = Math.floor((width - 24 * (columns - 1)) / columns);
    const label = Math.min(Math.round(panelWidth * 0.3), 190);
    const inside = panelWidth - 2 * label - 5;
    const most = Math.max(...all.map(({ list }) => list.reduce((sum, flow) => sum + flow.people, 0)));
    const scale = 240 / most;
    const fills = partFills(input.greyscale === true);
    const colour = colourBy(
      "from",
      places,
      places.map((_, i) => fills[i % fills.length] ?? "#000000"),
    );
    const tells = pointer([["told", by(lang, "personer", "people")]]);
    const panels = all.map(({ id, list }) => {
      const lefts = nodesOf(list, "from", scale);
      const rights = nodesOf(list, "to", scale);
      const text = (node: Node, side: "from" | "to"): string => {
        const error = list.filter((flow) => flow[side] === node.id).reduce((sum, flow) => sum + flow.error, 0);
        return `${placeName(input, node.id)}\u00a0${formatMeasured(lang, node.people, error)}`;
      };
      const boxes = [
        ...lefts.map((node) => ({
          from: node.id,
          told: text(node, "from"),
          x1: 0,
          x2: nodeWidth,
          y1: node.y,
          y2: node.y + Math.max(node.height, 1),
        })),
        ...rights.map((node) => ({
          from: node.id,
          told: text(node, "to"),
          x1: inside - nodeWidth,
          x2: inside,
          y1: node.y,
          y2: node.y + Math.max(node.height, 1),
        })),
      ];
      const labels = (nodes: readonly Node[], side: "from" | "to"): readonly RowLabel[] =>
        nodes.map((node) => ({
          text: text(node, side),
          x: side === "from" ? -8 : inside + 8,
          y: node.y + node.height / 2,
        }));
      const own = Math.ceil(Math.max(bottomOf(lefts), bottomOf(rights)));
      return {
        name: scenarioTitle(input, id),
        height: own,
        view: {
          ...(columns === 1 ? { height: own } : {}),
          layer: [
            {
              data: { values: ribbons(input, list, lefts, rights, scale, nodeWidth, inside - nodeWidth) },
              mark: { type: "area", opacity: 0.75, stroke: partOutline, strokeWidth: 0.4 },
              encoding: {
                x: pixels("x"),
                y: pixels("top"),
                y2: { field: "bottom" },
                detail: { field: "ribbon", type: "nominal" },
                color: colour,
                ...tells,
              },
            },
            {
              data: { values: boxes },
              mark: { type: "rect", stroke: partOutline, strokeWidth: 0.6 },
              encoding: {
                x: pixels("x1"),
                x2: { field: "x2" },
                y: pixels("y1"),
                y2: { field: "y2" },
                color: colour,
                ...tells,
              },
            },
            ...rowLabels(labels(lefts, "from"), label - 10),
            ...rowLabels(labels(rights, "to"), label - 10, { align: "left" }),
          ],
        },
      };
    });
    const height = Math.ceil(Math.max(...panels.map((panel) => panel.height)));
    const rows: Row[] = all.flatMap(({ id, list }) =>
      list.map((flow) => ({
        scenario: scenarioTitle(input, id),
        from: placeName(input, flow.from),
        to: placeName(input, flow.to),
        people: flow.people,
        low: Math.max(flow.people - flow.error, 0),
        high: flow.people + flow.error,
      })),
    );
    const title = finding(input, all, when);
    const subtitle = by(
      lang,
      `Flyttinger i løpet av ${when}, fra venstre til høyre; ikke dem som ble der de var. Båndene er så brede som antallet personer, i samme målestokk i alle scenarioer. Snitt over ${formatNumber(lang, runsOf(input))} kjøringer; tallene har de sifrene som usikkerheten tillater.`,
      `Moves during ${when}, from left to right; those who stayed are not shown. Ribbons are as wide as the number of people, to the same scale in all scenarios. Mean over ${formatNumber(lang, runsOf(input))} runs; figures have the digits that their uncertainty allows.`,
    );
    const spec = framed(input, {
      title,
      subtitle,
      views: [
        panelView(
          panels.map(({ name, view }) => ({ name, view })),
          { columns, width: inside },
          height,
        ),
      ],
      room: label,
    });
    const largest = [...rows].sort((a, b) => Number(b.people) - Number(a.people)).slice(0, 8);
    const words = largest.map(
      (row) =>
        `${row.scenario}: ${inner(String(row.from))} ${by(lang, "til", "to")} ${inner(String(row.to))} ${formatMeasured(lang, Number(row.people), Number(row.high) - Number(row.people))}`,
    );
    return { spec, rows, title, alt: `${title}. ${words.join("; ")}.` };
  },
};

/** The flow that differs most from the first scenario's; in a single scenario, the largest. */
function finding(
  input: ChartInput,
  all: readonly { readonly id: string; readonly list: readonly Flow[] }[],
  when: string,
): string {
  const { lang } = input;
  const first = all[0];
  const last = all[all.length - 1];
  if (first === undefined || last === undefined) return "";
  const same = (list: readonly Flow[], flow: Flow): Flow | undefined =>
    list.find((one) => one.from === flow.from && one.to === flow.to);
  const kinds = [...first.list, ...last.list];
  const size = (flow: Flow): number =>
    all.length > 1
      ? Math.abs((same(last.list, flow)?.people ?? 0) - (same(first.list, flow)?.people ?? 0))
      : flow.people;
  // Those who come from outside are the world's doing, the same in every scenario; what is told is what becomes of them.
  const within = kinds.filter((flow) => flow.from !== "outside");
  const most = (within.length > 0 ? within : kinds).reduce((a, b) => (size(b) > size(a) ? b : a));
  const parts = all.map(({ id, list }) => {
    const flow = same(list, most);
    const words =
      flow === undefined ? by(lang, "ingen", "none") : told(lang, { mean: flow.people, halfWidth: flow.error });
    return `${words} ${under(lang, scenarioTitle(input, id))}`;
  });
  return by(
    lang,
    `Flyttet fra ${inner(placeName(input, most.from))} til ${inner(placeName(input, most.to))} ${when}: ${parts.join(", ")}`,
    `Moved from ${inner(placeName(input, most.from))} to ${inner(placeName(input, most.to))}, ${when}: ${parts.join(", ")}`,
  );
}
