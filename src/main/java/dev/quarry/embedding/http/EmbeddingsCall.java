package dev.quarry.embedding.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
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
public final class EmbeddingsCall implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Room for the answer: 16,000 numbers of some thirty letters for each text. */
    private static final long BYTES_PER_TEXT = 512 * 1024;

    private static final int OK = 200;

    private final Account account;
    private final Clock clock;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AnswerReader answers;
    private final Refusals refusals;

    public EmbeddingsCall(Account account, Duration connectTimeout, Clock clock) {
        this.account = account;
        this.clock = clock;
        this.answers = new AnswerReader(account.endpoint().host());
        this.refusals = new Refusals(account);
        this.client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                // Without TLS the client would ask to upgrade to HTTP/2, which some servers answer with an error.
                .version(account.endpoint().isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** @param dimensions that each vector must have; 0 where they are not known yet */
    Reply send(List<String> texts, int dimensions, Duration timeout) throws InterruptedException {
        HttpRequest request = request(texts);
        HttpResponse.BodyHandler<byte[]> body =
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_PER_TEXT * (texts.size() + 1L));
        // Not sendAsync: its answer comes through the pool that all of the process shares, and waits for what blocks
        // there.
        Future<HttpResponse<byte[]>> exchange = threads.submit(() -> client.send(request, body));
        try {
            // The request's own timeout would end with the header of the answer; this one holds for its body too.
            return reply(exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS), texts, dimensions);
        } catch (TimeoutException late) {
            return new Reply.Failed(Trouble.TIMEOUT, host() + " did not answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException error) {
            return failed(error.getCause());
        } finally {
            exchange.cancel(true);
        }
    }

    String host() {
        return "the embedding provider " + account.endpoint().host();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private HttpRequest request(List<String> texts) {
        HttpRequest.Builder request = HttpRequest.newBuilder(account.endpoint().uri())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body(texts)));
        if (account.key() != null) {
            request.header("Authorization", account.key().authorization());
        }
        return request.build();
    }

    private byte[] body(List<String> texts) {
        ObjectNode body = JSON.createObjectNode();
        body.put("model", account.model());
        body.put("encoding_format", "float");
        account.sentDimensions().ifPresent(dimensions -> body.put("dimensions", dimensions));
        texts.forEach(body.putArray("input")::add);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Reply reply(HttpResponse<byte[]> answer, List<String> texts, int dimensions) {
        if (answer.statusCode() == OK) {
            return answers.read(answer.body(), texts.size(), dimensions);
        }
        String complaint = Complaint.in(answer.body(), account.key(), texts).orElse("");
        return new Reply.Failed(
                refusals.trouble(answer.statusCode()),
                refusals.message(answer.statusCode(), complaint),
                answer.headers()
                        .firstValue("Retry-After")
                        .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                        .orElse(null),
                null);
    }

    private Reply failed(@Nullable Throwable cause) {
        if (cause instanceof HttpTimeoutException) {
            return new Reply.Failed(Trouble.UNREACHABLE, host() + " took no connection in time", null, cause);
        }
        if (cause instanceof IOException io && String.valueOf(io.getMessage()).contains("capacity")) {
            return new Reply.Failed(
                    Trouble.BAD_ANSWER, host() + " answered with more than there is room for", null, cause);
        }
        return new Reply.Failed(Trouble.UNREACHABLE, host() + " cannot be reached", null, cause);
    }
}
