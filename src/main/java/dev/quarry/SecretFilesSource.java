package dev.quarry;

import io.smallrye.config.EnvConfigSource;
import java.util.Map;

/** Gives {@link SecretFiles} to the configuration, above the environment's own variables. Found by its service file. */
public final class SecretFilesSource extends EnvConfigSource {
    private static final long serialVersionUID = 1L;

    private static final int ABOVE_THE_ENVIRONMENT = ORDINAL + 1;

    public SecretFilesSource() {
        super(readable(), ABOVE_THE_ENVIRONMENT);
    }

    /** It is made before the service's own code runs, which reads the files too and says what is wrong with them. */
    private static Map<String, String> readable() {
        try {
            return SecretFiles.read(System.getenv());
        } catch (IllegalArgumentException saidAtTheStart) {
            return Map.of();
        }
    }
}
