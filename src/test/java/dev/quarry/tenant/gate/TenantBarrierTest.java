package dev.quarry.tenant.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quarry.tenant.AccessRole;
import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.Operations;
import dev.quarry.testing.Operations.Operation;
import dev.quarry.testing.Rows;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation of the description, as one tenant against another's ids: with each role, and with no key. */
@ServiceTest
@TestProfile(AskingForKeys.class)
class TenantBarrierTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final String SECRET_WORD = "zanzibarite";

    /** Bodies that are right, so that it is the id that decides. An operation that needs one must be named here. */
    private static final Map<String, Object> BODIES = Map.ofEntries(
            Map.entry("POST /api/v1/documents", Map.of("title", "mine", "content", "words of mine")),
            Map.entry("PATCH /api/v1/documents/{id}", Map.of("title", "taken over")),
            Map.entry("POST /api/v1/documents/{id}/rechunk", Map.of("strategy", "sentence")),
            Map.entry("POST /api/v1/documents:batch", Map.of("title", "mine", "content", "words of mine")),
            Map.entry("POST /api/v1/answer", Map.of("question", "what is " + SECRET_WORD + "?")),
            Map.entry("POST /api/v1/sessions", Map.of("title", "mine")),
            Map.entry("PATCH /api/v1/sessions/{id}", Map.of("title", "taken over")),
            Map.entry("POST /api/v1/sessions/{id}/messages", Map.of("content", "what is " + SECRET_WORD + "?")),
            Map.entry("PUT /api/v1/sessions/{id}/messages/{message}/feedback", Map.of("useful", false)),
            Map.entry("POST /api/v1/chunking/preview", Map.of("content", "words of mine")),
            Map.entry("POST /api/v1/search", Map.of("query", SECRET_WORD)),
            Map.entry("PATCH /api/v1/chunks/{id}", Map.of("content", "taken over")),
            Map.entry("POST /api/v1/chunks/{id}/split", Map.of("offsets", List.of(3))),
            Map.entry("POST /api/v1/chunks/{id}/merge", Map.of()),
            Map.entry(
                    "POST /api/v1/admin/documents/{id}/chunks", Map.of("content", "slipped in", "strategy", "manual")),
            Map.entry("POST /api/v1/admin/embeddings/batch", Map.of()),
            Map.entry("POST /api/v1/admin/keys", Map.of("name", "mine", "role", "reader")),
            Map.entry(
                    "POST /api/v1/admin/evaluations",
                    Map.of(
                            "queries",
                            List.of(Map.of("id", "q", "text", "x")),
                            "judgements",
                            Map.of("q", Map.of("y", 1)))));

    /** What a query needs to be one. */
    private static final Map<String, Map<String, String>> QUERIES = Map.of(
            "GET /api/v1/search",
            Map.of("q", SECRET_WORD),
            "DELETE /api/v1/documents",
            Map.of("filter", "%7B%22title%22%3A%22Theirs%22%7D", "confirm", "0"),
            "DELETE /api/v1/admin/tenants/{name}",
            Map.of("confirm", "true"));

    @Inject
    Rows rows;

    @Test
    void without_a_key_no_operation_answers() {
        for (Operation operation : Operations.all()) {
            Response answer = send(operation, Caller.NOBODY, Map.of());
            assertThat(answer.statusCode()).as("%s", operation).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).as("%s", operation).startsWith("Bearer");
            assertThat(answer.contentType()).as("%s", operation).startsWith("application/problem+json");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AccessRole.class,
            names = {"READER", "WRITER", "ADMIN"})
    void no_operation_reads_or_changes_anything_of_another_tenant(AccessRole role) {
        Caller theirs = Caller.ofNewTenant();
        Map<String, String> ids = belongings(theirs);
        Caller admin = Caller.ofNewTenant();
        Caller mine = role == AccessRole.ADMIN ? admin : admin.as(role.label());
        String before = fingerprint(theirs);

        for (Operation operation : Operations.all()) {
            Response answer = send(operation, mine, ids);
            String what = operation + " as " + role + ": " + answer.statusCode() + " " + answer.asString();
            AccessRole needed = Permissions.find(operation.method(), concrete(operation, ids))
                    .orElseThrow()
                    .role();
            if (!role.includes(needed)) {
                assertThat(answer.statusCode()).as(what).isEqualTo(403);
            } else if (operation.path().contains("{")) {
                assertThat(answer.statusCode()).as(what).isEqualTo(404);
            } else {
                assertThat(answer.statusCode()).as(what).isLessThan(300);
            }
            assertThat(answer.asString()).as(what).doesNotContain(SECRET_WORD + " is");
            if (!operation.path().contains("{")) {
                // A space is of no tenant, and its number is in many answers.
                ids.forEach((kind, id) -> assertThat("spaces".equals(kind) ? "" : answer.asString())
                        .as(what)
                        .doesNotContain(id));
            }
        }

        assertThat(fingerprint(theirs)).isEqualTo(before);
        theirs.asks().get("/api/v1/documents/" + ids.get("documents")).then().statusCode(200);
    }

    /** One of everything that has an id, by the word of the path that stands before the id. */
    private Map<String, String> belongings(Caller owner) {
        Map<String, String> ids = new HashMap<>();
        String document = owner.asks()
                .body(Map.of("title", "Theirs", "content", SECRET_WORD + " is a word that nobody else writes."))
                .post("/api/v1/documents")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "ready"
                        .equals(owner.asks()
                                .get("/api/v1/documents/" + document)
                                .path("status")));
        ids.put("documents", document);
        ids.put("process-document", document);
        ids.put(
                "chunks",
                owner.asks()
                        .get("/api/v1/admin/documents/" + document + "/chunks")
                        .path("chunks[0].id"));
        ids.put(
                "jobs",
                owner.asks()
                        .body(Map.of())
                        .post("/api/v1/admin/embeddings/batch")
                        .path("job_id"));
        ids.put(
                "evaluations",
                owner.asks()
                        .body(Map.of(
                                "queries", List.of(Map.of("id", "q", "text", SECRET_WORD)),
                                "judgements", Map.of("q", Map.of(document, 1))))
                        .post("/api/v1/admin/evaluations?wait=true")
                        .path("id"));
        ids.put("compare", Objects.requireNonNull(ids.get("evaluations")));
        String session = owner.asks()
                .body(Map.of("title", "Theirs"))
                .post("/api/v1/sessions")
                .path("id");
        ids.put("sessions", session);
        ids.put(
                "messages",
                owner.asks()
                        .body(Map.of("content", "What is " + SECRET_WORD + "?"))
                        .post("/api/v1/sessions/" + session + "/messages")
                        .path("answer.id"));
        ids.put("keys", owner.asks().get("/api/v1/admin/keys").path("keys[0].id"));
        ids.put("tenants", Objects.requireNonNull(owner.tenant()));
        ids.put("spaces", "1");
        assertThat(ids).doesNotContainValue(null);
        return ids;
    }

    private static Response send(Operation operation, Caller caller, Map<String, String> ids) {
        // As the paths stand: the colon of documents:batch would be written as %3A.
        RequestSpecification request = caller.asks().urlEncodingEnabled(false);
        QUERIES.getOrDefault(operation.toString(), Map.of()).forEach(request::queryParam);
        if (operation.body() != null) {
            String type = operation.body().mediaType();
            Object body = BODIES.get(operation.toString());
            assertThat(body != null
                            || "POST /api/v1/admin/tenants".equals(operation.toString())
                            || "PATCH /api/v1/admin/tenants/{name}".equals(operation.toString()))
                    .as("a right body for %s, in this test", operation)
                    .isTrue();
            request.contentType(type.startsWith("multipart") ? "application/json" : type)
                    .body(RawClient.json(body == null ? Map.of("name", "x") : body));
        }
        return request.request(operation.method(), concrete(operation, ids));
    }

    /** The path with the other tenant's ids in it. */
    private static String concrete(Operation operation, Map<String, String> ids) {
        Matcher placeholder = PLACEHOLDER.matcher(operation.path());
        StringBuilder path = new StringBuilder();
        while (placeholder.find()) {
            String[] before = operation.path().substring(0, placeholder.start()).split("/", -1);
            String word = before[before.length - 2];
            String id = ids.isEmpty() ? SampleValues.pathValue() : ids.get(word);
            assertThat(id)
                    .as("an id of another tenant for %s, in this test", operation)
                    .isNotNull();
            placeholder.appendReplacement(path, Matcher.quoteReplacement(String.valueOf(id)));
        }
        return placeholder.appendTail(path).toString();
    }

    /** Changes with every row of the tenant in every table; not with the time at which a key was last used. */
    private String fingerprint(Caller owner) {
        return rows.with(connection -> {
            long tenant;
            try (var number = connection.prepareStatement("select id from tenants where name = ?")) {
                number.setString(1, owner.tenant());
                try (var row = number.executeQuery()) {
                    row.next();
                    tenant = row.getLong(1);
                }
            }
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(String.format(Locale.ROOT, """
                            select string_agg(c.relname || (xpath('/row/n/text()', query_to_xml(format(
                              'select md5(coalesce(string_agg(t::text, '','' order by t::text), '''')) as n
                               from quarry.%%I t where tenant_id = %d', c.relname), false, true, '')))[1]::text, ' '
                              order by c.relname)
                            from pg_class c
                            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
                            where c.relnamespace = 'quarry'::regnamespace and c.relkind in ('r', 'p')
                              and c.relname not in ('api_keys', 'audit_events', 'lexeme_totals', 'lexeme_changes')
                            """, tenant))) {
                row.next();
                return row.getString(1);
            }
        });
    }
}
