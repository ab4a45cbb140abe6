package dev.quarry.tenant.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit log. */
@ConfigMapping(prefix = "quarry.audit")
public interface AuditConfig {
    /** How long its rows are kept. */
    @WithDefault("8760h")
    Duration keep();
}
