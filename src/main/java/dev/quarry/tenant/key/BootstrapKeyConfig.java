package dev.quarry.tenant.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Optional;

/** The first key. */
@ConfigMapping(prefix = "quarry.bootstrap-key")
public interface BootstrapKeyConfig {
    /** An operator's key of your choice, made at start unless it was made before: 32 to 512 ASCII characters, a secret. */
    @WithParentName
    Optional<String> key();
}
