import { expect, test } from "vitest";
import { places } from "./taskOrder";

const tasks = (...positions: number[]) => positions.map((position, i) => ({ id: `${i}`, position }));

test("a step that changes places with its neighbour changes two positions", () => {
  const [a, b, c] = tasks(10, 20, 30);
  expect(places([a, c, b] as never[]).map(({ task, position }) => [(task as { id: string }).id, position])).toEqual([
    ["2", 20],
    ["1", 30],
  ]);
});

test("an order that holds already changes nothing", () => {
  expect(places(tasks(1, 5, 9))).toEqual([]);
});

test("steps at one position are renumbered", () => {
  expect(places(tasks(10, 10, 10)).map(({ position }) => position)).toEqual([20, 30]);
});
