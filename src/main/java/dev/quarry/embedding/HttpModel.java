package dev.quarry.embedding;

import dev.quarry.chunk.Tokenizer;
import dev.quarry.embedding.http.Account;
import dev.quarry.embedding.http.ApiKey;
import dev.quarry.embedding.http.Batches;
import dev.quarry.embedding.http.Bulk;
import dev.quarry.embedding.http.EmbeddingsCall;
import dev.quarry.embedding.http.Endpoint;
import dev.quarry.embedding.http.Lane;
import dev.quarry.embedding.http.Provider;
import dev.quarry.embedding.http.ProviderMetrics;
import dev.quarry.embedding.onnx.ModelFiles;
import dev.quarry.embedding.onnx.ModelTokenizer;
import dev.quarry.failure.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * A model that runs elsewhere, behind OpenAI's interface.
 *
 * <p>Vectors are made unit vectors here: not every provider does. A query goes past the requests with passages, in a lane
 * with deadlines of its own.
 */
final class HttpModel implements EmbeddingModel {
    /** What most models that are served read at least, where nobody says otherwise. */
    private static final int USUAL_MAX_TOKENS = 512;

    /** Somebody waits: one more try, if there is time. */
    private static final int QUERY_RETRIES = 1;

    private final EmbeddingConfig.Model settings;
    private final Prefixes prefixes;
    private final ModelTokenizer tokenizer;
    private final Provider provider;
    private final Bulk bulk;
    private final Lane queries;
    private final int dimensions;

    private HttpModel(EmbeddingConfig.Model settings, ModelTokenizer tokenizer, Provider provider) {
        EmbeddingConfig.Http http = settings.http();
        this.settings = settings;
        this.prefixes = Prefixes.of(settings);
        this.tokenizer = tokenizer;
        this.provider = provider;
        this.queries = Lane.query(http.queryTimeout(), QUERY_RETRIES);
        Lane passages = Lane.bulk(http.requestTimeout(), http.retries(), http.longestWait());
        this.bulk = new Bulk(
                provider,
                new Batches(http.batchSize(), http.batchTokens(), tokenizer::count),
                passages,
                http.concurrency());
        this.dimensions =
                settings.dimensions().isPresent() ? settings.dimensions().getAsInt() : ask(provider, passages);
        provider.expect(dimensions);
    }

    /** @throws IllegalStateException when the dimensions are not set and the provider cannot be asked */
    static HttpModel of(EmbeddingConfig.Model settings, MeterRegistry registry) {
        EmbeddingConfig.Http http = settings.http();
        Prefixes prefixes = Prefixes.of(settings);
        ModelFiles files = new ModelFiles(null, http.tokenizer().orElse(null));
        ModelTokenizer tokenizer = new ModelTokenizer(
                files.tokenizerFile(), settings.maxTokens().orElse(USUAL_MAX_TOKENS), prefixes.passage());
        Provider provider = Provider.of(
                new EmbeddingsCall(account(settings), http.connectTimeout(), Clock.systemUTC()),
                http.breakerFailures(),
                http.breakerOpen(),
                Clock.systemUTC(),
                new ProviderMetrics(registry, name(settings, prefixes)));
        try {
            return new HttpModel(settings, tokenizer, provider);
        } catch (RuntimeException error) {
            provider.close();
            tokenizer.close();
            throw error;
        }
    }

    @Override
    public String name() {
        return name(settings, prefixes);
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public SpokenLanguages languages() {
        return SpokenLanguages.of(settings);
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public List<float[]> embedPassages(List<String> texts) {
        List<String> passages =
                texts.stream().map(text -> prefixes.passage() + text).toList();
        return bulk.embed(passages).stream().map(Vectors::toUnit).toList();
    }

    @Override
    public Duration busyFor() {
        return bulk.busyFor();
    }

    @Override
    public float[] embedQuery(String text) {
        String query = prefixes.query() + beginning(text);
        return Vectors.toUnit(provider.embed(List.of(query), queries).getFirst());
    }

    @Override
    public void close() {
        bulk.close();
        provider.close();
        tokenizer.close();
    }

    /** A question longer than what the model reads is asked by its beginning: most providers refuse it otherwise. */
    private String beginning(String text) {
        int room = tokenizer.limit() + tokenizer.count(prefixes.passage()) - tokenizer.count(prefixes.query());
        int[] starts = tokenizer.tokenStarts(text);
        return starts.length <= room ? text : text.substring(0, starts[Math.max(room, 0)]);
    }

    private static int ask(Provider provider, Lane lane) {
        try {
            return provider.embed(List.of("ready"), lane).getFirst().length;
        } catch (Failure unanswered) {
            throw new IllegalStateException(
                    "the embedding model's dimensions are not known: " + unanswered.getMessage()
                            + ". Set QUARRY_EMBEDDING_DIMENSIONS to start while the provider is away.",
                    unanswered);
        }
    }

    private static String name(EmbeddingConfig.Model settings, Prefixes prefixes) {
        return Stamp.of(settings.model().orElseThrow(), prefixes);
    }

    /** @throws IllegalArgumentException when URL or key are no such thing; its message holds neither */
    static Account account(EmbeddingConfig.Model settings) {
        return new Account(
                Endpoint.parse(settings.url().orElseThrow()),
                settings.model().orElseThrow(),
                settings.apiKey().map(ApiKey::new).orElse(null),
                settings.http().sendDimensions() ? settings.dimensions() : OptionalInt.empty());
    }
}
