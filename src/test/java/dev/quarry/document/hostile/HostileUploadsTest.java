package dev.quarry.document.hostile;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand files that mean no good: each gets its answer, nothing half stored is left, and the service goes on. */
@ServiceTest
@Tag("hostile")
class HostileUploadsTest {
    private static final int UPLOADS = 1_000;
    private static final int AT_ONCE = 4;
    private static final long SEED = 20_240_917;
    /**
     * What may be in the heap after any collection beyond what was before: two files at work, this test's own, and what is dead
     * and not collected yet. A file that is held whole several times over, or files that are held for good, exceed it.
     */
    private static final long MOST_LIVE_BYTES = 2_500_000_000L;

    private static final long MOST_LEFT_BYTES = 100_000_000;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(90);

    @Inject
    Rows rows;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void a_thousand_hostile_uploads_leave_the_service_as_it_was() throws Exception {
        List<HostileFile> files = files();
        long documents = rows.count("documents");
        long chunks = rows.count("document_chunks");
        long sources = rows.count("document_sources");
        long uploads = uploadedFiles();
        List<Answer> answers;
        long before = LiveHeap.afterCollection();
        long most;
        try (LiveHeap heap = LiveHeap.watch();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Answer>> requests = files.stream()
                    .<Callable<Answer>>map(file -> () -> send(file))
                    .toList();
            answers =
                    threads.invokeAll(requests).stream().map(Future::resultNow).toList();
            most = heap.most();
        }

        System.out.println("HOSTILE answers by kind: " + byKind(answers));
        System.out.printf("HOSTILE live heap: %d MB before, at most %d MB%n", before / 1_000_000, most / 1_000_000);
        System.out.println("HOSTILE slowest: "
                + answers.stream()
                        .sorted((one, other) -> Long.compare(other.tookMillis(), one.tookMillis()))
                        .limit(8)
                        .map(answer -> answer.file().kind() + " " + answer.tookMillis() + " ms")
                        .toList());

        assertThat(answers)
                .hasSize(UPLOADS)
                .allSatisfy(answer -> assertThat(answer.status())
                        .as("%s: %s", answer.file().kind(), answer.body())
                        // 200: the same document is there already.
                        .isIn(200, 201, 400, 413, 415));
        List<Answer> stored =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(stored).isNotEmpty().hasSizeLessThan(UPLOADS / 2);
        assertThat(rows.count("documents") - documents).isEqualTo(stored.size());
        assertThat(rows.count("document_sources") - sources).isEqualTo(stored.size());
        assertThat(rows.count("document_chunks") - chunks)
                .isEqualTo(stored.stream()
                        .mapToLong(answer -> new JsonPath(answer.body()).getInt("total_chunks"))
                        .sum());
        assertThat(stored).allSatisfy(answer -> assertThat(answer.body()).doesNotContain("root:", "..", "etc/"));
        await().atMost(Duration.ofSeconds(10)).until(() -> uploadedFiles() == uploads);
        assertThat(most - before).as("live bytes at most").isLessThan(MOST_LIVE_BYTES);
        forget(stored);
        await().atMost(Duration.ofSeconds(20)).until(() -> LiveHeap.afterCollection() - before < MOST_LEFT_BYTES);
        given().multiPart("file", "well.txt", "A file that means well.".getBytes(StandardCharsets.UTF_8))
                .post(Api.DOCUMENTS)
                .then()
                .statusCode(201);
    }

    /** Whoever sent one hears of it. */
    private record Answer(HostileFile file, int status, String body, long tookMillis) {}

    private Answer send(HostileFile file) throws IOException, InterruptedException {
        String boundary = "hostile-boundary-7d93";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.name()
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + Api.DOCUMENTS))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .timeout(LONGEST_ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file.content(), tail)))
                .build();
        long start = System.nanoTime();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(file, answer.statusCode(), answer.body(), (System.nanoTime() - start) / 1_000_000);
    }

    /** The worst once each, the rest broken in many ways; always the same thousand. */
    private static List<HostileFile> files() {
        Random random = new Random(SEED);
        List<HostileFile> files = new ArrayList<>();
        files.addAll(HostileZips.all());
        files.addAll(HostilePdfs.all());
        files.addAll(HostileTexts.all());
        List<HostileFile> real = RealFiles.all();
        while (files.size() < UPLOADS) {
            HostileFile file = real.get(random.nextInt(real.size()));
            files.add(
                    switch (random.nextInt(5)) {
                        case 0 -> truncated(file, random);
                        case 1 -> scratched(file, random);
                        case 2 -> new HostileFile("wrong type", misnamed(file, real, random), file.content());
                        case 3 -> new HostileFile("random bytes", file.name(), randomBytes(random));
                        default ->
                            new HostileFile(
                                    "path traversal",
                                    "../../../etc/" + file.name(),
                                    truncated(file, random).content());
                    });
        }
        return files;
    }

    private static HostileFile truncated(HostileFile file, Random random) {
        int length = random.nextInt(file.content().length);
        return new HostileFile("truncated", file.name(), Arrays.copyOf(file.content(), length));
    }

    private static HostileFile scratched(HostileFile file, Random random) {
        byte[] content = file.content().clone();
        for (int i = 0; i < 1 + content.length / 500; i++) {
            content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }
        return new HostileFile("scratched", file.name(), content);
    }

    private static String misnamed(HostileFile file, List<HostileFile> others, Random random) {
        String name = others.get(random.nextInt(others.size())).name();
        return file.name().replaceAll("\\..*", "") + name.substring(name.lastIndexOf('.'));
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void forget(List<Answer> stored) {
        for (Answer answer : stored) {
            String id = new JsonPath(answer.body()).getString("id");
            given().delete(Api.DOCUMENTS + "/" + id).then().statusCode(204);
        }
    }

    private static Map<String, Map<Integer, Long>> byKind(List<Answer> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(
                        answer -> answer.file().kind(),
                        TreeMap::new,
                        Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting())));
    }

    private static long uploadedFiles() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "uploads");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
