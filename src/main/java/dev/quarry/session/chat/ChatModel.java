package dev.quarry.session.chat;

import dev.quarry.embedding.http.CircuitBreaker;
import dev.quarry.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The language model, where one is set up. */
@ApplicationScoped
public class ChatModel {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ChatConfig config;
    private final CircuitBreaker breaker;
    private final Semaphore places;
    private final ChatMetrics metrics;
    private final Optional<ChatCall> call;

    ChatModel(ChatConfig config, MeterRegistry registry) {
        ChatSettings.check(config);
        this.config = config;
        this.breaker = new CircuitBreaker(config.breakerFailures(), config.breakerOpen(), Clock.systemUTC());
        this.places = new Semaphore(config.concurrency());
        this.metrics = new ChatMetrics(registry);
        this.call = config.url().map(url -> new ChatCall(config));
        call.ifPresent(there -> metrics.watch(breaker, places, config.concurrency()));
    }

    /** Whether there is one. */
    public boolean isSetUp() {
        return call.isPresent();
    }

    /** What it is called. */
    public String name() {
        return config.model().orElseThrow();
    }

    /**
     * Asks it. Each subscription is a request of its own, on a virtual thread of its own, with no bound on what waits for a slow
     * listener but the answer's length. To cancel is to hang up: the model stops.
     *
     * <p>Fails with {@link Failure.Busy} where there is no room, here or there, and with {@link Failure.Upstream} where the
     * service fails. A request that fails before its first word is sent again; later none is: its words are said.
     */
    public Multi<ChatDelta> stream(ChatRequest request) {
        return Multi.createFrom().emitter(emitter -> begin(request, emitter), BackPressureStrategy.BUFFER);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        call.ifPresent(ChatCall::close);
    }

    private void begin(ChatRequest request, MultiEmitter<? super ChatDelta> emitter) {
        if (!places.tryAcquire()) {
            emitter.fail(new Failure.Busy(
                    config.concurrency() + " answers are being written at this moment; no more are begun at once",
                    RETRY_AFTER,
                    null));
            return;
        }
        Thread thread = Thread.ofVirtual().name("chat").unstarted(() -> {
            try {
                new ChatRun(call.orElseThrow(), config, breaker, metrics).run(request, emitter);
            } finally {
                places.release();
            }
        });
        var _ = emitter.onTermination(thread::interrupt);
        thread.start();
    }
}
