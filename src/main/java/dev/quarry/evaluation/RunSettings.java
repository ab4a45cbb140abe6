package dev.quarry.evaluation;

import dev.quarry.search.FusionMethod;
import dev.quarry.search.SearchRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that decides what a run's searches find, as it is stored and shown.
 *
 * @param json {@code capabilities}, {@code weights}, {@code fusion}, {@code reciprocal_rank_constant}, {@code bm25}, {@code
 *     embedding}
 */
record RunSettings(JsonObject json) {
    /** The variant that asks all capabilities at once. */
    static final String FUSED = "fused";

    List<String> capabilities() {
        JsonArray names = json.getJsonArray("capabilities");
        return names.stream().map(String.class::cast).toList();
    }

    /** Every capability alone, and all of them fused. */
    List<String> variants() {
        return Stream.concat(capabilities().stream(), Stream.of(FUSED)).toList();
    }

    /** What a variant's search asks for: these settings in full, whatever the service's own have become since. */
    SearchRequest request(String variant, String query, int chunks, Duration deadline) {
        return new SearchRequest(
                query,
                chunks,
                variant.equals(FUSED) ? capabilities() : List.of(variant),
                weights(),
                FusionMethod.valueOf(json.getString("fusion").toUpperCase(Locale.ROOT)),
                deadline.toMillis());
    }

    private Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        json.getJsonObject("weights")
                .forEach(weight -> weights.put(weight.getKey(), ((Number) weight.getValue()).doubleValue()));
        return weights;
    }
}
