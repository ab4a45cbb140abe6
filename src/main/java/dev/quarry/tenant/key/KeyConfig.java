package dev.quarry.tenant.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** API keys. */
@ConfigMapping(prefix = "quarry.keys")
public interface KeyConfig {
    /** How long an instance takes a key as it found it, should it miss the notification of its revocation. */
    @WithDefault("5s")
    Duration rememberFor();

    /** How often the time of the keys' last use is written. */
    @WithDefault("60s")
    Duration lastUseInterval();

    /** How long a key that was revoked or has expired is still listed. */
    @WithDefault("2160h")
    Duration keepEnded();
}
