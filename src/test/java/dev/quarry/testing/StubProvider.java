package dev.quarry.testing;

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
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An embedding provider on a free port of this machine, speaking OpenAI's interface. The same text always gets the same unit
 * vector. It does as it is told for the next requests, and then answers well again.
 */
public final class StubProvider implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final int dimensions;
    private final Deque<Behaviour> next = new ConcurrentLinkedDeque<>();
    private volatile Behaviour usual = Behaviour.well();
    private final Map<String, Integer> embedded = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    private StubProvider(HttpServer server, int dimensions) {
        this.server = server;
        this.dimensions = dimensions;
    }

    /** On a free port. */
    public static StubProvider start(int dimensions) {
        return start(dimensions, 0);
    }

    public static StubProvider start(int dimensions, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            StubProvider stub = new StubProvider(server, dimensions);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/embeddings", stub::handle);
            server.start();
            return stub;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The base, without {@code /embeddings}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Does this for the next {@code times} requests, after what it was told before. */
    public void next(int times, Behaviour behaviour) {
        for (int i = 0; i < times; i++) {
            next.add(behaviour);
        }
    }

    /** Does this for every request from now on that it was not told otherwise for. */
    public void always(Behaviour behaviour) {
        usual = behaviour;
    }

    /** Answers well from now on. */
    public void recover() {
        usual = Behaviour.well();
        next.clear();
    }

    /** How often each text was embedded. */
    public Map<String, Integer> embedded() {
        return Map.copyOf(embedded);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The most requests that were under way at once. */
    public int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** Requests that are under way at this moment. */
    public int underWay() {
        return underWay.get();
    }

    /** What a text gets, as it is sent over the wire. */
    public float[] vectorOf(String text) {
        Random random = new Random(text.hashCode());
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    /** The request as it came; null for what it did not hold. */
    public record Received(List<String> texts, @Nullable String authorization, JsonNode body) {}

    /** What is answered to a request. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(StubProvider stub, HttpExchange exchange, List<String> texts) throws Exception;

        static Behaviour well() {
            return (stub, exchange, texts) ->
                    send(exchange, 200, stub.answer(texts).toString());
        }

        /** Refuses every request in which one text has that word. */
        static Behaviour refusing(String word) {
            return (stub, exchange, texts) -> {
                boolean refused = texts.stream().anyMatch(text -> text.contains(word));
                (refused ? status(400, "{\"error\": {\"message\": \"bad input\"}}") : well())
                        .answer(stub, exchange, texts);
            };
        }

        static Behaviour tooMany(String retryAfter) {
            return (stub, exchange, texts) -> {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
                send(exchange, 429, "{\"error\": {\"message\": \"Rate limit reached\"}}");
            };
        }

        static Behaviour status(int status, String body) {
            return (stub, exchange, texts) -> send(exchange, status, body);
        }

        /** An answer of any form, with status 200. */
        static Behaviour body(String body) {
            return status(200, body);
        }

        static Behaviour dimensions(int wrong) {
            return (stub, exchange, texts) -> {
                ObjectNode answer = JSON.createObjectNode();
                ArrayNode data = answer.putArray("data");
                for (int i = 0; i < texts.size(); i++) {
                    ArrayNode numbers = data.addObject().put("index", i).putArray("embedding");
                    for (int j = 0; j < wrong; j++) {
                        numbers.add(1);
                    }
                }
                send(exchange, 200, answer.toString());
            };
        }

        /** One vector fewer than texts. */
        static Behaviour oneMissing() {
            return (stub, exchange, texts) -> {
                ObjectNode answer = stub.answer(texts);
                ((ArrayNode) answer.get("data")).remove(0);
                send(exchange, 200, answer.toString());
            };
        }

        /** The last first; {@code index} says so. */
        static Behaviour backwards() {
            return (stub, exchange, texts) -> {
                ObjectNode answer = stub.answer(texts);
                ArrayNode data = (ArrayNode) answer.get("data");
                ArrayNode reversed = JSON.createArrayNode();
                data.forEach(item -> reversed.insert(0, item));
                answer.set("data", reversed);
                send(exchange, 200, answer.toString());
            };
        }

        /** Never. */
        static Behaviour silence() {
            return (stub, exchange, texts) -> stub.closed.await();
        }

        /** The header of an answer, and never its body. */
        static Behaviour stopsInTheMiddle() {
            return (stub, exchange, texts) -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                stub.closed.await();
            };
        }

        /** Well, as slowly as a large model. */
        static Behaviour slowly(Duration took) {
            return (stub, exchange, texts) -> {
                Thread.sleep(took);
                well().answer(stub, exchange, texts);
            };
        }

        /** Once the latch is open. */
        static Behaviour after(CountDownLatch latch) {
            return (stub, exchange, texts) -> {
                latch.await();
                well().answer(stub, exchange, texts);
            };
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            List<String> texts =
                    body.get("input").valueStream().map(JsonNode::asText).toList();
            received.add(new Received(texts, exchange.getRequestHeaders().getFirst("Authorization"), body));
            Behaviour behaviour = next.poll();
            (behaviour == null ? usual : behaviour).answer(this, exchange, texts);
        } catch (IOException error) {
            throw error;
        } catch (Exception error) {
            throw new IOException(error);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private ObjectNode answer(List<String> texts) {
        ObjectNode answer = JSON.createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < texts.size(); i++) {
            embedded.merge(texts.get(i), 1, Integer::sum);
            ArrayNode numbers =
                    data.addObject().put("object", "embedding").put("index", i).putArray("embedding");
            for (float number : vectorOf(texts.get(i))) {
                numbers.add(number);
            }
        }
        return answer;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
