package dev.quarry.search.rerank;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A reranker on a free port of this machine, speaking both protocols: the longest passage is the best to it. */
public final class StubReranker implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour = Behaviour.WELL;
    private volatile String garbage = "";

    private StubReranker(HttpServer server) {
        this.server = server;
    }

    /** What it does with requests. */
    public enum Behaviour {
        WELL,
        /** Never answers. */
        SILENT,
        UNWELL,
        TOO_MANY,
        GARBAGE
    }

    /** A request as it came. */
    public record Received(JsonNode body, @Nullable String authorization) {}

    public static StubReranker start() {
        return start(0);
    }

    /** @param port 0 for a free one */
    public static StubReranker start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            StubReranker stub = new StubReranker(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/rerank", stub::handle);
            server.start();
            return stub;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public void behave(Behaviour now) {
        behaviour = now;
    }

    /** Answers with this, and status 200. */
    public void say(String body) {
        garbage = body;
        behaviour = Behaviour.GARBAGE;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            received.add(new Received(body, exchange.getRequestHeaders().getFirst("Authorization")));
            switch (behaviour) {
                case WELL -> send(exchange, 200, answer(body).toString());
                case SILENT -> closed.await();
                case UNWELL -> send(exchange, 503, "{\"message\": \"down\"}");
                case TOO_MANY -> send(exchange, 429, "{\"message\": \"slowly\"}");
                case GARBAGE -> send(exchange, 200, garbage);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode answer(JsonNode body) {
        boolean tei = body.has("texts");
        ArrayNode results = JSON.createArrayNode();
        JsonNode passages = body.get(tei ? "texts" : "documents");
        for (int i = 0; i < passages.size(); i++) {
            ObjectNode result = results.addObject();
            result.put("index", i);
            result.put(
                    tei ? "score" : "relevance_score", passages.get(i).asText().length() / 1e4);
        }
        if (tei) {
            return results;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("results", results);
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
