package dev.quarry.tenant.token;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import dev.quarry.testing.AskingForKeys;
import dev.quarry.testing.Caller;
import dev.quarry.testing.ServiceTest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens that are really signed, by an issuer that shows its keys over HTTP. */
@ServiceTest
@WithTestResource(TokensTest.Issuer.class)
@TestProfile(TokensTest.TakingTokens.class)
class TokensTest {
    private static final String DOCUMENTS = "/api/v1/documents";
    private static final String ISSUER = "https://issuer.example";
    private static final String AUDIENCE = "quarry";
    private static final String KEY_PROPERTY = "quarry.test.issuer-key";
    private static final RsaJsonWebKey KEY = issuersKey();

    /** Tokens beside keys. */
    public static class TakingTokens implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new AskingForKeys().getConfigOverrides());
            settings.putAll(Map.of(
                    "quarry.auth",
                    "oidc",
                    "quarry.oidc.issuer",
                    ISSUER,
                    "quarry.oidc.audience",
                    AUDIENCE,
                    "quarry.oidc.role-claim",
                    "realm_access/roles"));
            return settings;
        }
    }

    /** Shows the issuer's keys. */
    public static class Issuer implements QuarkusTestResourceLifecycleManager {
        private @Nullable HttpServer server;

        @Override
        public Map<String, String> start() {
            try {
                HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                byte[] keys = new JsonWebKeySet(KEY).toJson().getBytes(StandardCharsets.UTF_8);
                started.createContext("/keys", exchange -> {
                    exchange.sendResponseHeaders(200, keys.length);
                    exchange.getResponseBody().write(keys);
                    exchange.close();
                });
                started.start();
                server = started;
                return Map.of(
                        "quarry.oidc.jwks-url",
                        "http://127.0.0.1:" + started.getAddress().getPort() + "/keys");
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }

        @Override
        public void stop() {
            if (server != null) {
                server.stop(0);
            }
        }
    }

    @Test
    void a_token_is_of_the_tenant_and_the_role_that_its_claims_name() {
        Caller owner = Caller.ofNewTenant();
        String tenant = Objects.requireNonNull(owner.tenant());

        ask(signed(KEY, claims(tenant, "reader", "something else"))).statusCode(200);
        write(signed(KEY, claims(tenant, "reader"))).statusCode(403);
        write(signed(KEY, claims(tenant, "writer"))).statusCode(201);
        owner.asks().get(DOCUMENTS).then().body("documents.size()", equalTo(1));
        // A key goes on beside it.
        Caller.OPERATOR.asks().get(DOCUMENTS).then().statusCode(200);
    }

    @Test
    void an_operators_token_names_its_tenant_by_the_header() {
        String tenant = Objects.requireNonNull(Caller.ofNewTenant().tenant());
        String token = signed(KEY, claims(null, "operator"));

        given().header("Authorization", "Bearer " + token)
                .header("Quarry-Tenant", tenant)
                .get(DOCUMENTS)
                .then()
                .statusCode(200);
        ask(token, "/api/v1/admin/pools").statusCode(200);
    }

    @Test
    void a_token_without_a_role_or_of_no_tenant_gets_nowhere() {
        String tenant = Objects.requireNonNull(Caller.ofNewTenant().tenant());

        ask(signed(KEY, claims(tenant, "janitor"))).statusCode(403).body("detail", containsString("role"));
        ask(signed(KEY, claims(null, "reader"))).statusCode(403);
        ask(signed(KEY, claims("nobody-has-this", "reader"))).statusCode(403);
        given().header("Authorization", "Bearer " + signed(KEY, claims(tenant, "reader")))
                .header("Quarry-Tenant", "default")
                .get(DOCUMENTS)
                .then()
                .statusCode(403);
    }

    @Test
    void a_token_that_does_not_hold_is_refused() throws JoseException {
        JwtClaims late = claims("default", "admin");
        late.setExpirationTimeMinutesInTheFuture(-5);
        JwtClaims elsewhere = claims("default", "admin");
        elsewhere.setAudience("another service");
        JwtClaims stranger = claims("default", "admin");
        stranger.setIssuer("https://stranger.example");
        JsonWebSignature unsigned = signature(claims("default", "admin"));
        unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        // The public key taken for a shared secret: an old trick.
        JsonWebSignature confused = signature(claims("default", "admin"));
        confused.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        confused.setKey(new HmacKey(KEY.getRsaPublicKey().getEncoded()));

        for (String token : List.of(
                signed(KEY, late),
                signed(KEY, elsewhere),
                signed(KEY, stranger),
                signed(key("one"), claims("default", "admin")),
                unsigned.getCompactSerialization(),
                confused.getCompactSerialization(),
                "a.b.c",
                "..")) {
            ask(token).statusCode(401).header("WWW-Authenticate", containsString("invalid_token"));
        }
    }

    private static ValidatableResponse ask(String token) {
        return ask(token, DOCUMENTS);
    }

    private static ValidatableResponse ask(String token, String path) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private static ValidatableResponse write(String token) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(Map.of("title", "By token", "content", "Some words."))
                .post(DOCUMENTS)
                .then();
    }

    private static JwtClaims claims(@Nullable String tenant, String... roles) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("somebody");
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setClaim("realm_access", Map.of("roles", List.of(roles)));
        if (tenant != null) {
            claims.setClaim("tenant", tenant);
        }
        return claims;
    }

    private static JsonWebSignature signature(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue("one");
        return signature;
    }

    private static String signed(RsaJsonWebKey key, JwtClaims claims) {
        try {
            JsonWebSignature signature = signature(claims);
            signature.setKey(key.getPrivateKey());
            signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
            return signature.getCompactSerialization();
        } catch (JoseException error) {
            throw new IllegalStateException(error);
        }
    }

    /** Who shows it and who signs with it may be loaded twice: it is handed on through the process. */
    private static RsaJsonWebKey issuersKey() {
        try {
            String known = System.getProperty(KEY_PROPERTY);
            RsaJsonWebKey key = known == null ? key("one") : new RsaJsonWebKey(JsonUtil.parseJson(known));
            System.setProperty(KEY_PROPERTY, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            return key;
        } catch (JoseException error) {
            throw new IllegalStateException(error);
        }
    }

    private static RsaJsonWebKey key(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException error) {
            throw new IllegalStateException(error);
        }
    }
}
