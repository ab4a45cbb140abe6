package dev.quarry.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** Stores many documents, several at a time. */
public final class DocumentLoader {
    private static final int AT_ONCE = 8;

    private final QuarryClient client;

    public DocumentLoader(QuarryClient client) {
        this.client = client;
    }

    /**
     * Stores all of them.
     *
     * @param progress is told, from this thread, how many are stored by now
     * @throws ServiceFailure when one of them cannot be stored; the others are given up
     */
    public LoadedDocuments load(List<DocumentUpload> documents, IntConsumer progress) throws InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            try {
                return new LoadedDocuments(loadWith(threads, documents, progress));
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private List<StoredDocument> loadWith(ExecutorService threads, List<DocumentUpload> documents, IntConsumer progress)
            throws InterruptedException {
        CompletionService<StoredDocument> stores = new ExecutorCompletionService<>(threads);
        for (DocumentUpload document : documents) {
            stores.submit(() -> client.store(document));
        }
        List<StoredDocument> stored = new ArrayList<>(documents.size());
        while (stored.size() < documents.size()) {
            try {
                stored.add(stores.take().get());
            } catch (ExecutionException error) {
                throw error.getCause() instanceof ServiceFailure failure ? failure : new IllegalStateException(error);
            }
            progress.accept(stored.size());
        }
        return stored;
    }
}
