package dev.quarry.embedding;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings as they would be read, for models that are made without the service. */
final class Settings {
    private Settings() {}

    static EmbeddingConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(EmbeddingConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(EmbeddingConfig.class);
    }
}
