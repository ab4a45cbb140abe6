package dev.quarry.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Waits until documents are embedded.
 *
 * <p>The service works on them in the order in which it took them: only the first ones that are not ready are looked at.
 * One that failed moves to the end, because the service tries it again later.
 */
public final class EmbeddingWait {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int LOOKED_AT_ONCE = 50;
    private static final int MOST_NAMED = 50;

    private final QuarryClient client;
    private final Duration patience;
    private final Deque<UUID> waiting = new ArrayDeque<>();
    private final Map<UUID, StoredDocument> failed = new LinkedHashMap<>();

    /** @param patience how long no document may become ready before the wait is given up */
    public EmbeddingWait(QuarryClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /**
     * Returns when all are ready.
     *
     * @param progress is told how many are ready by now
     * @throws ServiceFailure.Stalled naming the documents that failed, with their errors
     */
    public void await(Collection<StoredDocument> documents, IntConsumer progress) throws InterruptedException {
        documents.stream().filter(document -> !document.isReady()).forEach(document -> waiting.add(document.id()));
        long lastProgress = System.nanoTime();
        while (!waiting.isEmpty()) {
            int looked = Math.min(LOOKED_AT_ONCE, waiting.size());
            int ready = dropReady(looked);
            if (ready > 0) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw stalled();
            }
            progress.accept(documents.size() - waiting.size());
            if (ready < looked) {
                Thread.sleep(PAUSE);
            }
        }
        progress.accept(documents.size());
    }

    private int dropReady(int count) throws InterruptedException {
        int ready = 0;
        List<UUID> stillFirst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = waiting.removeFirst();
            StoredDocument document = client.find(id);
            if (document.isReady()) {
                ready++;
                failed.remove(id);
            } else if (document.hasFailed()) {
                failed.put(id, document);
                waiting.addLast(id);
            } else {
                stillFirst.add(id);
            }
        }
        stillFirst.reversed().forEach(waiting::addFirst);
        return ready;
    }

    private ServiceFailure.Stalled stalled() {
        StringBuilder message = new StringBuilder()
                .append(waiting.size())
                .append(" documents are not embedded, and none became ready in ")
                .append(patience.toSeconds())
                .append(" s; the service's log says more. Failed: ")
                .append(failed.isEmpty() ? "none" : failed.size());
        failed.values().stream()
                .limit(MOST_NAMED)
                .forEach(document -> message.append("\n  ")
                        .append(document.externalId() == null ? document.id() : document.externalId())
                        .append(": ")
                        .append(document.error())
                        .append(" (attempts: ")
                        .append(document.attempts())
                        .append(')'));
        if (failed.size() > MOST_NAMED) {
            message.append("\n  … and ").append(failed.size() - MOST_NAMED).append(" more");
        }
        return new ServiceFailure.Stalled(message.toString());
    }
}
