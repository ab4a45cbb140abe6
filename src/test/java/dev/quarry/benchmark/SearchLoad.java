package dev.quarry.benchmark;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import dev.quarry.client.ServiceFailure;
import dev.quarry.evaluation.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Clients that ask one question after the other, without a pause. */
final class SearchLoad {
    private static final int HITS = 10;

    private final QuarryClient client;
    private final List<String> questions;

    SearchLoad(QuarryClient client, List<String> questions) {
        this.client = client;
        this.questions = questions;
    }

    /** What one search came to. */
    private record Asked(Duration took, SearchResult answer) {}

    /**
     * What all came to.
     *
     * @param perSecond searches
     * @param refused searches that got no answer
     * @param degraded searches in which a leg was late or failed
     * @param wall of each search, the service's time for it over its slowest leg's
     * @param legs of each capability, its times by its own account
     */
    record Outcome(
            Latencies latencies,
            double perSecond,
            long refused,
            long degraded,
            Spread wall,
            SortedMap<String, Latencies> legs) {}

    Outcome with(int clients) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Asked> asked = new ArrayList<>();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<List<Asked>>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> askUntilNoneIsLeft(next, refused)));
            }
            for (Future<List<Asked>> each : all) {
                asked.addAll(each.get());
            }
        } catch (ExecutionException error) {
            throw new IllegalStateException(error);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Outcome(
                new Latencies(asked.stream().map(Asked::took).toList()),
                asked.size() / seconds,
                refused.get(),
                asked.stream().filter(one -> one.answer().degraded()).count(),
                new Spread(
                        asked.stream().map(one -> overSlowestLeg(one.answer())).toList()),
                legs(asked));
    }

    private static SortedMap<String, Latencies> legs(List<Asked> asked) {
        Map<String, List<Duration>> took = asked.stream()
                .flatMap(one -> one.answer().legs().stream())
                .collect(Collectors.groupingBy(
                        SearchResult.Leg::capability,
                        Collectors.mapping(leg -> Duration.ofMillis(leg.tookMs()), Collectors.toList())));
        SortedMap<String, Latencies> legs = new TreeMap<>();
        took.forEach((capability, times) -> legs.put(capability, new Latencies(times)));
        return legs;
    }

    private List<Asked> askUntilNoneIsLeft(AtomicInteger next, AtomicInteger refused) throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        for (int i = next.getAndIncrement(); i < questions.size(); i = next.getAndIncrement()) {
            long began = System.nanoTime();
            try {
                SearchResult answer = client.search(SearchQuestion.of(questions.get(i), HITS));
                asked.add(new Asked(Duration.ofNanos(System.nanoTime() - began), answer));
            } catch (ServiceFailure busy) {
                refused.incrementAndGet();
            }
        }
        return asked;
    }

    private static double overSlowestLeg(SearchResult answer) {
        long slowest =
                answer.legs().stream().mapToLong(SearchResult.Leg::tookMs).max().orElse(0);
        return answer.tookMs() / (double) Math.max(1, slowest);
    }
}
