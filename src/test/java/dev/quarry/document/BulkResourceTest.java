package dev.quarry.document;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.quarry.testing.Api;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@ServiceTest
class BulkResourceTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String BATCH = Api.DOCUMENTS + ":batch";
    private static final int MEGABYTE = 1_000_000;

    @Inject
    Rows rows;

    private final String group = "bulk-" + UUID.randomUUID();

    @Test
    void every_line_has_its_own_outcome() {
        String external = group + "-x";
        List<JsonObject> answers = batch(String.join(
                "\n",
                document(1).encode(),
                "{\"title\": \"no content\"}",
                "",
                "not json",
                document(1).encode(),
                document(2).put("external_id", external).encode(),
                document(3).put("external_id", external).encode(),
                document(4).put("colour", "red").encode()));

        assertThat(answers.stream().map(line -> line.getInteger("line")).limit(7))
                .containsExactly(1, 2, 4, 5, 6, 7, 8);
        assertThat(answers.stream().map(line -> line.getString("status")).limit(7))
                .containsExactly("created", "failed", "failed", "unchanged", "created", "replaced", "failed");
        assertThat(answers.get(1).getJsonObject("problem").getString("detail")).startsWith("content is required");
        assertThat(answers.get(2).getJsonObject("problem").getInteger("status")).isEqualTo(400);
        assertThat(answers.get(3).getString("id")).isEqualTo(answers.get(0).getString("id"));
        assertThat(answers.getLast().getJsonObject("summary").getMap())
                .isEqualTo(Map.of("created", 2, "unchanged", 1, "replaced", 1, "failed", 3));
    }

    @Test
    void what_is_exported_is_taken_back_as_it_was() {
        var _ = batch(IntStream.range(0, 130)
                .mapToObj(i -> document(i).put("language", "en").encode())
                .collect(Collectors.joining("\n")));

        String exported = export();
        assertThat(exported.lines()).hasSize(130);
        delete(130);
        List<JsonObject> answers = batch(exported);

        assertThat(answers.getLast().getJsonObject("summary").getInteger("created"))
                .isEqualTo(130);
        assertThat(export().lines().toList())
                .containsExactlyInAnyOrderElementsOf(exported.lines().toList());
    }

    @Test
    void a_body_larger_than_the_limit_of_others_is_a_stream() throws Exception {
        // 300 MB, of lines that are refused: nothing is embedded.
        String junk = "{\"title\": \"" + "x".repeat(MEGABYTE) + "\"}\n";
        byte[] line = junk.getBytes(StandardCharsets.UTF_8);
        int lines = 300;
        try (InputStream body = new Repeated(line, lines)) {
            HttpResponse<java.util.stream.Stream<String>> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + BATCH))
                                    .header("Content-Type", NDJSON)
                                    .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofLines());
            List<String> answers = answer.body().toList();

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answers).hasSize(lines + 1);
            assertThat(new JsonObject(answers.getLast())
                            .getJsonObject("summary")
                            .getInteger("failed"))
                    .isEqualTo(lines);
        }
    }

    @Test
    void answers_come_while_the_sender_is_still_sending() throws Exception {
        try (Socket socket = open()) {
            OutputStream out = socket.getOutputStream();
            // What the service reads at once before it begins.
            send(
                    out,
                    document(1)
                            .put("content", "Long ago. ".repeat(3_000))
                            .encode()
                            .concat("\n"));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String read = in.readLine();
            while (!read.contains("\"line\":1")) {
                read = in.readLine();
            }
            assertThat(read).contains("\"status\":\"created\"");
            send(out, document(2).encode().concat("\n"));
            while (!read.contains("\"line\":2")) {
                read = in.readLine();
            }
            assertThat(read).contains("\"status\":\"created\"");
        }
    }

    @Test
    void a_sender_that_hangs_up_leaves_whole_documents_and_frees_its_place() {
        for (int i = 0; i < 6; i++) {
            int number = i;
            try (Socket socket = open()) {
                OutputStream out = socket.getOutputStream();
                send(
                        out,
                        document(number)
                                .put("content", "Hung up. ".repeat(3_000))
                                .encode()
                                .concat("\n{\"title\": \"half"));
                await().until(() -> stored() == number + 1);
            } catch (IOException error) {
                throw new IllegalStateException(error);
            }
        }
        await().untilAsserted(() -> given().urlEncodingEnabled(false)
                .contentType(NDJSON)
                .body(document(99).encode().getBytes(StandardCharsets.UTF_8))
                .post(BATCH)
                .then()
                .statusCode(200));
        assertThat(stored()).isEqualTo(7);
    }

    private Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + BATCH + " HTTP/1.1\r\nHost: quarry\r\nContent-Type: " + NDJSON
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static void send(OutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(Integer.toHexString(bytes.length).concat("\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private long stored() {
        return rows.number("select count(*) from document_facts where key = '.group' and text_value = ?", group);
    }

    private JsonObject document(int number) {
        return JsonObject.of(
                "title", "Bulk " + number,
                "content", "Number " + number + " of " + group + " is short and clear.",
                "metadata", JsonObject.of("group", group, "number", number, "share", 0.5, "tags", List.of("a", "b")));
    }

    private String filter() {
        return JsonObject.of("metadata.group", group).encode();
    }

    private static List<JsonObject> batch(String lines) {
        return given().urlEncodingEnabled(false)
                .contentType(NDJSON)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post(BATCH)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(JsonObject::new)
                .toList();
    }

    private String export() {
        return given().urlEncodingEnabled(false)
                .queryParam("filter", URLEncoder.encode(filter(), StandardCharsets.UTF_8))
                .get(Api.DOCUMENTS + ":export")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private void delete(int count) {
        given().queryParam("filter", filter())
                .queryParam("confirm", count)
                .delete(Api.DOCUMENTS)
                .then()
                .statusCode(200)
                .body("deleted", equalTo(count));
    }

    /** The same bytes again and again. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private long left;
        private int at;

        Repeated(byte[] bytes, int times) {
            this.bytes = bytes;
            this.left = (long) bytes.length * times;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int taken = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, into, offset, taken);
            left -= taken;
            at = (at + taken) % bytes.length;
            return taken;
        }
    }
}
