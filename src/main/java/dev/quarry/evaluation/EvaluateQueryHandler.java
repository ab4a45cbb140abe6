package dev.quarry.evaluation;

import dev.quarry.embedding.InteractiveLane;
import dev.quarry.evaluation.ResultSql.Result;
import dev.quarry.failure.Failure;
import dev.quarry.job.Task;
import dev.quarry.job.TaskHandler;
import dev.quarry.job.TaskOutcome;
import dev.quarry.postgres.Database;
import dev.quarry.search.SearchAnswer;
import dev.quarry.search.Searcher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures one query of a run, with each capability alone and with all of them fused. */
@ApplicationScoped
class EvaluateQueryHandler implements TaskHandler {
    static final String KIND = "evaluate_query";

    private final Searcher searcher;
    private final SettingsInForce settings;
    private final InteractiveLane lane;
    private final Database database;
    private final EvaluationConfig config;

    EvaluateQueryHandler(
            Searcher searcher,
            SettingsInForce settings,
            InteractiveLane lane,
            Database database,
            EvaluationConfig config) {
        this.searcher = searcher;
        this.settings = settings;
        this.lane = lane;
        this.database = database;
        this.config = config;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TaskOutcome perform(Task task) {
        Optional<QuerySql.Found> found = find(task);
        if (found.isEmpty()) {
            return new TaskOutcome.Skipped("the evaluation was deleted");
        }
        QuerySql.Found query = found.get();
        List<SettingChange> changes = settings.changesSince(query.settings());
        if (!changes.isEmpty()) {
            return new TaskOutcome.Failed("what is found is decided by other settings than when the run was ordered: "
                    + changes.stream().map(SettingChange::toString).collect(Collectors.joining(", ")));
        }
        return measure(task, query);
    }

    /** What was answered in full is stored and done with; the task is tried again for the others. */
    private TaskOutcome measure(Task task, QuerySql.Found query) {
        JudgedDocuments judged = judged(task, query);
        List<Result> results = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        for (String variant : query.settings().variants()) {
            if (query.measured().contains(variant)) {
                continue;
            }
            try {
                Result result = measure(task, query, judged, variant);
                results.add(result);
                if (result.degraded()) {
                    troubles.add(variant + ": a capability failed or was late");
                }
            } catch (Failure failure) {
                troubles.add(variant + ": " + failure.getMessage());
            }
        }
        store(task, results, judged.unknown());
        return troubles.isEmpty() ? new TaskOutcome.Done() : new TaskOutcome.Failed(String.join("; ", troubles));
    }

    private Result measure(Task task, QuerySql.Found query, JudgedDocuments judged, String variant) {
        giveWay();
        long began = System.nanoTime();
        SearchAnswer answer = searcher.searchInBackground(
                        task.tenant(), settings.request(query.settings(), variant, query.text(), query.depth()))
                .await()
                .indefinitely();
        double tookMs = (System.nanoTime() - began) / 1e6;
        // A document stands where its best chunk stands; a record of the user's own tables is none, and passed over.
        List<String> ranking = answer.hits().stream()
                .flatMap(hit -> Stream.ofNullable(hit.documentId()))
                .map(UUID::toString)
                .distinct()
                .limit(query.depth())
                .toList();
        return new Result(variant, Scores.of(ranking, judged.grades(), query.k()), tookMs, answer.degraded());
    }

    private void giveWay() {
        try {
            lane.giveWay(config.giveWay());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while people searched");
        }
    }

    private Optional<QuerySql.Found> find(Task task) {
        return database.workerRead(
                        task.tenant().rows(),
                        config.statementDeadline(),
                        connection -> QuerySql.find(connection, task.tenant(), task.jobId(), task.number()))
                .await()
                .indefinitely();
    }

    private JudgedDocuments judged(Task task, QuerySql.Found query) {
        List<UUID> ids = JudgedDocuments.ids(query.judgements().keySet());
        return database.workerRead(
                        task.tenant().rows(),
                        config.statementDeadline(),
                        connection -> QuerySql.documents(
                                connection,
                                task.tenant(),
                                ids,
                                query.judgements().keySet()))
                .map(documents -> JudgedDocuments.of(query.judgements(), documents))
                .await()
                .indefinitely();
    }

    private void store(Task task, List<Result> results, List<String> unknownDocuments) {
        database.workerWrite(
                        task.tenant().rows(),
                        config.statementDeadline(),
                        connection -> ResultSql.store(
                                connection, task.tenant(), task.jobId(), task.number(), results, unknownDocuments))
                .await()
                .indefinitely();
    }
}
