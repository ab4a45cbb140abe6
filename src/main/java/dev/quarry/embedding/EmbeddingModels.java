package dev.quarry.embedding;

import dev.quarry.chunk.Tokenizer;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes models of their settings. The current one is made when it is first asked for, at start; the next one when it is.
 *
 * <p>Any number may live at once: those in this process share their threads.
 */
@ApplicationScoped
public class EmbeddingModels {
    private final EmbeddingConfig config;
    private final InteractiveLane lane;
    private final MeterRegistry registry;
    private final BulkThreads threads;
    private final List<EmbeddingModel> made = new ArrayList<>();
    private @Nullable EmbeddingModel current;
    private @Nullable EmbeddingModel next;

    EmbeddingModels(EmbeddingConfig config, InteractiveLane lane, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.lane = lane;
        this.threads = new BulkThreads(config.threads(), lane, registry);
    }

    /** The model of {@code quarry.embedding.*}; its life is that of the service. */
    @Produces
    @ApplicationScoped
    public synchronized EmbeddingModel current() {
        if (current == null) {
            current = kept(create(config.current()));
        }
        return current;
    }

    /** The current model's way of counting. */
    @Produces
    @ApplicationScoped
    public Tokenizer tokenizer() {
        return current().tokenizer();
    }

    /** The model of {@code quarry.embedding.next.*}, where its provider is set; its life is that of the service. */
    public synchronized Optional<EmbeddingModel> next() {
        if (next == null && config.next().provider().isPresent()) {
            next = kept(create(config.next()));
        }
        return Optional.ofNullable(next);
    }

    /**
     * Makes a model of its own; the caller closes it.
     *
     * @throws IllegalStateException when the settings make no sense or the model cannot be had
     */
    public EmbeddingModel create(EmbeddingConfig.Model settings) {
        SettingsCheck.check(settings);
        return switch (settings.provider().orElse(EmbeddingConfig.Provider.ONNX)) {
            case ONNX -> new OnnxModel(settings, threads, lane);
            case HTTP -> HttpModel.of(settings, registry);
        };
    }

    synchronized void stop(@Observes ShutdownEvent shutdown) {
        threads.close();
        made.forEach(EmbeddingModel::close);
    }

    private EmbeddingModel kept(EmbeddingModel model) {
        made.add(model);
        return model;
    }
}
