package dev.quarry.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document to store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentUpload(
        String externalId,
        String title,
        String content,
        @Nullable String sourceUri,
        Map<String, String> metadata) {}
