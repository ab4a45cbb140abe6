// The quick start with the generated client: store a document, wait until it is ready, search, ask.
import createClient from "openapi-fetch";
import type { paths } from "./quarry.js";

const url = process.env["QUARRY_URL"] ?? "http://127.0.0.1:8080";
const key = process.env["QUARRY_API_KEY"];
const quarry = createClient<paths>({
  baseUrl: url,
  headers: key === undefined ? {} : { Authorization: `Bearer ${key}` },
});

function required<T>(what: string, answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) {
    throw new Error(`${what}: ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

/** An operation that may answer as a stream of events answers JSON when it is not asked for events. */
function json<T>(answer: T): Exclude<T, string> {
  if (typeof answer === "string") {
    throw new Error(`events where JSON was asked for: ${answer}`);
  }
  return answer as Exclude<T, string>;
}

function hold(what: string, holds: boolean): void {
  if (!holds) {
    throw new Error(`does not hold: ${what}`);
  }
  console.log(`  ok  ${what}`);
}

async function ready(id: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const found = required("get", await quarry.GET("/api/v1/documents/{id}", { params: { path: { id } } }));
    if (found.status === "ready") {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the document ${id} is not ready`);
}

const stored = required(
  "store",
  await quarry.POST("/api/v1/documents", {
    body: {
      title: "Raw water pump",
      content: "The impeller AB-1234/5 is replaced every 200 hours, the seal every second time.",
    },
  }),
);
const id = stored.id ?? "";
hold("a document is stored", id !== "");
await ready(id);
hold("it becomes ready", true);

const found = required(
  "search",
  await quarry.POST("/api/v1/search", { body: { query: "how often do I change the impeller?", k: 3 } }),
);
hold("it is found", found.hits?.some((hit) => hit.document_id === id) ?? false);

const answer = json(
  required(
    "answer",
    await quarry.POST("/api/v1/answer", { body: { question: "How often is the impeller replaced?" } }),
  ),
);
hold("a question is answered", answer.supported === true && (answer.content?.includes("200 hours") ?? false));
hold("the answer cites the document", answer.citations?.some((citation) => citation.document_id === id) ?? false);

const session = required("session", await quarry.POST("/api/v1/sessions", { body: { title: "Pumps" } }));
const asked = json(
  required(
    "ask",
    await quarry.POST("/api/v1/sessions/{id}/messages", {
      params: { path: { id: session.id ?? "" } },
      body: { content: "How often is the impeller replaced?" },
    }),
  ),
);
hold("a question is answered in a session", asked.answer?.status === "answered");

const refused = await quarry.POST("/api/v1/answer", { body: { question: " " } });
hold("a problem names its field", refused.error?.violations?.[0]?.field === "question");
