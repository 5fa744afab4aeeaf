import { expect, test } from "vitest";
import { duration, imageParts, isoDuration, number, version, words } from "./format";

test.each([
  [850, "850 ms"], [42_000, "42 s"], [185_000, "3 min 5 s"], [3_600_000, "1 h"], [7_800_000, "2 h 10 min"], [273_600_000, "3 d 4 h"], [-5, "0 s"],
])("a span of %d ms reads %s", (millis, text) => expect(duration(millis)).toBe(text));

test("missing samples are told, not drawn as zero", () => {
  expect(number(undefined)).toBe("no data");
  expect(number(0)).toBe("0");
  expect(number(0.0211)).toBe("0.0211");
  expect(number(0.00000123)).toBe("1.23e-6");
});

test("what is known has its unit", () => {
  expect(number(21.43, " ms")).toBe("21.43 ms");
  expect(number(0.00000123, "/s")).toBe("1.23e-6/s");
  expect(number(null, " ms")).toBe("no data");
});

test("an image is taken apart also where its registry has a port", () => {
  expect(imageParts("localhost:5000/shop@sha256:ab")).toEqual({ repository: "localhost:5000/shop", tag: undefined, digest: "sha256:ab" });
  expect(version(imageParts("us.gcr.io/acme/shop:v2@sha256:ab"))).toBe("v2");
});

test("words and ISO durations are for people", () => {
  expect(words("FailedContinued")).toBe("Failed continued");
  expect(isoDuration("PT3H30M")).toBe("3 h 30 min");
});
