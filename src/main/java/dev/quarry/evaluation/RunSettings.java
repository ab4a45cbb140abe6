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
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run's searches find, as it is stored and shown.
 *
 * @param json {@code capabilities}, {@code weights}, {@code weights_by_service}, {@code fusion}, {@code reciprocal_rank_constant}, {@code depth},
 *     {@code own} by capability, {@code embedding}
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
        boolean fused = variant.equals(FUSED);
        return SearchRequest.ofRanking(
                query,
                chunks,
                fused ? capabilities() : List.of(variant),
                fused ? chosenWeights() : Map.of(variant, 1.0),
                FusionMethod.valueOf(json.getString("fusion").toUpperCase(Locale.ROOT)),
                deadline.toMillis());
    }

    /** Nothing where the service chooses: its weights know the languages of question and model. */
    private @Nullable Map<String, Double> chosenWeights() {
        return json.getBoolean("weights_by_service") ? null : weights();
    }

    private Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        json.getJsonObject("weights")
                .forEach(weight -> weights.put(weight.getKey(), ((Number) weight.getValue()).doubleValue()));
        return weights;
    }
}
