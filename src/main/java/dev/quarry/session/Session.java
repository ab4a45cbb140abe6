package dev.quarry.session;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A conversation, without its messages. */
@Schema(description = "A conversation, without its messages.")
public record Session(
        @Schema(description = "The session's id.") UUID id,

        @Schema(
                description = "What it is called; the beginning of its first question when nobody said.",
                nullable = true,
                examples = "Impellers")
        @Nullable
        String title,

        @Schema(
                description = "As it was sent.",
                implementation = Object.class,
                type = SchemaType.OBJECT,
                examples = "{\"boat\": \"aurora\"}")
        JsonObject metadata,

        @Schema(description = "How many messages it has, questions and answers together.", examples = "4")
        int messages,

        @Schema(description = "When it was made.") OffsetDateTime createdAt,

        @Schema(description = "When its last message was added, or it was changed.")
        OffsetDateTime updatedAt) {}
