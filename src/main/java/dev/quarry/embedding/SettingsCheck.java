package dev.quarry.embedding;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.quarry.embedding.http.Account;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Refuses settings that make no sense, in one line that says which and what to change, before anything is touched. */
@ApplicationScoped
class SettingsCheck {
    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);
    private static final int FEWEST_TOKENS = 16;

    private final EmbeddingConfig config;

    SettingsCheck(EmbeddingConfig config) {
        this.config = config;
    }

    void check(@Observes @Priority(StartOrder.SETTINGS) StartupEvent start) {
        atLeast("quarry.embedding.threads", config.threads(), 1);
        atLeast("quarry.embedding.candidates", config.candidates(), 1);
        atLeast("quarry.embedding.ef-search", config.efSearch(), 1);
        atLeast("quarry.embedding.compare-all-up-to", config.compareAllUpTo(), 1);
        check(config.current());
        warnOfEavesdroppers(config.current());
        if (config.next().provider().isPresent()) {
            check(config.next());
            warnOfEavesdroppers(config.next());
        } else {
            refuse(
                    config.next().url().isPresent()
                            || config.next().onnx().path().isPresent(),
                    "quarry.embedding.next.* is set, but not quarry.embedding.next.provider; set it to onnx or http");
        }
    }

    /** @throws IllegalStateException when a model cannot be made of these settings */
    static void check(EmbeddingConfig.Model model) {
        model.dimensions().ifPresent(value -> atLeast("quarry.embedding.dimensions", value, 1));
        model.maxTokens().ifPresent(value -> atLeast("quarry.embedding.max-tokens", value, FEWEST_TOKENS));
        switch (model.provider().orElse(EmbeddingConfig.Provider.ONNX)) {
            case ONNX -> checkOnnx(model);
            case HTTP -> checkHttp(model);
        }
    }

    private static void checkOnnx(EmbeddingConfig.Model model) {
        refuse(
                model.url().isPresent(),
                "QUARRY_EMBEDDING_URL is set, but QUARRY_EMBEDDING_PROVIDER is onnx; set it to http, or leave the URL out");
        EmbeddingConfig.Onnx onnx = model.onnx();
        refuse(
                onnx.path().isPresent() && onnx.tokenizer().isEmpty(),
                "quarry.embedding.onnx.path is set without quarry.embedding.onnx.tokenizer; set it to the tokenizer.json"
                        + " that came with the model");
        refuse(
                onnx.path().isEmpty() && onnx.tokenizer().isPresent(),
                "quarry.embedding.onnx.tokenizer is set without quarry.embedding.onnx.path; set it to the model's file");
        requireFile("quarry.embedding.onnx.path", onnx.path());
        requireFile("quarry.embedding.onnx.tokenizer", onnx.tokenizer());
    }

    private static void checkHttp(EmbeddingConfig.Model model) {
        refuse(
                model.url().isEmpty(),
                "QUARRY_EMBEDDING_PROVIDER is http; set QUARRY_EMBEDDING_URL, such as" + " http://localhost:11434/v1");
        refuse(
                model.model().isEmpty(),
                "QUARRY_EMBEDDING_PROVIDER is http; set QUARRY_EMBEDDING_MODEL to the model's name" + " there");
        EmbeddingConfig.Http http = model.http();
        refuse(
                http.sendDimensions() && model.dimensions().isEmpty(),
                "quarry.embedding.http.send-dimensions is true; set QUARRY_EMBEDDING_DIMENSIONS to what is to be sent");
        atLeast("quarry.embedding.http.batch-size", http.batchSize(), 1);
        atLeast("quarry.embedding.http.batch-tokens", http.batchTokens(), 1);
        atLeast("quarry.embedding.http.concurrency", http.concurrency(), 1);
        atLeast("quarry.embedding.http.retries", http.retries(), 0);
        atLeast("quarry.embedding.http.breaker-failures", http.breakerFailures(), 1);
        positive("quarry.embedding.http.connect-timeout", http.connectTimeout());
        positive("quarry.embedding.http.request-timeout", http.requestTimeout());
        positive("quarry.embedding.http.query-timeout", http.queryTimeout());
        positive("quarry.embedding.http.breaker-open", http.breakerOpen());
        refuse(http.longestWait().isNegative(), "quarry.embedding.http.longest-wait is negative; 0s waits for nothing");
        requireFile("quarry.embedding.http.tokenizer", http.tokenizer());
        checkedAccount(model);
    }

    @CanIgnoreReturnValue
    private static Account checkedAccount(EmbeddingConfig.Model model) {
        try {
            return HttpModel.account(model);
        } catch (IllegalArgumentException refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }

    private static void warnOfEavesdroppers(EmbeddingConfig.Model model) {
        if (model.provider().orElse(EmbeddingConfig.Provider.ONNX) == EmbeddingConfig.Provider.HTTP) {
            Account account = checkedAccount(model);
            if (account.key() != null && account.endpoint().isOpenToEavesdroppers()) {
                LOG.warnf(
                        "embedding_key_unprotected host=%s the key travels over the network unencrypted; use https",
                        account.endpoint().host());
            }
        }
    }

    private static void requireFile(String name, Optional<Path> file) {
        refuse(
                file.isPresent() && !Files.isReadable(file.get()),
                name + " is " + file.map(Path::toString).orElse("") + ", which is no file that can be read");
    }

    private static void atLeast(String name, int value, int least) {
        refuse(value < least, name + " is " + value + "; it must be at least " + least);
    }

    private static void positive(String name, Duration value) {
        refuse(!value.isPositive(), name + " must be longer than nothing");
    }

    private static void refuse(boolean senseless, String message) {
        if (senseless) {
            throw new IllegalStateException(message);
        }
    }
}
