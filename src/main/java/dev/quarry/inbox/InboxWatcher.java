package dev.quarry.inbox;

import dev.quarry.job.Rounds;
import dev.quarry.postgres.StartOrder;
import dev.quarry.role.RoleConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks through the inbox on a schedule, on instances that work; one file at a time. */
@ApplicationScoped
class InboxWatcher {
    private static final Logger LOG = Logger.getLogger(InboxWatcher.class);
    private static final long STOP_SECONDS = 5;

    private final Inbox inbox;
    private final InboxConfig config;
    private final SettledFiles settled;
    // Reading files works the processor: not for a virtual thread, of which many share few.
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("inbox").factory());
    private final Rounds rounds = new Rounds("inbox", thread, this::round);
    /** How often files had to wait; of this thread. */
    private final Map<Path, Integer> postponed = new HashMap<>();

    private @Nullable InboxFolder folder;

    InboxWatcher(Inbox inbox, InboxConfig config) {
        this.inbox = inbox;
        this.config = config;
        this.settled = new SettledFiles(config.settle());
    }

    void start(@Observes @Priority(StartOrder.PIPELINE) StartupEvent start, RoleConfig role) {
        if (config.folder().isEmpty() || !role.role().works()) {
            return;
        }
        String named = config.folder().get();
        try {
            folder = new InboxFolder(Path.of(named));
        } catch (IOException | RuntimeException error) {
            throw new IllegalStateException(
                    "QUARRY_INBOX is " + named + ", where working, done and failed cannot be made ("
                            + error.getMessage() + "); name a folder that this service may write to",
                    error);
        }
        LOG.infof("inbox_watched folder=%s", folder.root());
        rounds.open();
    }

    void stopBeginning(@Observes @Priority(StartOrder.STOP_INTAKE) ShutdownEvent shutdown) {
        rounds.close();
    }

    /** A file that takes longer stays in working without its lock: whoever looks next takes it up. */
    void stop(@Observes @Priority(StartOrder.STOP_PIPELINE) ShutdownEvent shutdown) throws InterruptedException {
        thread.shutdown();
        if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("inbox_stopped_at_work");
        }
    }

    @Scheduled(every = "${quarry.inbox.interval}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        rounds.ask();
    }

    /**
     * Until the first file that has to wait: the service or its database is busy. Files that had to wait before come last, so that one
     * which always has to keeps no other from being read.
     */
    private void round() {
        if (folder == null) {
            return;
        }
        try {
            inbox.takeUpAbandoned(folder);
            List<InboxFolder.Waiting> files =
                    new ArrayList<>(settled.among(folder.waiting(config.pageSize()), System.nanoTime()));
            postponed
                    .keySet()
                    .retainAll(files.stream().map(InboxFolder.Waiting::relative).collect(Collectors.toSet()));
            files.sort(Comparator.comparing(file -> postponed.getOrDefault(file.relative(), 0)));
            for (InboxFolder.Waiting file : files) {
                if (!rounds.isOpen()) {
                    return;
                }
                if (inbox.process(folder, file) == Inbox.Outcome.POSTPONED) {
                    postponed.merge(file.relative(), 1, Integer::sum);
                    return;
                }
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
