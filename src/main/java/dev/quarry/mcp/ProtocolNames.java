package dev.quarry.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protocol's own messages as it spells them ({@code isError}, {@code mimeType}): they go through the mapper of the
 * interface, which writes snake_case.
 */
@Singleton
public class ProtocolNames implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.setAnnotationIntrospector(AnnotationIntrospectorPair.pair(
                new CamelCaseOfTheProtocol(), mapper.getSerializationConfig().getAnnotationIntrospector()));
    }

    private static final class CamelCaseOfTheProtocol extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;
        private static final String PROTOCOL = "io.quarkiverse.mcp.";

        @Override
        public @Nullable Object findNamingStrategy(AnnotatedClass type) {
            return type.getRawType().getName().startsWith(PROTOCOL) ? PropertyNamingStrategies.LOWER_CAMEL_CASE : null;
        }
    }
}
