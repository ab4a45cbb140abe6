// The official client of the Model Context Protocol lists and calls every tool, and reads a document as a resource.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const url = process.env["QUARRY_URL"] ?? "http://127.0.0.1:8080";
const key = process.env["QUARRY_API_KEY"];
const client = new Client({ name: "quarry-check", version: "0.1.0" });
await client.connect(
  new StreamableHTTPClientTransport(new URL("/mcp", url), {
    requestInit: { headers: key === undefined ? {} : { Authorization: `Bearer ${key}` } },
  }),
);

function hold(what: string, holds: boolean): void {
  if (!holds) {
    throw new Error(`does not hold: ${what}`);
  }
  console.log(`  ok  ${what}`);
}

type Content = { type: string; text?: string };

async function call(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
  const result = await client.callTool({ name, arguments: args });
  const text = (result.content as Content[]).map((part) => part.text ?? "").join("\n");
  return { text, isError: result.isError === true };
}

const tools = (await client.listTools()).tools;
hold(
  "the tools are answer, list_documents, read_document and search",
  tools.map((tool) => tool.name).sort().join() === "answer,list_documents,read_document,search",
);
hold("each says what it does", tools.every((tool) => (tool.description ?? "").length > 20));
hold(
  "each only reads, and says so",
  tools.every((tool) => tool.annotations?.readOnlyHint === true && tool.annotations?.destructiveHint === false),
);

const found = await call("search", { query: "how often is the impeller replaced", k: 3 });
const hit = (JSON.parse(found.text) as { hits: { document_id: string; content: string }[] }).hits[0];
hold("search finds passages", hit !== undefined && hit.content.includes("impeller"));

const listed = await call("list_documents", { limit: 5 });
const documents = (JSON.parse(listed.text) as { documents: { id: string; title: string }[] }).documents;
hold("list_documents lists documents", documents.length > 0);

const read = await call("read_document", { id: hit?.document_id ?? "" });
hold("read_document gives a document's text", read.text.includes("200 hours"));

const answered = await call("answer", { question: "How often is the impeller replaced?" });
const answer = JSON.parse(answered.text) as { supported: boolean; citations: unknown[] };
hold("answer answers with citations", answer.supported && answer.citations.length > 0);

for (const [name, args] of [
  ["search", { query: " " }],
  ["search", { query: "x", k: 100000 }],
  ["read_document", { id: "no id" }],
  ["read_document", { id: "019a8f2e-4c1b-7d3e-9f00-0123456789ab" }],
  ["answer", { question: "" }],
] as const) {
  const wrong = await call(name, args);
  hold(`${name} ${JSON.stringify(args)} is refused with a reason`, wrong.isError && wrong.text.length > 10);
}

const templates = (await client.listResourceTemplates()).resourceTemplates;
hold("documents are resources", templates.some((template) => template.uriTemplate === "quarry://documents/{id}"));
const resource = await client.readResource({ uri: `quarry://documents/${hit?.document_id ?? ""}` });
hold("a document is read as a resource", JSON.stringify(resource.contents).includes("200 hours"));

await client.close();
