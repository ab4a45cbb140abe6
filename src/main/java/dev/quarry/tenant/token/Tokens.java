package dev.quarry.tenant.token;

import dev.quarry.failure.Failure;
import dev.quarry.failure.RecurringWarning;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/** Checks tokens. The issuer's keys are fetched when one is needed that is not known, and at most every few seconds. */
@ApplicationScoped
public class Tokens {
    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final int CONNECT_MILLIS = 2000;
    private static final int READ_MILLIS = 5000;
    private static final Duration NOT_FETCHED_AGAIN_FOR = Duration.ofSeconds(10);
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Signed by a key pair: a secret that both sides have, and no signature at all, are not taken. */
    private static final String[] ALGORITHMS = {
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
        AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
        AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512
    };

    private final TokenConfig config;
    private final RecurringWarning unreachable = new RecurringWarning();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final @Nullable JwtConsumer consumer;

    Tokens(TokenConfig config) {
        this.config = config;
        this.consumer = config.issuer().isPresent() ? consumer(config) : null;
    }

    /** What is missing among the settings for tokens to be taken; empty when nothing is. */
    public Optional<String> missing() {
        if (config.issuer().isEmpty()) {
            return Optional.of("QUARRY_OIDC_ISSUER");
        }
        if (config.jwksUrl().isEmpty()) {
            return Optional.of("QUARRY_OIDC_JWKS_URL");
        }
        return config.audience().isEmpty() ? Optional.of("QUARRY_OIDC_AUDIENCE") : Optional.empty();
    }

    /** Whether the text has the form of a token: three parts. */
    public static boolean isToken(String text) {
        return text.chars().filter(c -> c == '.').count() == 2;
    }

    /** What the token says; empty when it does not hold. Fails with {@link Failure.Upstream} when the issuer is not there. */
    public Uni<Optional<TokenClaims>> read(String token) {
        Context callers = Vertx.currentContext();
        Uni<Optional<TokenClaims>> read =
                Uni.createFrom().item(() -> check(token)).runSubscriptionOn(threads);
        return callers == null ? read : read.emitOn(then -> callers.runOnContext(there -> then.run()));
    }

    private Optional<TokenClaims> check(String token) {
        if (consumer == null) {
            return Optional.empty();
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            return Optional.of(TokenClaims.of(claims.getSubject(), claims.getClaimsMap(), config));
        } catch (InvalidJwtException refused) {
            if (hasNoKeys(refused)) {
                unreachable.warn(more -> LOG.warnf(
                        "issuer_unreachable url=%s unlogged=%d",
                        config.jwksUrl().orElse(""), more));
                throw new Failure.Upstream("the token's issuer does not show its keys", refused);
            }
            return Optional.empty();
        } catch (MalformedClaimException malformed) {
            return Optional.empty();
        }
    }

    private static boolean hasNoKeys(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static JwtConsumer consumer(TokenConfig config) {
        Get get = new Get();
        get.setConnectTimeout(CONNECT_MILLIS);
        get.setReadTimeout(READ_MILLIS);
        HttpsJwks keys = new HttpsJwks(config.jwksUrl().orElse(""));
        keys.setSimpleHttpGet(get);
        keys.setRefreshReprieveThreshold(NOT_FETCHED_AGAIN_FOR.toMillis());
        return new JwtConsumerBuilder()
                .setRequireSubject()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .setExpectedIssuer(config.issuer().orElse(""))
                .setExpectedAudience(config.audience().orElse(""))
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(keys))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, ALGORITHMS)
                .build();
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
