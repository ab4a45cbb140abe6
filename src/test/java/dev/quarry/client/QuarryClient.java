package dev.quarry.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Speaks to one service. Waits and asks again when the service is busy (503), which is safe: documents have an {@code
 * external_id}, and a search changes nothing. May be used by many threads at once.
 *
 * <p>Every method throws {@link ServiceFailure} when the service cannot be used.
 */
public final class QuarryClient implements AutoCloseable {
    /** A key of the service; none where it asks for none. */
    private static final String KEY_VARIABLE = "QUARRY_KEY";

    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);
    private static final Duration REQUEST_DEADLINE = Duration.ofMinutes(1);
    /** How long a service may go on being busy. */
    private static final Duration BUSY_DEADLINE = Duration.ofMinutes(2);

    private final String address;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_DEADLINE)
            .build();

    public QuarryClient(URI address) {
        this.address = address.toString().replaceAll("/+$", "");
    }

    public StoredDocument store(DocumentUpload document) throws InterruptedException {
        HttpRequest request = post("/api/v1/documents", document);
        return ask(request, StoredDocument.class, "storing the document " + document.externalId());
    }

    public StoredDocument find(UUID documentId) throws InterruptedException {
        HttpRequest request = to("/api/v1/documents/" + documentId).GET().build();
        return ask(request, StoredDocument.class, "looking at the document " + documentId);
    }

    public SearchResult search(SearchQuestion question) throws InterruptedException {
        HttpRequest request = post("/api/v1/search", question);
        return ask(request, SearchResult.class, "asking \"" + question.query() + '"');
    }

    /** The names of what a search may ask. */
    public List<String> capabilities() throws InterruptedException {
        HttpRequest request = to("/api/v1/capabilities").GET().build();
        return ask(request, CapabilityNames.class, "listing the capabilities").names();
    }

    /** Whether the service is up and works; false also when nobody answers. */
    public boolean isReady() throws InterruptedException {
        try {
            return send(to("/q/health/ready").GET().build()).statusCode() == 200;
        } catch (ServiceFailure.Unreachable notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest post(String path, Object body) {
        return to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Answers.write(body)))
                .build();
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(REQUEST_DEADLINE);
        String key = System.getenv(KEY_VARIABLE);
        return key == null || key.isBlank() ? request : request.header("Authorization", "Bearer " + key);
    }

    private <T> T ask(HttpRequest request, Class<T> answer, String asked) throws InterruptedException {
        long began = System.nanoTime();
        HttpResponse<byte[]> response = send(request);
        while (response.statusCode() == 503 && System.nanoTime() - began < BUSY_DEADLINE.toNanos()) {
            Thread.sleep(Answers.retryAfter(response));
            response = send(request);
        }
        return Answers.read(response, answer, asked);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException error) {
            throw new ServiceFailure.Unreachable("no service answers at " + address
                    + ": start it with `make run` in another terminal, or name its address in QUARRY_URL");
        } catch (HttpTimeoutException error) {
            throw new ServiceFailure.Unreachable(
                    "the service at " + address + " did not answer in time: " + error.getMessage());
        } catch (IOException error) {
            throw new ServiceFailure.Unreachable("the connection to " + address + " broke: " + error.getMessage());
        }
    }
}
