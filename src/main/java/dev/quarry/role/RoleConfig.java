package dev.quarry.role;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** What this instance is for. */
@ConfigMapping(prefix = "quarry.role")
public interface RoleConfig {
    /** all serves requests and works; server only serves; worker embeds and runs jobs, and answers only for health and metrics. */
    @WithParentName
    @WithDefault("all")
    Role role();
}
