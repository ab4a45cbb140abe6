package dev.quarry.tenant.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.OpenLeases;
import dev.quarry.testing.Operations;
import dev.quarry.testing.Operations.Operation;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What nobody means well by, in every place of every operation that the description has: SQL, addresses to call, and requests
 * of the wrong shape.
 */
@ServiceTest
@Tag("hostile")
@TestProfile(AskingForKeys.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private static final int AT_ONCE = 8;
    private static final int MALFORMED = 10_000;

    /** A key sends no more than it may a second: many take turns. */
    private static final int KEYS = 40;

    private static final List<String> SQL = List.of(
            "' or '1'='1",
            "'; drop table quarry.documents; --",
            "1; select pg_sleep(10)",
            "' union select secret_hash::text from quarry.api_keys --",
            "$$; delete from quarry.tenants; $$",
            "\\'; select pg_sleep(10); --",
            "{\"title\":{\"eq\":\"'; drop table quarry.documents; --\"}}",
            "quarry.documents); drop table quarry.jobs; --");

    @Inject
    Rows rows;

    @Inject
    OpenLeases leases;

    private final List<String> keys = new ArrayList<>();
    private final AtomicInteger sent = new AtomicInteger();
    private Caller writer = Caller.NOBODY;
    private SampleValues samples = new SampleValues(Map.of());
    private RawClient client = new RawClient(URI.create("http://127.0.0.1"));

    @BeforeEach
    void several_administrators() {
        client = new RawClient(URI.create("http://127.0.0.1:" + RestAssured.port));
        samples = new SampleValues(Operations.description());
        if (keys.isEmpty()) {
            writer = Caller.ofNewTenant();
            for (int i = 0; i < KEYS; i++) {
                // Some are operators, so that what only they may do is tried too.
                keys.add(Objects.requireNonNull((i % 2 == 0 ? Caller.OPERATOR : writer)
                        .asks()
                        .body(Map.of("name", "hostile " + i, "role", i % 2 == 0 ? "operator" : "admin"))
                        .post("/api/v1/admin/keys")
                        .path("key")));
            }
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void sql_in_any_place_is_a_text_like_others() {
        long tenants = rows.count("tenants");
        String document = stored();
        List<RawClient.Request> requests = new ArrayList<>();
        for (Operation operation : Operations.all()) {
            for (SampleValues.Place place : samples.places(operation)) {
                SQL.forEach(text -> requests.add(request(place, text)));
            }
        }
        assertThat(requests).hasSizeGreaterThan(500);

        Duration slowest = sendAll(requests);

        // pg_sleep(10) would have shown.
        assertThat(slowest).isLessThan(Duration.ofSeconds(9));
        assertThat(rows.count("tenants")).isGreaterThanOrEqualTo(tenants);
        assertThat(rows.count("jobs")).isNotNegative();
        writer.asks().get("/api/v1/documents/" + document).then().statusCode(200);
    }

    @Test
    void nothing_that_a_caller_sends_is_an_address_that_the_service_calls() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer bait = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bait.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        bait.start();
        try {
            String address = "http://127.0.0.1:" + bait.getAddress().getPort() + "/v1";
            List<RawClient.Request> requests = new ArrayList<>();
            for (Operation operation : Operations.all()) {
                samples.places(operation).forEach(place -> requests.add(request(place, address)));
            }
            var _ = sendAll(requests);
        } finally {
            bait.stop(0);
        }

        assertThat(calls).hasValue(0);
    }

    @Test
    void malformed_requests_are_refused_and_leave_the_service_whole() throws InterruptedException {
        Random random = new Random(20260101);
        List<Operation> operations = Operations.all();
        List<SampleValues.Place> places = new ArrayList<>();
        operations.forEach(operation -> places.addAll(samples.places(operation)));
        List<RawClient.Request> requests = new ArrayList<>();
        MalformedValues values = new MalformedValues(random);
        for (int i = 0; i < MALFORMED; i++) {
            SampleValues.Place place = places.get(random.nextInt(places.size()));
            requests.add(
                    "body".equals(place.in()) && random.nextInt(4) == 0
                            ? new RawClient.Request(place.operation(), nextKey(), Map.of(), values.bytes())
                            : request(place, "body".equals(place.in()) ? values.json() : values.text()));
        }

        var _ = sendAll(requests);

        leases.awaitNone(Duration.ofSeconds(30));
        writer.asks()
                .body(Map.of("query", "whatever"))
                .post("/api/v1/search")
                .then()
                .statusCode(200);
    }

    private RawClient.Request request(SampleValues.Place place, @Nullable Object value) {
        Operation operation = place.operation();
        boolean inBody = "body".equals(place.in());
        Object body = samples.body(operation, inBody ? place.name() : List.of("-"), value);
        return new RawClient.Request(
                operation,
                nextKey(),
                inBody ? Map.of() : Map.of(place.in() + " " + place.name().getFirst(), String.valueOf(value)),
                body == null ? null : RawClient.json(body));
    }

    private String nextKey() {
        return keys.get(sent.getAndIncrement() % keys.size());
    }

    /** Sends them, some at once; none may be a defect, or show one. @return how long the slowest took */
    private Duration sendAll(List<RawClient.Request> requests) {
        Deque<Sent> waiting = new ArrayDeque<>();
        Duration slowest = Duration.ZERO;
        for (RawClient.Request request : requests) {
            if (waiting.size() == AT_ONCE) {
                slowest = longer(slowest, check(waiting.removeFirst()));
            }
            waiting.addLast(new Sent(request, System.nanoTime(), client.send(request)));
        }
        for (Sent last : waiting) {
            slowest = longer(slowest, check(last));
        }
        return slowest;
    }

    private record Sent(RawClient.Request request, long nanoTime, CompletableFuture<HttpResponse<String>> answer) {}

    private static Duration check(Sent sent) {
        HttpResponse<String> answer = sent.answer().join();
        assertThat(answer.statusCode())
                .as("%s: %s", sent.request(), answer.body())
                .isLessThan(500)
                .isNotEqualTo(429);
        assertThat(answer.body())
                .as("%s", sent.request())
                .doesNotContain("Exception", "\tat ", "dev.quarry", "io.vertx", "org.postgresql", "PgException");
        return Duration.ofNanos(System.nanoTime() - sent.nanoTime());
    }

    private static Duration longer(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }

    private String stored() {
        return writer.asks()
                .body(Map.of("title", "A title", "content", "Some words."))
                .post("/api/v1/documents")
                .path("id");
    }
}
