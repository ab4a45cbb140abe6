package dev.quarry.embedding.http;

import dev.quarry.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gets a request answered if that can be: waits where the provider asks for it and the wait is short, tries again where a
 * failure may pass, and leaves a provider alone that is not well.
 */
public final class Provider implements AutoCloseable {
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final EmbeddingsCall call;
    private final CircuitBreaker breaker;
    private final Backoff backoff;
    private final Pause pause;
    private final ProviderMetrics metrics;
    private volatile int dimensions;

    Provider(EmbeddingsCall call, CircuitBreaker breaker, Backoff backoff, Pause pause, ProviderMetrics metrics) {
        this.call = call;
        this.breaker = breaker;
        this.backoff = backoff;
        this.pause = pause;
        this.metrics = metrics;
        metrics.watch(breaker);
    }

    /**
     * A provider as it is in service.
     *
     * @param failuresToOpen failures in a row after which it is left alone
     * @param openFor how long it is left alone
     */
    public static Provider of(
            EmbeddingsCall call, int failuresToOpen, Duration openFor, Clock clock, ProviderMetrics metrics) {
        return new Provider(
                call,
                new CircuitBreaker(failuresToOpen, openFor, clock),
                new Backoff(FIRST_RETRY, LAST_RETRY, RandomGenerator.getDefault()),
                Thread::sleep,
                metrics);
    }

    /** From now on every vector must have so many numbers. */
    public void expect(int numbers) {
        this.dimensions = numbers;
    }

    /**
     * @return a vector for each text, in order, as the provider gave them: of whatever length
     * @throws Failure.Busy when the provider wants to be left alone for longer than the lane can wait, or is left alone
     *     because others failed
     * @throws Failure.Upstream when it fails, or does not want this request
     */
    public List<float[]> embed(List<String> texts, Lane lane) {
        Attempts attempts = new Attempts(lane, backoff);
        try {
            while (true) {
                switch (send(texts, lane, attempts)) {
                    case Reply.Vectors found -> {
                        return found.vectors();
                    }
                    case Reply.Failed failed -> {
                        Duration wait = attempts.waitAfter(failed);
                        metrics.retried(failed.trouble());
                        pause.sleep(wait);
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while texts were embedded");
        }
    }

    @Override
    public void close() {
        call.close();
        metrics.close();
    }

    ProviderMetrics metrics() {
        return metrics;
    }

    private Reply send(List<String> texts, Lane lane, Attempts attempts) throws InterruptedException {
        Optional<Duration> refusal = breaker.refusal();
        if (refusal.isPresent()) {
            throw refused(attempts, refusal.get());
        }
        long began = System.nanoTime();
        @Nullable Reply reply = null;
        try {
            Duration left = attempts.timeLeft();
            Duration timeout = left.compareTo(lane.requestTimeout()) < 0 ? left : lane.requestTimeout();
            reply = call.send(texts, dimensions, timeout);
            return reply;
        } finally {
            if (reply == null) {
                breaker.abandoned();
            } else {
                note(reply);
                metrics.requested(lane, reply, texts.size(), Duration.ofNanos(System.nanoTime() - began));
            }
        }
    }

    private Failure refused(Attempts attempts, Duration rest) {
        Optional<Failure.Upstream> own = attempts.failure();
        return own.isPresent()
                ? own.get()
                : new Failure.Busy(
                        call.host() + " failed " + breaker.failuresToOpen()
                                + " times in a row and is left alone for a while",
                        rest,
                        null);
    }

    private void note(Reply reply) {
        if (reply instanceof Reply.Failed failed && failed.trouble().isTheProvidersState()) {
            breaker.failed();
        } else {
            breaker.succeeded();
        }
    }
}
