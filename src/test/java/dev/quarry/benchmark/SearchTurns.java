package dev.quarry.benchmark;

import dev.quarry.client.QuarryClient;
import dev.quarry.client.SearchQuestion;
import dev.quarry.client.SearchResult;
import dev.quarry.command.Terminal;
import dev.quarry.evaluation.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Searches one after the other, by turns with a backlog at work and with a pipeline that has nothing to do. */
final class SearchTurns {
    private static final int HITS = 10;
    /** What a change of turns stirs up has settled by then. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final QuarryClient client;
    private final Backlog backlog;
    private final String pending;
    private final List<String> questions;
    private final Terminal terminal;

    SearchTurns(QuarryClient client, Backlog backlog, String pending, List<String> questions, Terminal terminal) {
        this.client = client;
        this.backlog = backlog;
        this.pending = pending;
        this.questions = questions;
        this.terminal = terminal;
    }

    Spread withBacklogAgainstWithout(int rounds) throws InterruptedException {
        var _ = ask();
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Latencies idle = ask();
            backlog.release(pending);
            Thread.sleep(SETTLING);
            long began = System.nanoTime();
            int ready = backlog.chunksReady(pending);
            Latencies busy = ask();
            double perSecond = (backlog.chunksReady(pending) - ready) / ((System.nanoTime() - began) / 1e9);
            int left = backlog.unfinished(pending);
            backlog.hold(pending);
            backlog.tidy();
            Thread.sleep(SETTLING);
            double ratio = busy.percentileMillis(95) / idle.percentileMillis(95);
            ratios.add(ratio);
            terminal.line(String.format(
                    Locale.ROOT,
                    "search round %d: idle p50 %.1f p95 %.1f ms, %d pending p50 %.1f p95 %.1f ms, ratio %.2f;"
                            + " meanwhile %.0f chunks/s",
                    round,
                    idle.percentileMillis(50),
                    idle.percentileMillis(95),
                    left,
                    busy.percentileMillis(50),
                    busy.percentileMillis(95),
                    ratio,
                    perSecond));
        }
        return new Spread(ratios);
    }

    private Latencies ask() throws InterruptedException {
        List<Duration> took = new ArrayList<>(questions.size());
        for (String question : questions) {
            long began = System.nanoTime();
            SearchResult answer = client.search(SearchQuestion.of(question, HITS));
            took.add(Duration.ofNanos(System.nanoTime() - began));
            if (answer.degraded()) {
                terminal.line("degraded: " + answer.legs());
            }
        }
        return new Latencies(took);
    }
}
