import { afterEach, expect, test, vi } from "vitest";
import { login } from "./client";

afterEach(() => { vi.unstubAllGlobals(); });

/** The server, or what stands before it. */
const serve = (answer: Response) => vi.stubGlobal("fetch", async () => answer);

/** An answer of the page to which the log-in led. */
const led = (to: string) => Object.defineProperty(new Response("<html>"), "url", { value: `http://localhost${to}` });

test("a token is known, or not", async () => {
  serve(led("/"));
  expect(await login("right")).toBe(true);
  serve(led("/?refused"));
  expect(await login("wrong")).toBe(false);
});

test("a log-in that was not looked at says why, and not that the token is not known", async () => {
  serve(new Response(JSON.stringify({ code: "too-many", message: "too many wrong tokens came from 10.0.0.7; try again in 2 s" }), { status: 429 }));
  await expect(login("right")).rejects.toThrow("try again in 2 s");
  serve(new Response("<html>Bad Gateway</html>", { status: 502 }));
  await expect(login("right")).rejects.toThrow("The server answered 502.");
});
