package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import dev.quarry.postgres.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Asks several capabilities at once and gathers what each of them came to.
 *
 * <p>Each has a connection of its own as long as there are some. When the pool is nearly full, a search uses as many as are
 * left, one at least, and its legs follow each other on them: more would only stand in the queue before other searches.
 */
@ApplicationScoped
class FanOut {
    private static final Logger LOG = Logger.getLogger(FanOut.class);
    /** The server ends a late statement itself; this much later we stop listening. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Database database;
    private final SearchConfig config;
    private final MeterRegistry metrics;
    private final Counter narrowed;
    private final RecurringWarning failedLegs = new RecurringWarning();

    FanOut(Database database, SearchConfig config, MeterRegistry metrics) {
        this.database = database;
        this.config = config;
        this.metrics = metrics;
        this.narrowed = Counter.builder("quarry.search.narrowed")
                .description("Searches whose legs shared connections because the pool was nearly full")
                .register(metrics);
    }

    /** Every leg's end, in the capabilities' order; none of them fails the whole. */
    Uni<List<Leg>> ask(List<Capability> capabilities, SearchQuery query) {
        return Uni.createFrom().deferred(() -> {
            int width = width(capabilities.size());
            // The model's work comes last where legs follow each other: it needs no connection, and may take the
            // longest.
            List<Capability> order = width < capabilities.size() ? capabilities.reversed() : capabilities;
            long began = System.nanoTime();
            List<Uni<Leg>> legs = new ArrayList<>(order.size());
            for (int i = 0; i < order.size(); i++) {
                legs.add(leg(order.get(i), query, began, Math.ceilDiv(order.size() - i, width)));
            }
            return Uni.join()
                    .all(legs)
                    .usingConcurrencyOf(width)
                    .andCollectFailures()
                    .map(ended -> width < capabilities.size() ? ended.reversed() : ended);
        });
    }

    /** How many legs may run at once. */
    private int width(int legs) {
        int width = config.narrowWhenCrowded() ? Math.clamp(database.standbyRoom(), 1, legs) : legs;
        if (width < legs) {
            narrowed.increment();
        }
        return width;
    }

    /**
     * @param asked when the fan-out began: a leg that comes later has less time
     * @param turns how many legs follow each other from this one on: it has its share of the time and no more
     */
    private Uni<Leg> leg(Capability capability, SearchQuery wanted, long asked, int turns) {
        return Uni.createFrom().deferred(() -> {
            long began = System.nanoTime();
            Duration left = wanted.deadline().minusNanos(began - asked);
            if (!left.isPositive()) {
                return Uni.createFrom()
                        .<Leg>item(new Leg.Late(capability.name(), Duration.ZERO))
                        .invoke(this::measure);
            }
            SearchQuery query = wanted.within(left.dividedBy(turns)).within(capability.deadline());
            return Uni.createFrom()
                    .deferred(() -> capability.search(query))
                    .ifNoItem()
                    .after(query.deadline().plus(GRACE))
                    .fail()
                    .<Leg>map(found -> new Leg.Answered(
                            capability.name(),
                            since(began),
                            found,
                            found.more() || found.best().size() >= query.depth()))
                    .onFailure()
                    .recoverWithItem(error -> ended(capability, since(began), query.deadline(), error))
                    .invoke(this::measure);
        });
    }

    private Leg ended(Capability capability, Duration took, Duration deadline, Throwable error) {
        if (error instanceof TimeoutException || (error instanceof Failure.Busy && took.compareTo(deadline) >= 0)) {
            return new Leg.Late(capability.name(), took);
        }
        if (error instanceof Failure expected) {
            failedLegs.warn(unlogged -> LOG.warnf(
                    "search_leg_failed capability=%s error=%s unlogged=%d",
                    capability.name(), expected.getMessage(), unlogged));
            return new Leg.Failed(
                    capability.name(), took, String.valueOf(expected.getMessage()), expected instanceof Failure.Busy);
        }
        LOG.errorf(error, "search_leg_failed capability=%s", capability.name());
        return new Leg.Failed(capability.name(), took, "the capability failed; the service's log says why", false);
    }

    private void measure(Leg leg) {
        String status = switch (leg) {
            case Leg.Answered answered -> "ok";
            case Leg.Late late -> "late";
            case Leg.Failed failed -> "failed";
        };
        Timer.builder("quarry.search.leg")
                .description("Time that one capability took in a search")
                .tag("capability", leg.capability())
                .tag("status", status)
                .publishPercentileHistogram()
                .register(metrics)
                .record(leg.took());
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
