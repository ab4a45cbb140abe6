package dev.quarry.search;

import dev.quarry.failure.Failure;
import dev.quarry.failure.Violations;
import dev.quarry.postgres.Database;
import dev.quarry.tenant.TenantId;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers a question: fans out, fuses, fetches the texts. */
@ApplicationScoped
public class Searcher {
    private static final int DEFAULT_K = 10;
    private static final Duration TIME_FOR_TEXTS = Duration.ofMillis(250);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final SequencedMap<String, Capability> capabilities = new LinkedHashMap<>();
    private final FanOut fanOut;
    private final Database database;
    private final SearchConfig config;

    Searcher(@All List<Capability> capabilities, FanOut fanOut, Database database, SearchConfig config) {
        capabilities.stream()
                .sorted(Comparator.comparing(Capability::name).reversed())
                .forEach(capability -> this.capabilities.put(capability.name(), capability));
        this.fanOut = fanOut;
        this.database = database;
        this.config = config;
    }

    /** The answer; fails with {@link Failure.Invalid} for a request that cannot be understood. */
    public Uni<SearchAnswer> search(TenantId tenant, @Nullable SearchRequest request) {
        if (request == null) {
            throw new Failure.Invalid("body", "is required: a JSON object with query");
        }
        check(request);
        long began = System.nanoTime();
        int k = request.k() == null ? DEFAULT_K : request.k();
        SearchQuery query = new SearchQuery(
                tenant, Objects.requireNonNull(request.query()), Math.max(k, config.depth()), deadline(request));
        return fanOut.ask(asked(request), query)
                .flatMap(legs -> withTexts(
                        query.withDeadline(remaining(query, began)),
                        legs,
                        fusion(request).fuse(answered(legs), k)))
                .map(found -> found.answer(Duration.ofNanos(System.nanoTime() - began)));
    }

    private void check(SearchRequest request) {
        Violations violations = new Violations();
        violations.requireText(request.query(), "query", config.maxQueryLength());
        violations.require(
                request.k() == null || (request.k() >= 1 && request.k() <= config.maxK()),
                "k",
                "must be between 1 and " + config.maxK());
        violations.require(
                request.deadlineMs() == null
                        || (request.deadlineMs() >= 1
                                && request.deadlineMs()
                                        <= config.longestDeadline().toMillis()),
                "deadline_ms",
                "must be between 1 and " + config.longestDeadline().toMillis());
        if (request.capabilities() != null) {
            violations.require(
                    !request.capabilities().isEmpty(), "capabilities", "must name at least one; " + allowed());
            request.capabilities().forEach(name -> requireKnown(violations, "capabilities", name));
        }
        if (request.weights() != null) {
            request.weights().forEach((name, weight) -> {
                requireKnown(violations, "weights." + name, name);
                violations.require(
                        weight != null && weight >= 0 && weight <= 1000,
                        "weights." + name,
                        "must be between 0 and 1000");
            });
        }
        violations.throwIfAny();
    }

    private void requireKnown(Violations violations, String field, @Nullable String name) {
        violations.require(name != null && capabilities.containsKey(name), field, "names no capability; " + allowed());
    }

    private String allowed() {
        return "allowed: " + String.join(", ", capabilities.keySet());
    }

    private Duration deadline(SearchRequest request) {
        return request.deadlineMs() == null ? config.deadline() : Duration.ofMillis(request.deadlineMs());
    }

    private List<Capability> asked(SearchRequest request) {
        return capabilities.values().stream()
                .filter(capability ->
                        request.capabilities() == null || request.capabilities().contains(capability.name()))
                .toList();
    }

    private Fusion fusion(SearchRequest request) {
        Map<String, Double> weights = new LinkedHashMap<>();
        capabilities.values().forEach(capability -> weights.put(capability.name(), capability.weight()));
        if (request.weights() != null) {
            weights.putAll(request.weights());
        }
        FusionMethod method = request.fusion() == null ? config.fusion() : request.fusion();
        return new Fusion(method, config.reciprocalRankConstant(), weights);
    }

    private Uni<Found> withTexts(SearchQuery query, List<Leg> legs, List<Fusion.Fused> ranking) {
        if (ranking.isEmpty()) {
            return Uni.createFrom().item(new Found(legs, ranking, Map.of()));
        }
        List<UUID> chunkIds = ranking.stream().map(Fusion.Fused::chunkId).toList();
        return database.read(
                        query.tenant().rows(),
                        query.deadline(),
                        connection -> FoundChunkSql.find(connection, query.tenant(), chunkIds))
                .ifNoItem()
                .after(query.deadline())
                .failWith(() -> new Failure.Busy("the search did not end within its deadline", RETRY_AFTER, null))
                .map(texts -> new Found(legs, ranking, texts));
    }

    /** What the legs left of the deadline, and in any case time to fetch a few rows: without them all was for nothing. */
    private static Duration remaining(SearchQuery query, long began) {
        Duration left = query.deadline().minusNanos(System.nanoTime() - began);
        return left.compareTo(TIME_FOR_TEXTS) < 0 ? TIME_FOR_TEXTS : left;
    }

    private static List<Leg.Answered> answered(List<Leg> legs) {
        return legs.stream()
                .filter(Leg.Answered.class::isInstance)
                .map(Leg.Answered.class::cast)
                .toList();
    }

    /** All that the answer is made of. */
    private record Found(List<Leg> legs, List<Fusion.Fused> ranking, Map<UUID, Row> texts) {
        SearchAnswer answer(Duration took) {
            List<SearchAnswer.FoundChunk> hits = new ArrayList<>(ranking.size());
            for (Fusion.Fused fused : ranking) {
                Row row = texts.get(fused.chunkId());
                if (row != null) {
                    hits.add(hit(fused, row));
                }
            }
            List<SearchAnswer.LegReport> reports =
                    legs.stream().map(Found::report).toList();
            boolean degraded = legs.stream().anyMatch(leg -> !(leg instanceof Leg.Answered));
            return new SearchAnswer(hits, reports, degraded, took.toMillis());
        }

        private static SearchAnswer.FoundChunk hit(Fusion.Fused fused, Row row) {
            Map<String, SearchAnswer.LegPlace> places = new LinkedHashMap<>();
            fused.places()
                    .forEach((name, place) -> places.put(name, new SearchAnswer.LegPlace(place.rank(), place.score())));
            return new SearchAnswer.FoundChunk(
                    fused.chunkId(),
                    row.getUUID("document_id"),
                    row.getString("title"),
                    row.getString("content"),
                    fused.score(),
                    row.getInteger("position"),
                    row.getString("heading_path"),
                    row.getJsonObject("metadata"),
                    places);
        }

        private static SearchAnswer.LegReport report(Leg leg) {
            long tookMs = leg.took().toMillis();
            return switch (leg) {
                case Leg.Answered answered ->
                    new SearchAnswer.LegReport(
                            answered.capability(), "ok", answered.hits().size(), tookMs, null);
                case Leg.Late late ->
                    new SearchAnswer.LegReport(
                            late.capability(), "late", 0, tookMs, "it did not answer within its deadline");
                case Leg.Failed failed ->
                    new SearchAnswer.LegReport(failed.capability(), "failed", 0, tookMs, failed.reason());
            };
        }
    }
}
