package dev.quarry.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The embedding pipeline. */
@ConfigMapping(prefix = "quarry.ingest")
public interface IngestConfig {
    /** Whether documents are embedded by themselves; else only when they are asked for, by a batch or one by one. */
    @WithDefault("true")
    boolean watch();

    /** How often the watcher looks for work when nothing wakes it. */
    @WithDefault("5s")
    Duration interval();

    /** Documents embedded at once; each holds a direct connection. */
    @WithDefault("2")
    int concurrency();

    /** Documents looked up in one go. */
    @WithDefault("100")
    int pageSize();

    /** Chunks embedded and written in one go. */
    @WithDefault("32")
    int batchSize();

    /** How long one statement of the pipeline may take. */
    @WithDefault("30s")
    Duration statementDeadline();

    /** How long a document that failed waits before it is tried again, for the first time; the wait doubles each time. */
    @WithDefault("10s")
    Duration retryAfter();

    /** The longest such wait. */
    @WithDefault("1h")
    Duration longestRetryAfter();

    /** Workers that may die in a row while they embed a document before it is given up: then only who asks for it tries it again. */
    @WithDefault("5")
    int maxWorkerDeaths();

    /** How often documents that are called ready are held against the vectors that there are. */
    @WithDefault("1h")
    Duration sweepInterval();

    /** How long one look over all chunks may take. */
    @WithDefault("60s")
    Duration sweepDeadline();

    /** How long cutting a document's text in another way may take, and how long exchanging its chunks. */
    @WithDefault("5m")
    Duration rechunkDeadline();

    /** Whether a space that is built beside the one that is searched takes its place as soon as nothing is missing in it. */
    @WithDefault("true")
    boolean activateWhenComplete();

    /** How long a request waits for its batch ({@code wait=true}); when it passes, the batch goes on. */
    @WithDefault("60s")
    Duration batchWait();

    /** How long a request waits for one document; what was begun by then goes on. */
    @WithDefault("30s")
    Duration lockWait();

    /** Requests that wait at once for a batch or a document. */
    @WithDefault("50")
    int maxWaiting();

    /** How long a stop waits for documents at work. */
    @WithDefault("20s")
    Duration stopDeadline();
}
