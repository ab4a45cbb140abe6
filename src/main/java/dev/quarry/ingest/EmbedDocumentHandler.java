package dev.quarry.ingest;

import dev.quarry.document.Document;
import dev.quarry.job.Task;
import dev.quarry.job.TaskHandler;
import dev.quarry.job.TaskOutcome;
import dev.quarry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Embeds one document of a batch, unless somebody else has it. */
@ApplicationScoped
class EmbedDocumentHandler implements TaskHandler {
    static final String KIND = "embed_document";

    private static final Logger LOG = Logger.getLogger(EmbedDocumentHandler.class);
    private static final String LOCKED = "locked_by_watcher";
    private static final Duration SHORTLY = Duration.ofMillis(500);
    /** Another instance may have the model, or this one soon. */
    private static final Duration MODEL_AWAY = Duration.ofSeconds(5);

    private final WorkPlaces places;
    private final Database database;
    private final IngestConfig config;

    EmbedDocumentHandler(WorkPlaces places, Database database, IngestConfig config) {
        this.places = places;
        this.database = database;
        this.config = config;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TaskOutcome perform(Task task) {
        Unfinished document = new Unfinished(task.tenant(), UUID.fromString(task.subject()));
        try (WorkPlaces.Place place = places.take()) {
            IndexOutcome outcome = place.index(document, Turn.AT_ONCE);
            return switch (outcome) {
                case IndexOutcome.Indexed indexed -> done(task, indexed);
                case IndexOutcome.LockedElsewhere locked -> skip(task, LOCKED);
                case IndexOutcome.NothingToDo nothing -> nothingToDo(task, document);
                case IndexOutcome.Overtaken overtaken -> new TaskOutcome.Postponed(SHORTLY, "the document was changed");
                case IndexOutcome.Postponed notNow -> new TaskOutcome.Postponed(notNow.after(), notNow.reason());
                case IndexOutcome.ModelMissing missing -> new TaskOutcome.Postponed(MODEL_AWAY, missing.reason());
                case IndexOutcome.Failed failed -> new TaskOutcome.Failed(failed.reason());
            };
        }
    }

    private TaskOutcome nothingToDo(Task task, Unfinished document) {
        return database.workerRead(
                        document.tenant().rows(),
                        config.statementDeadline(),
                        connection -> DocumentStateSql.status(connection, document))
                .await()
                .indefinitely()
                .map(status -> status == Document.Status.READY
                        ? skip(task, "already_embedded")
                        : new TaskOutcome.Postponed(SHORTLY, "the document was changed"))
                .orElseGet(() -> skip(task, "not_found"));
    }

    private static TaskOutcome done(Task task, IndexOutcome.Indexed indexed) {
        LOG.infof(
                "batch_doc_indexed document_id=%s tenant_id=%d job_id=%s chunks=%d took_ms=%d",
                task.subject(),
                task.tenant().value(),
                task.jobId(),
                indexed.chunks(),
                indexed.took().toMillis());
        return new TaskOutcome.Done();
    }

    private static TaskOutcome skip(Task task, String reason) {
        LOG.infof(
                "batch_doc_skipped document_id=%s tenant_id=%d job_id=%s reason=%s",
                task.subject(), task.tenant().value(), task.jobId(), reason);
        return new TaskOutcome.Skipped(reason);
    }
}
