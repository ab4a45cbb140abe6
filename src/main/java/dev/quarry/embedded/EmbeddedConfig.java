package dev.quarry.embedded;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded PostgreSQL. Read before the service starts. */
@ConfigMapping(prefix = "quarry.embedded")
public interface EmbeddedConfig {
    /** A file of SQL that is run on the embedded PostgreSQL at every start, before the service uses it; so it must bear being repeated. */
    Optional<Path> script();
}
