package dev.quarry.testing;

import io.restassured.RestAssured;
import io.vertx.core.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A client of the service that many virtual threads share, and that measures what it is answered. */
public final class LoadClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where {@link Api}'s requests go too. */
    private final URI service = URI.create(RestAssured.baseURI + ":" + RestAssured.port);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    /** One answer and how long it took. */
    public record Answer(int status, String contentType, String retryAfter, String body, Duration took) {
        public boolean isOk() {
            return status == 200;
        }

        public boolean isFailure() {
            return status >= 400;
        }

        /** Whether the service said, as it should, that it has no room and when to come back. */
        public boolean isRefusal() {
            return status == 503 && contentType.startsWith("application/problem+json") && !retryAfter.isEmpty();
        }
    }

    public Answer get(String path) {
        return answer(getRequest(path));
    }

    public Answer post(String path, Object body) {
        return answer(postRequest(path, body));
    }

    public HttpRequest getRequest(String path) {
        return request(path).GET().build();
    }

    public HttpRequest postRequest(String path, Object body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.encode(body)))
                .build();
    }

    /** Sends the request; to cancel this very future is to hang up. */
    public CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    /** The time that so many of a hundred answers did not exceed, in milliseconds. */
    public static long percentile(List<Answer> answers, int percent) {
        long[] sorted = answers.stream()
                .mapToLong(answer -> answer.took().toMillis())
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE);
    }

    private Answer answer(HttpRequest request) {
        long began = System.nanoTime();
        return answer(send(request).join(), began);
    }

    private static Answer answer(HttpResponse<String> response, long began) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Retry-After").orElse(""),
                response.body(),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
