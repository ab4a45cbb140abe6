package dev.quarry.session.chat;

import dev.quarry.embedding.http.ApiKey;
import dev.quarry.embedding.http.Complaint;
import dev.quarry.embedding.http.Endpoint;
import dev.quarry.embedding.http.RetryAfter;
import dev.quarry.session.chat.ChatTrouble.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one request and hands on what comes back, piece by piece, on the caller's thread. To interrupt it is to hang up. */
final class ChatCall implements AutoCloseable {
    private static final int OK = 200;
    private static final int SERVER_ERRORS = 500;
    private static final int LONGEST_COMPLAINT = 64 << 10;
    /** An answer that does not stream. */
    private static final int LONGEST_WHOLE_ANSWER = 4 << 20;
    /** No token is longer on average: a service that does not mind its limit is cut off. */
    private static final int LETTERS_PER_TOKEN = 32;

    private final ChatConfig config;
    private final Endpoint endpoint;
    private final @Nullable ApiKey key;
    private final HttpClient client;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chat-patience").factory());

    /** @throws IllegalArgumentException when URL or key are no such thing; its message holds neither */
    ChatCall(ChatConfig config) {
        this.config = config;
        this.endpoint = ChatSettings.endpoint(config);
        this.key = ChatSettings.key(config);
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.connectTimeout())
                // Without TLS the client would ask to upgrade to HTTP/2, which some servers answer with an error.
                .version(endpoint.isEncrypted() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Asks, and hands on what comes until it has ended.
     *
     * @param timeLeft for all of it
     * @throws ChatTrouble when it comes to no end
     * @throws InterruptedException when nobody listens any more
     */
    void send(ChatRequest request, Duration timeLeft, Consumer<ChatDelta> listener)
            throws ChatTrouble, InterruptedException {
        try (Patience patience = new Patience(timer, config.idleTimeout(), timeLeft)) {
            try {
                HttpResponse<InputStream> answer = client.send(http(request), BodyHandlers.ofInputStream());
                // Closing it before its end resets the connection: the model stops.
                try (InputStream body = answer.body()) {
                    patience.heard();
                    read(answer, body, request, patience, listener);
                }
            } catch (InterruptedException stopped) {
                throw tooLate(patience, stopped);
            } catch (IOException broken) {
                if (Thread.interrupted()) {
                    throw tooLate(patience, new InterruptedException());
                }
                throw new ChatTrouble(
                        broken instanceof BrokenBody ? Kind.BROKEN_OFF : Kind.UNREACHABLE,
                        host() + (broken instanceof BrokenBody ? " broke off its answer" : " cannot be reached"),
                        null,
                        broken);
            } catch (ChatTrouble trouble) {
                throw trouble.reason().startsWith(host())
                        ? trouble
                        : new ChatTrouble(
                                trouble.kind(), host() + " " + trouble.reason(), trouble.retryAfter(), trouble);
            }
        }
    }

    String host() {
        return "the language model's service " + endpoint.host();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }

    /** What broke while the answer was read, and not before. */
    private static final class BrokenBody extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenBody(IOException cause) {
            super(cause);
        }
    }

    private HttpRequest http(ChatRequest request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(endpoint.uri())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(BodyPublishers.ofByteArray(ChatBody.write(config, request)));
        if (key != null) {
            http.header("Authorization", key.authorization());
        }
        return http.build();
    }

    private void read(
            HttpResponse<InputStream> answer,
            InputStream body,
            ChatRequest request,
            Patience patience,
            Consumer<ChatDelta> listener)
            throws IOException, ChatTrouble {
        try {
            if (answer.statusCode() != OK) {
                throw refusal(answer, body, request);
            }
            boolean streams =
                    answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
            Telling telling = new Telling(listener, (long) request.answerTokens() * LETTERS_PER_TOKEN);
            if (streams) {
                telling.follow(new EventLines(body, patience::heard));
            } else {
                telling.whole(new String(body.readNBytes(LONGEST_WHOLE_ANSWER), StandardCharsets.UTF_8));
            }
        } catch (IOException error) {
            throw new BrokenBody(error);
        }
    }

    private ChatTrouble refusal(HttpResponse<InputStream> answer, InputStream body, ChatRequest request)
            throws IOException {
        int status = answer.statusCode();
        String said = Complaint.in(
                        body.readNBytes(LONGEST_COMPLAINT),
                        key,
                        request.messages().stream().map(ChatMessage::content).toList())
                .map(complaint -> ", saying: " + complaint)
                .orElse("");
        Optional<Duration> retryAfter = answer.headers()
                .firstValue("Retry-After")
                .flatMap(value -> RetryAfter.parse(value, Clock.systemUTC().instant()));
        return new ChatTrouble(
                kind(status),
                host() + " answered with status " + status + said + advice(status),
                retryAfter.orElse(null),
                null);
    }

    private static Kind kind(int status) {
        if (status == 429) {
            return Kind.RATE_LIMITED;
        }
        return status >= SERVER_ERRORS ? Kind.SERVER_ERROR : Kind.REFUSED;
    }

    private static String advice(int status) {
        return switch (status) {
            case 401, 403 -> "; set QUARRY_CHAT_API_KEY";
            case 404 -> "; look at QUARRY_CHAT_URL and QUARRY_CHAT_MODEL";
            case 400, 413, 422 ->
                "; look at QUARRY_CHAT_MODEL, quarry.chat.context-tokens, quarry.chat.limit-parameter and"
                        + " quarry.chat.temperature";
            case 429 -> "; it wants fewer requests";
            default -> "";
        };
    }

    /** Who was interrupted: by the clock, or by a caller who hung up. */
    private Exception lateOrStopped(Patience patience, InterruptedException stopped) {
        return patience.passed()
                .<Exception>map(what -> new ChatTrouble(Kind.TIMEOUT, host() + " " + what))
                .orElse(stopped);
    }

    private ChatTrouble tooLate(Patience patience, InterruptedException stopped) throws InterruptedException {
        Exception cause = lateOrStopped(patience, stopped);
        if (cause instanceof ChatTrouble late) {
            return late;
        }
        throw stopped;
    }
}
