package dev.quarry.search.rerank;

import dev.quarry.embedding.http.CircuitBreaker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Puts passages in order by a model elsewhere, where one is set up. Never fails: says instead why there is no order. */
@ApplicationScoped
public class Reranker {
    private final RerankConfig config;
    private final MeterRegistry metrics;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Optional<RerankCall> call;

    Reranker(RerankConfig config, MeterRegistry metrics) {
        RerankSettings.check(config);
        this.config = config;
        this.metrics = metrics;
        this.breaker = new CircuitBreaker(config.breakerFailures(), config.breakerOpen(), Clock.systemUTC());
        this.places = new Semaphore(config.concurrency());
        this.call = config.url().map(url -> new RerankCall(config));
        call.ifPresent(there -> Gauge.builder(
                        "quarry.rerank.breaker",
                        breaker,
                        watched -> watched.state().level())
                .description("The circuit breaker: 0 closed, 1 half open, 2 open")
                .register(metrics));
    }

    /** Whether there is one. */
    public boolean isSetUp() {
        return call.isPresent();
    }

    /** How many passages it is given at most. */
    public int top() {
        return config.top();
    }

    /**
     * Judges passages.
     *
     * @param passages at most {@link #top()}
     * @param left of the caller's time
     */
    public Uni<Reranking> judge(String query, List<String> passages, Duration left) {
        Duration timeout = left.compareTo(config.deadline()) < 0 ? left : config.deadline();
        List<String> bounded = passages.stream().map(this::beginning).toList();
        return Uni.createFrom().item(() -> measured(query, bounded, timeout)).runSubscriptionOn(threads);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        threads.shutdownNow();
        call.ifPresent(RerankCall::close);
    }

    private Reranking measured(String query, List<String> passages, Duration timeout) {
        long began = System.nanoTime();
        Reranking reranking = inTurn(query, passages, timeout);
        Timer.builder("quarry.rerank.request")
                .description("Time of a request to the reranker, by outcome")
                .tag(
                        "outcome",
                        switch (reranking) {
                            case Reranking.Done done -> "ok";
                            case Reranking.Late late -> "late";
                            case Reranking.Failed failed -> "failed";
                        })
                .publishPercentileHistogram()
                .register(metrics)
                .record(Duration.ofNanos(System.nanoTime() - began));
        return reranking;
    }

    private Reranking inTurn(String query, List<String> passages, Duration timeout) {
        if (!places.tryAcquire()) {
            return new Reranking.Failed(
                    "the reranker has " + config.concurrency() + " requests under way; no more are sent at once");
        }
        try {
            return breaker.refusal().isPresent()
                    ? new Reranking.Failed("the reranker failed " + config.breakerFailures()
                            + " times in a row and is left alone for a while")
                    : asked(query, passages, timeout);
        } finally {
            places.release();
        }
    }

    private Reranking asked(String query, List<String> passages, Duration timeout) {
        RerankCall.@Nullable Reply reply = null;
        try {
            reply = call.orElseThrow().send(query, passages, timeout);
            return reply.reranking();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reranking.Failed("the service stops");
        } finally {
            note(reply);
        }
    }

    private void note(RerankCall.@Nullable Reply reply) {
        if (reply == null) {
            breaker.abandoned();
        } else if (reply.isUnwell()) {
            breaker.failed();
        } else {
            breaker.succeeded();
        }
    }

    /** Whole code points. */
    private String beginning(String passage) {
        if (passage.length() <= config.maxLength()) {
            return passage;
        }
        int end = Character.isHighSurrogate(passage.charAt(config.maxLength() - 1))
                ? config.maxLength() - 1
                : config.maxLength();
        return passage.substring(0, end);
    }
}
