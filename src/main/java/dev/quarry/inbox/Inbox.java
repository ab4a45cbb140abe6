package dev.quarry.inbox;

import dev.quarry.document.DocumentFiles;
import dev.quarry.extract.SourceFile;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import dev.quarry.tenant.directory.TenantDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Takes one file from an inbox, has it stored, and puts it where it belongs. */
@ApplicationScoped
class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final DocumentFiles documents;
    private final TenantDirectory tenants;
    private final InboxConfig config;
    private final InboxMetrics metrics;

    Inbox(DocumentFiles documents, TenantDirectory tenants, InboxConfig config, InboxMetrics metrics) {
        this.documents = documents;
        this.tenants = tenants;
        this.config = config;
        this.metrics = metrics;
    }

    /** What became of a file. */
    enum Outcome {
        STORED,
        FAILED,
        /** It lies in the inbox again. */
        POSTPONED,
        /** Another has it. */
        GONE
    }

    /** Gives back what instances that died had taken. A file that cannot be moved keeps nothing else from being read. */
    void takeUpAbandoned(InboxFolder folder) throws IOException {
        for (Claim abandoned : Claim.abandoned(folder.working())) {
            try (abandoned) {
                for (Path relative : abandoned.files()) {
                    folder.giveBack(abandoned.file(relative), relative);
                    LOG.infof("inbox_file_taken_over path=%s", printable(relative));
                }
            } catch (IOException stuck) {
                LOG.warnf("inbox_file_stuck error=%s", stuck);
            }
        }
    }

    /** Works through one file. */
    Outcome process(InboxFolder folder, InboxFolder.Waiting waiting) throws IOException {
        Optional<Claim> place = folder.holds(waiting.relative()) ? Claim.open(folder.working()) : Optional.empty();
        if (place.isEmpty()) {
            return Outcome.GONE;
        }
        try (Claim claim = place.get()) {
            if (!claim.take(folder.root(), waiting.relative())) {
                return Outcome.GONE;
            }
            Outcome outcome = store(folder, waiting, claim.file(waiting.relative()));
            metrics.ended(outcome.name().toLowerCase(Locale.ROOT));
            return outcome;
        }
    }

    private Outcome store(InboxFolder folder, InboxFolder.Waiting waiting, Path file) throws IOException {
        Path relative = waiting.relative();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return fail(folder, file, relative, "It is no regular file.");
        }
        if (hasChanged(waiting, file)) {
            folder.giveBack(file, relative);
            return Outcome.POSTPONED;
        }
        long start = System.nanoTime();
        try {
            UUID id = documents.store(tenant(), SourceFile.of(file, relative.toString(), null), externalId(relative));
            if (hasChanged(waiting, file)) {
                // Whoever wrote it had not ended: it is read again once it is complete.
                folder.giveBack(file, relative);
                return Outcome.POSTPONED;
            }
            folder.done(file, relative);
            LOG.infof(
                    "inbox_file_stored path=%s document_id=%s took_ms=%d",
                    printable(relative), id, (System.nanoTime() - start) / 1_000_000);
            return Outcome.STORED;
        } catch (Failure.Busy | Failure.Upstream later) {
            folder.giveBack(file, relative);
            LOG.warnf("inbox_file_postponed path=%s error=%s", printable(relative), later.getMessage());
            return Outcome.POSTPONED;
        } catch (Failure refused) {
            return fail(folder, file, relative, refused.getMessage());
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "inbox_defect path=%s", printable(relative));
            return fail(folder, file, relative, "The service failed; its log tells more.");
        }
    }

    /** Fails with {@link Failure.Busy} where there is no such tenant: the file waits for it. */
    private TenantId tenant() {
        return config.tenant()
                .map(name -> tenants.find(name)
                        .await()
                        .indefinitely()
                        .orElseThrow(() -> new Failure.Busy(
                                "quarry.inbox.tenant is " + name + ", a tenant that does not exist", TRY_AGAIN, null)))
                .orElse(TenantId.DEFAULT);
    }

    private static Outcome fail(InboxFolder folder, Path file, Path relative, String reason) throws IOException {
        folder.failed(file, relative, reason);
        LOG.warnf("inbox_file_failed path=%s reason=%s", printable(relative), reason);
        return Outcome.FAILED;
    }

    private static boolean hasChanged(InboxFolder.Waiting waiting, Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return now.size() != waiting.size() || now.lastModifiedTime().toMillis() != waiting.modifiedMillis();
    }

    private static String externalId(Path relative) {
        return relative.toString().replace('\\', '/');
    }

    private static String printable(Path relative) {
        return relative.toString().replaceAll("\\p{Cntrl}", "?");
    }
}
