package dev.quarry.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Sessions and their messages. */
@ConfigMapping(prefix = "quarry.session")
public interface SessionConfig {
    /** Sessions of a tenant at most. */
    @WithDefault("10000")
    int maxSessions();

    /** Messages of a session at most, questions and answers together. */
    @WithDefault("1000")
    int maxMessages();

    /** Characters of a session's title at most. */
    @WithDefault("200")
    int maxTitleLength();

    /** Characters of a session's metadata, as JSON, at most. */
    @WithDefault("16384")
    int maxMetadataLength();

    /** Characters of a comment on an answer at most. */
    @WithDefault("4000")
    int maxCommentLength();

    /** How long a session is kept in which nothing happens; for ever when absent. */
    Optional<Duration> keep();

    /** After how long an answer that is still pending counts as failed: its instance is gone. */
    @WithDefault("10m")
    Duration pendingDeadline();

    /** How often it is looked for sessions to remove, and for answers that are pending for too long. */
    @WithDefault("1m")
    Duration housekeepingInterval();

    /** How long one read may take. */
    @WithDefault("5s")
    Duration readDeadline();

    /** How long one write may take. */
    @WithDefault("10s")
    Duration writeDeadline();
}
