package dev.quarry.explorer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Looking at chunks, and changing them by hand. */
@ConfigMapping(prefix = "quarry.explorer")
public interface ExplorerConfig {
    /** How long reading a page of a list, or a chunk, may take. */
    @WithDefault("10s")
    Duration readDeadline();

    /** How long counting all chunks may take. */
    @WithDefault("30s")
    Duration statsDeadline();

    /** How long changing a chunk may take, waiting for others who change its document too. */
    @WithDefault("30s")
    Duration writeDeadline();
}
