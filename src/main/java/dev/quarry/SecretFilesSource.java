package dev.quarry;

import io.smallrye.config.EnvConfigSource;

/** Gives {@link SecretFiles} to the configuration, above the environment's own variables. Found by its service file. */
public final class SecretFilesSource extends EnvConfigSource {
    private static final long serialVersionUID = 1L;

    private static final int ABOVE_THE_ENVIRONMENT = ORDINAL + 1;

    public SecretFilesSource() {
        super(SecretFiles.read(System.getenv()), ABOVE_THE_ENVIRONMENT);
    }
}
