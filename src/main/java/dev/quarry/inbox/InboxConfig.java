package dev.quarry.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Optional;

/** The folder whose files become documents. */
@ConfigMapping(prefix = "quarry.inbox")
public interface InboxConfig {
    /** The folder, on this machine or shared by several; nothing is watched where this is not set. */
    @WithParentName
    Optional<String> folder();

    /** The tenant, by its name, whose documents the files become; the first where none is named. */
    Optional<String> tenant();

    /** How often it is looked through. */
    @WithDefault("5s")
    Duration interval();

    /** How long a file must have kept its size and time before it is taken. */
    @WithDefault("2s")
    Duration settle();

    /** Files looked at in one go, at most. */
    @WithDefault("10000")
    int pageSize();
}
