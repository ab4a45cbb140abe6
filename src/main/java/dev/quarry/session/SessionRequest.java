package dev.quarry.session;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /sessions}. Nothing of it is checked yet. */
@Schema(description = "A new conversation.")
public record SessionRequest(
        @Schema(
                description = "What to call it; the beginning of its first question when absent.",
                examples = "Impellers")
        @Nullable
        String title,

        @Schema(
                description = "Anything to keep with it.",
                implementation = Object.class,
                type = SchemaType.OBJECT,
                examples = "{\"boat\": \"aurora\"}")
        @Nullable
        Map<String, Object> metadata) {}
