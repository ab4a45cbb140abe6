package dev.quarry.tenant.gate;

import dev.quarry.tenant.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Counts what each key asks, and stops what is too much. Where nobody shows a key, nobody can be told from another. */
@ApplicationScoped
class Turnstile {
    private static final Duration STREAMS_RETRY = Duration.ofSeconds(5);

    private final Authentication authentication;
    private final KeyRates rates;
    private final OpenStreams streams;

    Turnstile(Authentication authentication, KeyRates rates, OpenStreams streams) {
        this.authentication = authentication;
        this.rates = rates;
        this.streams = streams;
    }

    /** @return why the request does not pass; empty when it does */
    Optional<Admission.TooMany> pass(RoutingContext context, Caller caller) {
        if (authentication.mode() == AuthMode.OFF) {
            return Optional.empty();
        }
        String who = caller.keyId() == null ? caller.name() : caller.keyId().toString();
        Optional<Duration> wait = rates.count(who);
        if (wait.isPresent()) {
            return Optional.of(new Admission.TooMany(
                    wait.get(), "The key sends requests faster than it may. Send them again after Retry-After."));
        }
        return streams.admit(context, who)
                ? Optional.empty()
                : Optional.of(new Admission.TooMany(
                        STREAMS_RETRY, "The key has as many streams open as it may. Close one, or come back later."));
    }
}
