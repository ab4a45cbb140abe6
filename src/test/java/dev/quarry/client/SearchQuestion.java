package dev.quarry.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question; what is null is left to the service's settings. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchQuestion(
        String query,
        int k,
        @Nullable List<String> capabilities,
        @Nullable Map<String, Double> weights,
        @Nullable String fusion) {
    /** As the service answers it by default. */
    public static SearchQuestion of(String query, int k) {
        return new SearchQuestion(query, k, null, null, null);
    }
}
