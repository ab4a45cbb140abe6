package dev.quarry.evaluation;

import dev.quarry.embedding.EmbeddingSpace;
import dev.quarry.embedding.EmbeddingSpaces;
import dev.quarry.evaluation.EvaluationRequest.Settings;
import dev.quarry.failure.Failure;
import dev.quarry.search.SearchConfig;
import dev.quarry.search.SearchRequest;
import dev.quarry.search.SearchSettings;
import dev.quarry.search.Searcher;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run goes by on this instance, at this moment. */
@ApplicationScoped
class SettingsInForce {
    /** A document has several chunks among the hits; so many are asked for to find one document. */
    private static final int CHUNKS_A_DOCUMENT = 3;

    private final Searcher searcher;
    private final EmbeddingSpaces spaces;
    private final SearchConfig config;

    SettingsInForce(Searcher searcher, EmbeddingSpaces spaces, SearchConfig config) {
        this.searcher = searcher;
        this.spaces = spaces;
        this.config = config;
    }

    /** @throws Failure.Invalid naming what is wrong below {@code settings} */
    RunSettings of(@Nullable Settings asked) {
        Settings wanted = Objects.requireNonNullElse(asked, Settings.NONE);
        try {
            return inForce(SearchRequest.ofRanking(
                    "any", null, wanted.capabilities(), wanted.weights(), wanted.fusion(), null));
        } catch (Failure.Invalid invalid) {
            throw new Failure.Invalid(invalid.violations().stream()
                    .map(violation -> new Failure.Violation("settings." + violation.field(), violation.message()))
                    .toList());
        }
    }

    /** What differs between the run's settings and those that its searches would have now; empty when nothing does. */
    List<SettingChange> changesSince(RunSettings run) {
        RunSettings now = inForce(request(run, RunSettings.FUSED, "any", 1));
        return SettingChange.between(now.json(), run.json());
    }

    /** What a variant's search asks for: the run's settings in full, and as much time as a search can have. */
    SearchRequest request(RunSettings run, String variant, String query, int depth) {
        return run.request(
                variant, query, Math.min(CHUNKS_A_DOCUMENT * depth, config.maxK()), config.longestDeadline());
    }

    private RunSettings inForce(SearchRequest request) {
        SearchSettings search = searcher.settings(request);
        EmbeddingSpace space = spaces.serving().space();
        JsonObject weights = new JsonObject();
        search.weights().forEach(weights::put);
        JsonObject own = new JsonObject();
        search.own().forEach((capability, settings) -> own.put(capability, new JsonObject(settings)));
        return new RunSettings(new JsonObject()
                .put("capabilities", new JsonArray(search.capabilities()))
                .put("weights", weights)
                .put("weights_by_service", request.weights() == null)
                .put("fusion", search.fusion().name().toLowerCase(Locale.ROOT))
                .put("reciprocal_rank_constant", search.reciprocalRankConstant())
                .put("depth", search.depth())
                .put("own", own)
                .put(
                        "embedding",
                        new JsonObject()
                                .put("space", space.id())
                                .put("model", space.model())
                                .put("dimensions", space.dimensions())
                                .put("index", space.index().kind())));
    }
}
