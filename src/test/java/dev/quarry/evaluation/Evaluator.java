package dev.quarry.evaluation;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Puts a collection's queries to the service, one after the other, and measures the answers. */
final class Evaluator {
    private static final int WARM_UP_QUERIES = 20;

    private final QuarryClient client;
    private final BeirCollection collection;
    private final Map<UUID, String> externalIds;
    private final int k;

    /**
     * @param externalIds the collection's ids of the documents by the service's
     * @param k chunks asked for
     */
    Evaluator(QuarryClient client, BeirCollection collection, Map<UUID, String> externalIds, int k) {
        this.client = client;
        this.collection = collection;
        this.externalIds = externalIds;
        this.k = k;
    }

    VariantResult measure(SearchVariant variant) throws InterruptedException {
        for (BeirCollection.Query query :
                collection.queries().stream().limit(WARM_UP_QUERIES).toList()) {
            Objects.requireNonNull(client.search(variant.question(query.text(), k)));
        }
        Map<Metric, Double> sums = new EnumMap<>(Metric.class);
        List<Duration> took = new ArrayList<>();
        int degraded = 0;
        long foreignHits = 0;
        for (BeirCollection.Query query : collection.queries()) {
            SearchQuestion question = variant.question(query.text(), k);
            long began = System.nanoTime();
            SearchResult answer = client.search(question);
            took.add(Duration.ofNanos(System.nanoTime() - began));
            DocumentRanking ranking = DocumentRanking.of(answer.hits(), externalIds);
            Map<String, Integer> judgements = collection.judgements().getOrDefault(query.id(), Map.of());
            for (Metric metric : Metric.values()) {
                sums.merge(metric, metric.of(ranking.documents(), judgements), Double::sum);
            }
            degraded += answer.degraded() ? 1 : 0;
            foreignHits += ranking.foreignHits();
        }
        sums.replaceAll((metric, sum) -> sum / collection.queries().size());
        return new VariantResult(variant, sums, new Latencies(took), degraded, foreignHits);
    }
}
