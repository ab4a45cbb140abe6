package dev.quarry.testing;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A client of server-sent events. Closing it hangs up. */
public final class EventStream implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private final Thread reader;

    private EventStream(HttpRequest request) throws IOException, InterruptedException {
        response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        reader = Thread.ofVirtual().start(this::read);
    }

    public static EventStream open(URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        return open(request.build());
    }

    /** Posts JSON to the service under test and follows what comes of it. */
    public static EventStream post(String path, Object body) {
        return open(HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .header("Accept", "text/event-stream")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.encode(body)))
                .build());
    }

    private static EventStream open(HttpRequest request) {
        try {
            return new EventStream(request);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    public int status() {
        return response.statusCode();
    }

    /** Waits until the service closes the stream. */
    public void awaitEnd() {
        await().atMost(Duration.ofSeconds(30)).until(this::isClosed);
    }

    public boolean isClosed() {
        return !reader.isAlive();
    }

    public List<String> ids() {
        return values("id:");
    }

    public List<String> names() {
        return values("event:");
    }

    public List<String> data() {
        return values("data:");
    }

    /** The comments, which are signs of life. */
    public List<String> comments() {
        return values(":");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private List<String> values(String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(field.length()).strip())
                .toList();
    }

    private void read() {
        try (Stream<String> body = response.body()) {
            body.forEach(lines::add);
        } catch (UncheckedIOException hungUp) {
            lines.add("");
        }
    }
}
