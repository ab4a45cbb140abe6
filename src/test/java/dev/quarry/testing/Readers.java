package dev.quarry.testing;

import dev.quarry.testing.LoadClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Clients that read again and again until they are stopped. */
public final class Readers implements AutoCloseable {
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Future<?>> reading = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopped;

    /** @param read one read of the reader with that number */
    public Readers(int readers, IntFunction<Answer> read) {
        for (int i = 0; i < readers; i++) {
            int reader = i;
            reading.add(threads.submit(() -> {
                while (!stopped) {
                    answers.add(read.apply(reader));
                }
            }));
        }
    }

    public long count(Predicate<Answer> kind) {
        return answers.stream().filter(kind).count();
    }

    public List<Answer> which(Predicate<Answer> kind) {
        return answers.stream().filter(kind).toList();
    }

    public Map<Integer, Long> byStatus() {
        return answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
    }

    /** Waits for the last answers; fails with what a reader met that was no answer. */
    public void stop() throws ExecutionException, InterruptedException {
        stopped = true;
        for (Future<?> reader : reading) {
            reader.get();
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
