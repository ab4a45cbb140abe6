package dev.quarry.evaluation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Measuring how well searches find. */
@ConfigMapping(prefix = "quarry.evaluation")
public interface EvaluationConfig {
    /** How long a search of a run waits, at most, for people who search at that moment. */
    @WithDefault("50ms")
    Duration giveWay();

    /** How long a request waits for its run ({@code wait=true}); when it passes, the run goes on. */
    @WithDefault("60s")
    Duration runWait();

    /** How long one statement of a run, or one read of a request, may take. */
    @WithDefault("10s")
    Duration statementDeadline();

    /** How long deleting a run with all its results may take. */
    @WithDefault("30s")
    Duration deleteDeadline();
}
