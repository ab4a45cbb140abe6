package dev.quarry.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A language model's service on a port of this machine, speaking OpenAI's streaming chat completions as they are on the wire. It
 * does as it is told for the next requests, and then says what it always says.
 */
public final class StubChat implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Deque<Behaviour> next = new ConcurrentLinkedDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger hungUp = new AtomicInteger();
    private volatile CountDownLatch released = new CountDownLatch(1);
    private volatile Behaviour usual = Behaviour.saying("It is so. [1]");

    private StubChat(HttpServer server) {
        this.server = server;
    }

    /** @param port 0 for a free one */
    public static StubChat start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            StubChat stub = new StubChat(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/chat/completions", stub::handle);
            server.start();
            return stub;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** Does this for the next requests, after what it was told before. */
    public void next(Behaviour... behaviours) {
        next.addAll(List.of(behaviours));
    }

    /** Does this for every request that it was not told otherwise for. */
    public void always(Behaviour behaviour) {
        usual = behaviour;
    }

    /** Lets go of those who are kept waiting, and forgets what it received and what it was told to do next. */
    public void reset() {
        released.countDown();
        released = new CountDownLatch(1);
        next.clear();
        received.clear();
        hungUp.set(0);
        usual = Behaviour.saying("It is so. [1]");
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Requests that are being answered at this moment. */
    public int underWay() {
        return underWay.get();
    }

    /** Answers whose client went away before their end. */
    public int hungUp() {
        return hungUp.get();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }

    /** A request as it came. */
    public record Received(JsonNode body, @Nullable String authorization) {
        /** What was sent last, which holds the passages and the question. */
        public String lastMessage() {
            JsonNode messages = body.get("messages");
            return messages.get(messages.size() - 1).get("content").asText();
        }

        /** All messages' roles, in their order. */
        public List<String> roles() {
            return body.get("messages")
                    .valueStream()
                    .map(message -> message.get("role").asText())
                    .toList();
        }
    }

    /** What is answered to a request. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(StubChat stub, HttpExchange exchange, JsonNode request) throws Exception;

        /** Streams that text, a few letters at a time, as the real ones do. */
        static Behaviour saying(String text) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                wire.role();
                wire.text(text);
                wire.finish("stop");
                wire.usage(10, 5);
                wire.done();
            };
        }

        /** What the request makes of it. */
        static Behaviour replying(java.util.function.Function<JsonNode, String> reply) {
            return (stub, exchange, request) -> saying(reply.apply(request)).answer(stub, exchange, request);
        }

        /** Reaches its limit of tokens. */
        static Behaviour cutOff(String text) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                wire.text(text);
                wire.finish("length");
                wire.done();
            };
        }

        /** Some text, then an error as services report it within a stream. */
        static Behaviour errorInTheMiddle(String text) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                wire.text(text);
                wire.event("{\"error\": {\"message\": \"the model crashed at sk-secret\", \"code\": 500}}");
            };
        }

        /** Some text, then the stream ends as if all were said. */
        static Behaviour endingEarly(String text) {
            return (stub, exchange, request) -> Wire.open(exchange).text(text);
        }

        /** Some text, then the connection is gone, in the middle of what was announced. */
        static Behaviour brokenOff(String text) {
            return (stub, exchange, request) -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 1_000_000);
                new Wire(exchange.getResponseBody()).text(text);
            };
        }

        /** An event that is no JSON. */
        static Behaviour garbage() {
            return (stub, exchange, request) -> Wire.open(exchange).event("{\"choices\": [");
        }

        /** JSON of another form, with status 200 and no stream. */
        static Behaviour json(String body) {
            return status(200, body);
        }

        static Behaviour status(int status, String body) {
            return (stub, exchange, request) -> send(exchange, status, body);
        }

        static Behaviour tooMany(String retryAfter) {
            return (stub, exchange, request) -> {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
                send(exchange, 429, "{\"error\": {\"message\": \"Rate limit reached\"}}");
            };
        }

        /** Says something, and then nothing any more. */
        static Behaviour stallingAfter(String text) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                wire.text(text);
                stub.released.await();
            };
        }

        /** Never. */
        static Behaviour silent() {
            return (stub, exchange, request) -> stub.released.await();
        }

        /** A word every while, without end, until its client goes away. */
        static Behaviour endless(Duration pause) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                while (!stub.released.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wire.text("on ");
                }
            };
        }

        /** Says the first text, waits for the latch, and says the rest. */
        static Behaviour after(CountDownLatch latch, String first, String rest) {
            return (stub, exchange, request) -> {
                Wire wire = Wire.open(exchange);
                wire.text(first);
                latch.await();
                wire.text(rest);
                wire.finish("stop");
                wire.done();
            };
        }

        private static void send(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** A stream of chunks. */
    private record Wire(OutputStream out) {
        private static final int LETTERS_AT_ONCE = 3;

        static Wire open(HttpExchange exchange) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            return new Wire(exchange.getResponseBody());
        }

        void role() throws IOException {
            ObjectNode chunk = chunk();
            delta(chunk).put("role", "assistant").put("content", "");
            event(chunk.toString());
        }

        void text(String text) throws IOException {
            for (int at = 0; at < text.length(); at += LETTERS_AT_ONCE) {
                ObjectNode chunk = chunk();
                delta(chunk).put("content", text.substring(at, Math.min(text.length(), at + LETTERS_AT_ONCE)));
                event(chunk.toString());
            }
        }

        void finish(String reason) throws IOException {
            ObjectNode chunk = chunk();
            var _ = delta(chunk);
            ((ObjectNode) chunk.get("choices").get(0)).put("finish_reason", reason);
            event(chunk.toString());
        }

        void usage(int prompt, int completion) throws IOException {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.putObject("usage").put("prompt_tokens", prompt).put("completion_tokens", completion);
            event(chunk.toString());
        }

        void done() throws IOException {
            event("[DONE]");
        }

        void event(String data) throws IOException {
            out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        private static ObjectNode chunk() {
            ObjectNode chunk = JSON.createObjectNode()
                    .put("id", "chatcmpl-1")
                    .put("object", "chat.completion.chunk")
                    .put("model", "stub");
            chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
            return chunk;
        }

        private static ObjectNode delta(ObjectNode chunk) {
            return ((ObjectNode) chunk.get("choices").get(0)).putObject("delta");
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        underWay.incrementAndGet();
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            received.add(new Received(body, exchange.getRequestHeaders().getFirst("Authorization")));
            Behaviour behaviour = next.poll();
            (behaviour == null ? usual : behaviour).answer(this, exchange, body);
        } catch (IOException gone) {
            hungUp.incrementAndGet();
            throw gone;
        } catch (Exception error) {
            throw new IOException(error);
        } finally {
            underWay.decrementAndGet();
        }
    }
}
