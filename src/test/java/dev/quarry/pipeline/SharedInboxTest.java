package dev.quarry.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.role.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that watch one folder. */
class SharedInboxTest extends PipelineTest {
    private static final int FILES = 60;

    @TempDir
    Path folder;

    @Test
    void of_two_processes_one_has_each_file() throws IOException {
        Map<String, String> settings = Map.of(
                "QUARRY_INBOX", folder.toString(), "QUARRY_INBOX_INTERVAL", "200ms", "QUARRY_INBOX_SETTLE", "100ms");
        List<PipelineProcess> both = List.of(fleet.begin(Role.ALL, settings), fleet.begin(Role.ALL, settings));
        both.forEach(process -> await().atMost(Fleet.PATIENCE).until(process::isReady));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(
                    folder.resolve("note-" + i + ".txt"), "Note %d of the shared inbox, of its own.".formatted(i));
        }

        fleet.awaitAllReady(FILES);

        await().atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(files(folder.resolve("done"))).isEqualTo(FILES));
        assertThat(fleet.database().number("select count(*) from quarry.documents where version > 1"))
                .as("files stored twice")
                .isZero();
        assertThat(fleet.logged("inbox_file_stored")).isEqualTo(FILES);
        assertThat(fleet.logged("inbox_file_failed")).isZero();
        assertThat(fleet.provider().embedded().values()).allMatch(times -> times == 1);
        figures(
                "shared_inbox files=%d by_the_first=%d by_the_second=%d",
                FILES,
                both.getFirst().logged("inbox_file_stored"),
                both.getLast().logged("inbox_file_stored"));
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
