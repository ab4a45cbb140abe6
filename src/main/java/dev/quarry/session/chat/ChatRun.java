package dev.quarry.session.chat;

import dev.quarry.embedding.http.CircuitBreaker;
import dev.quarry.failure.Failure;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** One answer's tries. Blocks its thread, and ends soon after that is interrupted. */
final class ChatRun {
    private static final Logger LOG = Logger.getLogger(ChatRun.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(1);

    private final ChatCall call;
    private final ChatConfig config;
    private final CircuitBreaker breaker;
    private final ChatMetrics metrics;
    private final long began = System.nanoTime();
    private boolean hasBegun;

    ChatRun(ChatCall call, ChatConfig config, CircuitBreaker breaker, ChatMetrics metrics) {
        this.call = call;
        this.config = config;
        this.breaker = breaker;
        this.metrics = metrics;
    }

    void run(ChatRequest request, MultiEmitter<? super ChatDelta> emitter) {
        try {
            tryUntilDone(request, emitter);
            emitter.complete();
        } catch (InterruptedException hungUp) {
            // Nobody listens: neither to items nor to failures.
            LOG.debugf("chat_abandoned after_ms=%d", elapsed().toMillis());
        } catch (Failure failure) {
            emitter.fail(failure);
        } catch (RuntimeException defect) {
            emitter.fail(defect);
        }
    }

    private void tryUntilDone(ChatRequest request, MultiEmitter<? super ChatDelta> emitter)
            throws InterruptedException {
        for (int retries = 0; ; retries++) {
            Optional<ChatTrouble> trouble = once(request, emitter);
            if (trouble.isEmpty()) {
                return;
            }
            Duration wait = waitAfter(trouble.get(), retries, request);
            metrics.retried(trouble.get());
            Thread.sleep(wait);
        }
    }

    private Optional<ChatTrouble> once(ChatRequest request, MultiEmitter<? super ChatDelta> emitter)
            throws InterruptedException {
        Optional<Duration> refusal = breaker.refusal();
        if (refusal.isPresent()) {
            throw new Failure.Busy(
                    call.host() + " failed " + config.breakerFailures()
                            + " times in a row and is left alone for a while",
                    refusal.get(),
                    null);
        }
        long sent = System.nanoTime();
        String outcome = "abandoned";
        try {
            call.send(request, left(request), delta -> handOn(delta, sent, emitter));
            outcome = "ok";
            return Optional.empty();
        } catch (ChatTrouble trouble) {
            outcome = trouble.kind().label();
            note(trouble);
            return Optional.of(trouble);
        } finally {
            settle(outcome);
            metrics.requested(outcome, since(sent));
        }
    }

    private void handOn(ChatDelta delta, long sent, MultiEmitter<? super ChatDelta> emitter) {
        if (!hasBegun) {
            hasBegun = true;
            metrics.firstWord(since(sent));
        }
        if (delta instanceof ChatDelta.End end && end.tokens() != null) {
            metrics.used(end.tokens());
        }
        var _ = emitter.emit(delta);
    }

    private void settle(String outcome) {
        if (outcome.equals("ok")) {
            breaker.succeeded();
        } else if (outcome.equals("abandoned")) {
            breaker.abandoned();
        }
    }

    private void note(ChatTrouble trouble) {
        if (trouble.isTheServicesState()) {
            breaker.failed();
        } else {
            breaker.succeeded();
        }
    }

    /** @throws Failure when there is no other try */
    private Duration waitAfter(ChatTrouble trouble, int retries, ChatRequest request) {
        boolean limited = trouble.kind() == ChatTrouble.Kind.RATE_LIMITED;
        Duration asked = trouble.retryAfter() == null ? UNTOLD_WAIT : trouble.retryAfter();
        Duration wait = limited || trouble.retryAfter() != null ? asked : backOff(retries);
        boolean isOver = hasBegun
                || !trouble.mayPass()
                || retries >= config.retries()
                || wait.compareTo(config.longestWait()) > 0
                || wait.compareTo(left(request)) >= 0;
        if (!isOver) {
            return wait;
        }
        throw limited
                ? new Failure.Busy(trouble.reason(), asked, trouble)
                : new Failure.Upstream(trouble.reason(), trouble);
    }

    /** Doubled each time, and shortened by up to a half, so that callers do not come back all at once. */
    private static Duration backOff(int retries) {
        long doubled = FIRST_RETRY.toMillis() << Math.min(retries, 6);
        return Duration.ofMillis(doubled - ThreadLocalRandom.current().nextLong(doubled / 2 + 1));
    }

    private Duration left(ChatRequest request) {
        Duration left = request.deadline().minus(elapsed());
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private Duration elapsed() {
        return since(began);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
