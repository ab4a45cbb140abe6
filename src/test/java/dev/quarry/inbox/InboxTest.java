package dev.quarry.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.quarry.inbox.Inbox.Outcome;
import dev.quarry.role.Role;
import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ServiceTest
class InboxTest {
    @Inject
    Inbox inbox;

    @Inject
    Rows rows;

    @TempDir
    Path root;

    private InboxFolder folder;

    /** External ids are paths: each test has a folder of its own within. */
    private String own;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new InboxFolder(root);
        own = "t" + UUID.randomUUID();
    }

    @Test
    void a_file_becomes_a_document_and_lies_in_done() throws IOException {
        drop(own + "/manuals/pump.md", "# Pump\n\nGrease the zumbido bearing.");

        assertThat(processAll()).containsExactly(Outcome.STORED);

        assertThat(root.resolve("done/" + own + "/manuals/pump.md"))
                .hasContent("# Pump\n\nGrease the zumbido bearing.");
        assertThat(root.resolve(own + "/manuals/pump.md")).doesNotExist();
        assertThat(documents(own + "/manuals/pump.md")).isEqualTo(1);
        Api.post(Api.SEARCH, Map.of("query", "zumbido", "k", 1, "capabilities", List.of("bm25")))
                .body("hits[0].title", equalTo("Pump"))
                .body("hits[0].metadata.file_name", equalTo("pump.md"));
        nothingAtWork();
    }

    @Test
    void a_file_that_is_refused_lies_in_failed_with_the_reason() throws IOException {
        drop(own + "/picture.pdf", "no PDF");

        assertThat(processAll()).containsExactly(Outcome.FAILED);

        assertThat(root.resolve("failed/" + own + "/picture.pdf")).hasContent("no PDF");
        assertThat(root.resolve("failed/" + own + "/picture.pdf.reason.txt"))
                .content()
                .startsWith("file is called PDF by its name, and its content is not; allowed: TEXT (.txt)");
        assertThat(documents(own + "/picture.pdf")).isZero();
        nothingAtWork();
    }

    @Test
    void the_same_path_again_replaces_the_document() throws IOException {
        drop(own + "/log.txt", "The first day was calm.");
        assertThat(processAll()).containsExactly(Outcome.STORED);
        drop(own + "/log.txt", "The second day was stormy.");
        assertThat(processAll()).containsExactly(Outcome.STORED);

        assertThat(documents(own + "/log.txt")).isEqualTo(1);
        assertThat(rows.number("select version from documents where external_id = ?", own + "/log.txt"))
                .isEqualTo(2);
        assertThat(root.resolve("done/" + own + "/log.txt")).hasContent("The second day was stormy.");
    }

    @Test
    void of_several_watchers_one_has_each_file() throws Exception {
        int files = 12;
        for (int i = 0; i < files; i++) {
            drop(own + "/f" + i + ".txt", "File number " + i + " of the flotilla.");
        }
        List<InboxFolder.Waiting> waiting = folder.waiting(100);
        Callable<List<Outcome>> watcher = () -> process(waiting);
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (Future<List<Outcome>> one : threads.invokeAll(List.of(watcher, watcher, watcher))) {
                outcomes.addAll(one.get());
            }
        }

        assertThat(outcomes.stream().filter(Outcome.STORED::equals)).hasSize(files);
        assertThat(outcomes.stream().filter(Outcome.GONE::equals)).hasSize(2 * files);
        assertThat(rows.number("select count(*) from documents where external_id like ?", own + "/%"))
                .isEqualTo(files);
        nothingAtWork();
    }

    @Test
    void what_a_dead_instance_had_taken_is_taken_up_again() throws IOException {
        // As a killed process leaves it: the file under its claim, and a lock file that nobody has locked.
        Path claim = root.resolve("working/" + UUID.randomUUID());
        Files.createDirectories(claim.resolve(own));
        Files.writeString(claim.resolve(own + "/left.txt"), "Left behind by a dead watcher.");
        Files.createFile(claim.resolveSibling(claim.getFileName() + ".lock"));

        inbox.takeUpAbandoned(folder);

        assertThat(processAll()).containsExactly(Outcome.STORED);
        assertThat(documents(own + "/left.txt")).isEqualTo(1);
        nothingAtWork();
    }

    @Test
    void what_a_living_instance_has_is_left_to_it() throws IOException {
        drop(own + "/held.txt", "Held by a living watcher.");
        try (Claim held = Claim.open(folder.working()).orElseThrow()) {
            assertThat(held.take(folder.root(), Path.of(own, "held.txt"))).isTrue();

            inbox.takeUpAbandoned(folder);

            assertThat(folder.waiting(100)).isEmpty();
            assertThat(held.file(Path.of(own, "held.txt"))).exists();
            Files.delete(held.file(Path.of(own, "held.txt")));
        }
        nothingAtWork();
    }

    @Test
    void a_newer_file_keeps_its_place_when_an_abandoned_one_comes_back() throws IOException {
        Path claim = root.resolve("working/" + UUID.randomUUID());
        Files.createDirectories(claim.resolve(own));
        Files.writeString(claim.resolve(own + "/log.txt"), "old");
        Files.createFile(claim.resolveSibling(claim.getFileName() + ".lock"));
        drop(own + "/log.txt", "new");

        inbox.takeUpAbandoned(folder);

        assertThat(root.resolve(own + "/log.txt")).hasContent("new");
        assertThat(root.resolve("failed/" + own + "/log.txt")).hasContent("old");
        nothingAtWork();
    }

    @Test
    void a_file_that_changes_meanwhile_is_given_back() throws IOException {
        drop(own + "/growing.txt", "one line");
        InboxFolder.Waiting seen = folder.waiting(100).getFirst();
        drop(own + "/growing.txt", "one line, and another");

        assertThat(inbox.process(folder, seen)).isEqualTo(Outcome.POSTPONED);

        assertThat(root.resolve(own + "/growing.txt")).hasContent("one line, and another");
        assertThat(documents(own + "/growing.txt")).isZero();
        nothingAtWork();
    }

    @Test
    void links_hidden_files_and_downloads_under_way_are_left_alone(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link.txt"), secret);
        Files.createSymbolicLink(root.resolve("folder"), elsewhere);
        drop(".hidden.txt", "hidden");
        drop("movie.txt.part", "part");

        assertThat(folder.waiting(100)).isEmpty();
        assertThat(inbox.process(folder, new InboxFolder.Waiting(Path.of("folder/secret.txt"), 6, 0)))
                .isEqualTo(Outcome.GONE);
        assertThat(inbox.process(folder, new InboxFolder.Waiting(Path.of("link.txt"), 6, 0)))
                .isEqualTo(Outcome.GONE);
        assertThat(secret).exists();
    }

    @Test
    void the_watcher_takes_files_once_they_have_settled() throws Exception {
        InboxWatcher watcher = new InboxWatcher(inbox, config());
        watcher.start(new StartupEvent(), () -> Role.ALL);
        drop(own + "/watched.txt", "Watched from the quay.");

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            watcher.look();
            return documents(own + "/watched.txt") == 1;
        });
        await().atMost(Duration.ofSeconds(5)).until(() -> Files.exists(root.resolve("done/" + own + "/watched.txt")));
        watcher.stopBeginning(new ShutdownEvent());
        watcher.stop(new ShutdownEvent());
    }

    @Test
    void an_instance_that_only_serves_watches_nothing() throws Exception {
        InboxWatcher watcher = new InboxWatcher(inbox, config());
        watcher.start(new StartupEvent(), () -> Role.SERVER);
        drop(own + "/left.txt", "Left where it is.");
        watcher.look();
        watcher.stop(new ShutdownEvent());

        assertThat(root.resolve(own + "/left.txt")).exists();
    }

    @Test
    void a_file_settles_when_it_keeps_its_size_and_time() {
        SettledFiles settled = new SettledFiles(Duration.ofNanos(10));
        InboxFolder.Waiting small = new InboxFolder.Waiting(Path.of("a"), 1, 1);
        InboxFolder.Waiting grown = new InboxFolder.Waiting(Path.of("a"), 2, 1);

        assertThat(settled.among(List.of(small), 100)).isEmpty();
        assertThat(settled.among(List.of(small), 105)).isEmpty();
        assertThat(settled.among(List.of(grown), 111)).isEmpty();
        assertThat(settled.among(List.of(grown), 121)).containsExactly(grown);
    }

    private InboxConfig config() {
        return new InboxConfig() {
            @Override
            public Optional<String> tenant() {
                return Optional.empty();
            }

            @Override
            public Optional<String> folder() {
                return Optional.of(root.toString());
            }

            @Override
            public Duration interval() {
                return Duration.ofMillis(100);
            }

            @Override
            public Duration settle() {
                return Duration.ofMillis(200);
            }

            @Override
            public int pageSize() {
                return 100;
            }
        };
    }

    private void drop(String relative, String content) throws IOException {
        Path file = root.resolve(relative);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private List<Outcome> processAll() throws IOException {
        return process(folder.waiting(100));
    }

    private List<Outcome> process(List<InboxFolder.Waiting> waiting) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (InboxFolder.Waiting file : waiting) {
            outcomes.add(inbox.process(folder, file));
        }
        return outcomes;
    }

    private long documents(String externalId) {
        return rows.number("select count(*) from documents where external_id = ?", externalId);
    }

    private void nothingAtWork() {
        assertThat(folder.working()).isEmptyDirectory();
    }
}
