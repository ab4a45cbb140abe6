package dev.quarry.doctor;

import dev.quarry.postgres.Arrival;
import dev.quarry.postgres.DatabaseUrls;
import dev.quarry.postgres.DatabaseUrls.Purpose;
import dev.quarry.postgres.pool.PoolConfig;
import dev.quarry.postgres.server.ServerVisit;
import dev.quarry.postgres.server.UnreachableServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Examines every database that is named.
 *
 * @param pipeline whether this instance would embed documents, for which it needs sessions
 */
public record Doctor(DatabaseUrls urls, PoolConfig pools, boolean pipeline) {
    /** For one question; a server that takes longer is in trouble. */
    static final Duration DEADLINE = Duration.ofSeconds(5);

    /**
     * Prints what is found.
     *
     * @return whether nothing is wrong; what only deserves a look is not wrong
     */
    public boolean examine(PrintStream out) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                // There is nothing to be unpacked from the class path.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        try {
            Report report = new Report(out);
            urls.all().keySet().forEach(purpose -> examine(purpose, vertx, report));
            report.close();
            return !report.hasTrouble();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void examine(Purpose purpose, Vertx vertx, Report report) {
        report.about(purpose.variable());
        Arrival arrival = new Arrival(vertx, urls, pools.main(), "doctor", Duration.ZERO);
        AddressExam address = new AddressExam(purpose, urls, arrival);
        report.add(address.url());
        try (ServerVisit visit = arrival.open(purpose)) {
            address.connecting().forEach(report::add);
            ask(report, "pooler", () -> List.of(address.pooler(visit, pipeline)));
            ask(report, "encryption", () -> List.of(address.encryption(visit)));
            ask(report, "server", () -> new ServerExam(purpose, visit).findings());
            if (urls.holdsBudget(purpose)) {
                ask(report, "budget", () -> List.of(new BudgetExam(purpose, urls, pools).finding(visit)));
            }
            if (purpose != Purpose.READ) {
                ask(report, "schema", () -> List.of(SchemaExam.finding(visit)));
            }
            ask(report, "sessions", () -> new SessionExam(urls.applicationName(), visit).findings());
        } catch (UnreachableServer error) {
            report.add(Finding.fail("connection", String.valueOf(error.getMessage())));
        }
    }

    /** One question that cannot be answered is a finding, not the end of the examination. */
    private static void ask(Report report, String topic, Supplier<List<Finding>> question) {
        try {
            question.get().forEach(report::add);
        } catch (UnreachableServer error) {
            report.add(Finding.fail(topic, String.valueOf(error.getMessage())));
        } catch (RuntimeException error) {
            report.add(Finding.warn(topic, "could not be asked: " + String.valueOf(error.getMessage())));
        }
    }
}
