package dev.quarry.benchmark;

import dev.quarry.command.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Chunks a second, of the pipeline and of the bare model, in turns and on the same passages; who begins changes from round to
 * round. Beside it the processors' time for a chunk, which other work on the machine changes little.
 */
final class Throughput {
    private final Backlog backlog;
    private final BareModel model;
    private final Supplier<ProcessorTime> pipeline;
    private final Terminal terminal;

    /** @param pipeline the service and its database */
    Throughput(Backlog backlog, BareModel model, Supplier<ProcessorTime> pipeline, Terminal terminal) {
        this.backlog = backlog;
        this.model = model;
        this.pipeline = pipeline;
        this.terminal = terminal;
    }

    private record Turn(double perSecond, double processorSeconds) {}

    /**
     * The pipeline's over the bare model's: chunks a second, and processor time.
     *
     * @param groups documents for each round
     * @param warmUps rounds that do not count
     */
    Map<String, Spread> againstBareModel(String name, List<String> groups, int warmUps) throws InterruptedException {
        List<Double> speeds = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int round = 0; round < groups.size(); round++) {
            String group = groups.get(round);
            List<String> passages = backlog.passages(group, model.passages());
            boolean bareFirst = round % 2 == 0;
            Turn before = bareFirst ? bareTurn(passages) : pipelineTurn(group, passages.size());
            Turn after = bareFirst ? pipelineTurn(group, passages.size()) : bareTurn(passages);
            Turn bare = bareFirst ? before : after;
            Turn full = bareFirst ? after : before;
            double speed = full.perSecond() / bare.perSecond();
            double cost = full.processorSeconds() / bare.processorSeconds();
            if (round >= warmUps) {
                speeds.add(speed);
                costs.add(cost);
            }
            terminal.line(String.format(
                    Locale.ROOT,
                    "%s%s %d chunks: pipeline %.0f/s, bare model %.0f/s, ratio %.2f; processor time %.1f and %.1f s, ratio %.2f",
                    group,
                    round < warmUps ? " (warms up)" : "",
                    passages.size(),
                    full.perSecond(),
                    bare.perSecond(),
                    speed,
                    full.processorSeconds(),
                    bare.processorSeconds(),
                    cost));
        }
        return Map.of(name, new Spread(speeds), name + " cpu", new Spread(costs));
    }

    private Turn bareTurn(List<String> passages) throws InterruptedException {
        ProcessorTime here = ProcessorTime.ofThisProcess();
        double used = here.seconds();
        double perSecond = model.perSecond(passages);
        return new Turn(perSecond, here.seconds() - used);
    }

    private Turn pipelineTurn(String group, int chunks) throws InterruptedException {
        double used = pipeline.get().seconds();
        backlog.release(group);
        double seconds = backlog.awaitReady(group);
        return new Turn(chunks / seconds, pipeline.get().seconds() - used);
    }
}
