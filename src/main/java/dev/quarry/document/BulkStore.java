package dev.quarry.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quarry.failure.Failure;
import dev.quarry.http.Problem;
import dev.quarry.http.ProblemMapper;
import dev.quarry.tenant.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores documents from a stream of lines, and answers each with a line. Waits; for virtual threads.
 *
 * <pre>
 *   socket ─► a line ─► checked and cut ─► some lines, one transaction ─► a line of the answer each ─► socket
 *                                              └ it failed ─► each line by itself
 * </pre>
 *
 * <p>The next lines are read when these are answered: a sender is never faster than the database, and no more than a group of
 * lines is ever held. Nothing of the database is held while the sender or the reader is waited for.
 */
@ApplicationScoped
class BulkStore {
    /** Lines of one transaction: of short documents, as many as share its round trips. */
    private static final int GROUP = 16;

    /** Characters of lines that a transaction is made of: long documents stand alone. */
    private static final int LONGEST_GROUP = 1_000_000;

    private final Documents documents;
    private final DocumentPreparer preparer;
    private final DocumentConfig config;
    private final ProblemMapper problems;
    private final ObjectMapper json;
    private final MeterRegistry metrics;

    BulkStore(
            Documents documents,
            DocumentPreparer preparer,
            DocumentConfig config,
            ProblemMapper problems,
            ObjectMapper json,
            MeterRegistry metrics) {
        this.documents = documents;
        this.preparer = preparer;
        this.config = config;
        this.problems = problems;
        this.json = json;
        this.metrics = metrics;
    }

    /** What became of a line. */
    enum Status {
        CREATED,
        UNCHANGED,
        REPLACED,
        FAILED
    }

    /** The answer to a line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            long line,
            Status status,
            @Nullable UUID id,
            @Nullable Problem problem) {}

    private record Prepared(
            long line,
            @Nullable DocumentDraft draft,
            @Nullable Problem problem) {}

    /** @throws IOException when the sender or the reader is gone; what was answered until then is stored */
    void store(TenantId tenant, InputStream body, OutputStream answer) throws IOException {
        BulkLines lines = new BulkLines(body, config.maxBulkLine());
        BulkSummary summary = new BulkSummary();
        List<Prepared> group = new ArrayList<>(GROUP);
        int characters = 0;
        for (BulkLines.Line line = lines.next(); line != null; line = lines.next()) {
            group.add(prepare(line));
            characters += line.text() == null ? 0 : line.text().length();
            if (group.size() == GROUP || characters > LONGEST_GROUP || lines.isWaiting()) {
                answer(store(tenant, group), summary, answer);
                group.clear();
                characters = 0;
            }
        }
        answer(store(tenant, group), summary, answer);
        write(summary.line(), answer);
        answer.flush();
    }

    private Prepared prepare(BulkLines.Line line) {
        try {
            if (line.text() == null) {
                throw new Failure.Invalid("line", "has more than " + config.maxBulkLine() + " bytes");
            }
            return new Prepared(
                    line.number(), preparer.prepare(json.readValue(line.text(), DocumentRequest.class)), null);
        } catch (JsonProcessingException | RuntimeException wrong) {
            return new Prepared(line.number(), null, problems.problem(wrong));
        }
    }

    private List<Result> store(TenantId tenant, List<Prepared> group) {
        List<DocumentDraft> drafts = new ArrayList<>(group.size());
        group.forEach(prepared -> {
            if (prepared.draft() != null) {
                drafts.add(prepared.draft());
            }
        });
        List<Documents.Stored> together = together(tenant, drafts);
        List<Result> results = new ArrayList<>(group.size());
        int next = 0;
        for (Prepared prepared : group) {
            if (prepared.draft() == null) {
                results.add(new Result(prepared.line(), Status.FAILED, null, prepared.problem()));
            } else if (together.isEmpty()) {
                results.add(alone(tenant, prepared.line(), prepared.draft()));
            } else {
                results.add(result(prepared.line(), together.get(next++)));
            }
        }
        return results;
    }

    /** All in one transaction. @return nothing when it failed: then each stands for itself */
    private List<Documents.Stored> together(TenantId tenant, List<DocumentDraft> drafts) {
        if (drafts.size() < 2) {
            return List.of();
        }
        try {
            return documents.storeAll(tenant, drafts).await().indefinitely();
        } catch (RuntimeException oneOfThem) {
            return List.of();
        }
    }

    private Result alone(TenantId tenant, long line, DocumentDraft draft) {
        try {
            return result(
                    line,
                    documents.store(tenant, draft, Precondition.NONE).await().indefinitely());
        } catch (RuntimeException failure) {
            return new Result(line, Status.FAILED, null, problems.problem(failure));
        }
    }

    private static Result result(long line, Documents.Stored stored) {
        Status status = switch (stored.outcome()) {
            case StoreOutcome.Created created -> Status.CREATED;
            case StoreOutcome.Unchanged unchanged -> Status.UNCHANGED;
            case StoreOutcome.Replaced replaced -> Status.REPLACED;
        };
        return new Result(line, status, stored.document().id(), null);
    }

    private void answer(List<Result> results, BulkSummary summary, OutputStream answer) throws IOException {
        for (Result result : results) {
            summary.count(result.status());
            metrics.counter(
                            "quarry.document.bulk.lines",
                            "status",
                            result.status().name().toLowerCase(Locale.ROOT))
                    .increment();
            write(result, answer);
        }
        answer.flush();
    }

    private void write(Object line, OutputStream answer) throws IOException {
        answer.write(json.writeValueAsBytes(line));
        answer.write('\n');
    }
}
