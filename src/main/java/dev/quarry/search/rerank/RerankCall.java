package dev.quarry.search.rerank;

import dev.quarry.embedding.http.ApiKey;
import dev.quarry.embedding.http.Endpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Sends one request and tells what came of it. */
final class RerankCall implements AutoCloseable {
    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    /** An answer is some numbers for each passage. */
    private static final long LARGEST_ANSWER = 4L << 20;

    private final RerankConfig config;
    private final Endpoint endpoint;
    private final @Nullable ApiKey key;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws IllegalArgumentException when URL or key are no such thing; its message holds neither */
    RerankCall(RerankConfig config) {
        this.config = config;
        this.endpoint = RerankSettings.endpoint(config);
        this.key = RerankSettings.key(config);
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.connectTimeout())
                .version(endpoint.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * What came of it.
     *
     * @param isUnwell whether it tells that the service is not well
     */
    record Reply(Reranking reranking, boolean isUnwell) {}

    /** Waits for the answer: not on the event loop. */
    Reply send(String query, List<String> passages, Duration timeout) throws InterruptedException {
        HttpRequest request = request(query, passages);
        HttpResponse.BodyHandler<byte[]> body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER);
        Future<HttpResponse<byte[]>> exchange = threads.submit(() -> client.send(request, body));
        try {
            return reply(exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS), passages.size());
        } catch (TimeoutException late) {
            return new Reply(
                    new Reranking.Late(host() + " did not answer within " + timeout.toMillis() + " ms"),
                    timeout.compareTo(config.deadline()) >= 0);
        } catch (ExecutionException error) {
            boolean tooLarge = error.getCause() instanceof IOException io
                    && String.valueOf(io.getMessage()).contains("capacity");
            return tooLarge
                    ? new Reply(new Reranking.Failed(host() + " answered with more than there is room for"), false)
                    : new Reply(new Reranking.Failed(host() + " cannot be reached"), true);
        } finally {
            exchange.cancel(true);
        }
    }

    String host() {
        return "the reranker " + endpoint.host();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private HttpRequest request(String query, List<String> passages) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(RerankBody.write(config.protocol(), config.model(), query, passages)));
        if (key != null) {
            request.header("Authorization", key.authorization());
        }
        return request.build();
    }

    private Reply reply(HttpResponse<byte[]> answer, int passages) {
        int status = answer.statusCode();
        if (status != OK) {
            return new Reply(
                    new Reranking.Failed(host() + " answered with status " + status + advice(status)),
                    status >= SERVER_ERRORS);
        }
        return new Reply(
                RerankBody.read(answer.body(), passages)
                        .<Reranking>map(Reranking.Done::new)
                        .orElseGet(() -> new Reranking.Failed(
                                host() + " answered with something else than judgements of the passages; look at"
                                        + " QUARRY_RERANK_URL")),
                false);
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "; set QUARRY_RERANK_API_KEY";
            case 404 -> "; look at QUARRY_RERANK_URL and QUARRY_RERANK_MODEL";
            case 400, 422 -> "; look at QUARRY_RERANK_PROTOCOL, QUARRY_RERANK_MODEL and quarry.rerank.max-length";
            case 413 -> "; lower quarry.rerank.top or quarry.rerank.max-length";
            case 429 -> "; it wants fewer requests";
            default -> "";
        };
    }
}
