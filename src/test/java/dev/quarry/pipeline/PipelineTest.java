package dev.quarry.pipeline;

import dev.quarry.postgres.url.DatabaseUrl;
import dev.quarry.testing.RestartableServer;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** One PostgreSQL for a class, one database, provider and fleet for a test. */
@Tag("pipeline")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PipelineTest {
    private static final int LONGEST_NAME = 60;

    final RestartableServer server = new RestartableServer();
    private DatabaseUrl url;
    Fleet fleet;

    @BeforeAll
    void start_the_server() {
        url = DatabaseUrl.parse(
                Objects.requireNonNull(server.start().get("quarry.database.url"), "the server says where it is"));
    }

    @BeforeEach
    void make_a_database(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        fleet = Fleet.on(url, name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    @AfterEach
    void end_the_processes() {
        fleet.close();
    }

    @AfterAll
    void stop_the_server() {
        server.stop();
    }

    /** A line of what was measured. */
    static void figures(String format, Object... values) {
        System.out.printf(Locale.ROOT, "PIPELINE " + format + "%n", values);
    }
}
