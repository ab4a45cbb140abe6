package dev.quarry.tenant.gate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much one caller may ask of an instance. */
@ConfigMapping(prefix = "quarry.limit")
public interface LimitConfig {
    /** Requests a second that a key may send, in the long run; 0: as many as it likes. */
    @WithDefault("200")
    int requestsPerSecond();

    /** Requests that a key may send at once after a pause. */
    @WithDefault("400")
    int burst();

    /** Keys a second that nobody knows, from all callers together, before more of them are refused without being looked up. */
    @WithDefault("100")
    int unknownKeysPerSecond();

    /** Streams of events that a key may keep open. */
    @WithDefault("20")
    int streamsPerKey();

    /** How long a request's body may take to arrive; a stream of documents takes as long as it likes. */
    @WithDefault("60s")
    Duration bodyDeadline();
}
