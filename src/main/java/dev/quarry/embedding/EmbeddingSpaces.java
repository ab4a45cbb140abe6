package dev.quarry.embedding;

import dev.quarry.embedding.EmbeddingSpace.State;
import dev.quarry.failure.Failure;
import dev.quarry.postgres.Database;
import dev.quarry.postgres.RowScope;
import dev.quarry.postgres.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The spaces that there are, as this instance knows them.
 *
 * <pre>
 *             filled, by whoever has its model            another is activated
 *   building ─────────────────────────────────► active ────────────────────────► retired ──► dropped
 *      ▲                                                                            │
 *      └────────────────── an instance whose model it is starts ◄───────────────────┘
 * </pre>
 *
 * <p>The switch is one row's change; every instance looks at the rows every few seconds. An instance that does not have the
 * active space's model searches its own model's space, as far as that is filled: it never compares vectors of two models. It
 * makes no document ready.
 */
@ApplicationScoped
public class EmbeddingSpaces {
    private static final Logger LOG = Logger.getLogger(EmbeddingSpaces.class);
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final SpaceTables tables;
    private final EmbeddingModels models;
    private final Database database;

    /** Null until they are opened at start. */
    private volatile @Nullable Spaces spaces;

    EmbeddingSpaces(SpaceTables tables, EmbeddingModels models, Database database) {
        this.tables = tables;
        this.models = models;
        this.database = database;
    }

    /** What this instance knows of the spaces at one moment. */
    private record Spaces(LiveSpace own, Optional<LiveSpace> next, List<SpaceRow> rows) {
        Optional<SpaceRow> active() {
            return rows.stream().filter(row -> row.state() == State.ACTIVE).findFirst();
        }
    }

    /** The space that this instance searches: the active one, or else that of its own model. */
    public LiveSpace serving() {
        return active().orElse(known().own());
    }

    /**
     * The space that a document's vectors are in when it is ready; nothing where this instance does not have its model, and so
     * makes no document ready.
     */
    public Optional<LiveSpace> active() {
        Spaces known = known();
        Optional<SpaceRow> active = known.active();
        return active.isEmpty() ? Optional.of(known.own()) : active.flatMap(row -> live(known, row));
    }

    /** The space in which vectors are counted: the active one, whether or not this instance has its model. */
    public EmbeddingSpace counted() {
        Spaces known = known();
        return known.active().map(this::space).orElse(known.own().space());
    }

    /** Why {@link #active} is nothing, for a person. */
    public String activeModelMissing() {
        Spaces known = known();
        return "this instance has the model " + known.own().model().name() + " and not "
                + known.active().map(SpaceRow::model).orElse("")
                + ", the active space's: an instance that has it makes documents ready, or another space is activated";
    }

    /** The space that is to be searched one day, and is filled until then; nothing when it was, or is, searched already. */
    public Optional<LiveSpace> building() {
        Spaces known = known();
        LiveSpace wanted = known.next().orElse(known.own());
        return known.rows().stream()
                .filter(row -> row.id() == wanted.space().id() && row.state() == State.BUILDING)
                .findFirst()
                .map(row -> wanted);
    }

    /** A space of the same model beside this one, from which vectors may be copied. */
    public Optional<EmbeddingSpace> sibling(EmbeddingSpace space) {
        return known().rows().stream()
                .filter(row -> row.id() != space.id() && row.state() != State.BUILDING)
                .map(this::space)
                .filter(space::isOfTheSameModelAs)
                .findFirst();
    }

    /** Asks the database for every space there is, and goes by the answer from now on. */
    public Uni<List<SpaceRow>> refresh() {
        return database.read(RowScope.EVERY_TENANT, DEADLINE, SpaceSql::all).invoke(this::see);
    }

    /** From now on this space is searched, and the one before it is retired. Instances notice within seconds. */
    public Uni<Boolean> activate(int id) {
        return database.write(
                        RowScope.EVERY_TENANT,
                        DEADLINE,
                        connection -> SpaceSql.hold(connection, id)
                                .flatMap(there -> there
                                        ? SpaceSql.retireActive(connection, id)
                                                .chain(() -> SpaceSql.activate(connection, id))
                                        : Uni.createFrom()
                                                .failure(new Failure.NotFound("there is no embedding space " + id))))
                .call(activated -> refresh());
    }

    /** Whether that space was searched before: then it is a person's decision that it is searched again. */
    public boolean wasActive(LiveSpace live) {
        return known().rows().stream().anyMatch(row -> row.id() == live.space().id() && row.activatedAt() != null);
    }

    /**
     * Drops a retired space with its vectors. Waits for the database: not for the event loop.
     *
     * @param builtToo drops one that is built as well, by whichever instance
     * @return whether it was dropped; false when its state is another by now, or it is gone
     * @throws Failure.Busy when its tables are in use all the time
     */
    public boolean drop(SpaceRow space, boolean builtToo) {
        return tables.drop(space, builtToo);
    }

    void open(@Observes @Priority(StartOrder.EMBEDDING) StartupEvent start) {
        LiveSpace own = open(models.current());
        Optional<LiveSpace> next = models.next().map(this::open);
        spaces = new Spaces(own, next, List.of());
        var _ = refresh().await().atMost(DEADLINE.multipliedBy(2));
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (spaces == null) {
            return Uni.createFrom().voidItem();
        }
        return refresh()
                .replaceWithVoid()
                .onFailure()
                .invoke(error -> LOG.debugf("embedding_spaces_unseen error=%s", error.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private LiveSpace open(EmbeddingModel model) {
        EmbeddingSpace space = tables.open(model);
        LOG.infof(
                "embedding_space_opened id=%d model=%s dimensions=%d index=%s",
                space.id(), space.model(), space.dimensions(), space.index().kind());
        return new LiveSpace(space, model);
    }

    private void see(List<SpaceRow> rows) {
        Spaces before = known();
        Spaces now = new Spaces(before.own(), before.next(), rows);
        int servedBefore = serving().space().id();
        spaces = now;
        LiveSpace serves = serving();
        if (serves.space().id() != servedBefore || before.rows().isEmpty()) {
            LOG.infof(
                    "embedding_space_serves id=%d model=%s",
                    serves.space().id(), serves.space().model());
        }
        now.active().filter(active -> live(now, active).isEmpty()).ifPresent(active -> {
            if (before.active().map(SpaceRow::id).orElse(-1) != active.id()) {
                LOG.warnf(
                        "embedding_model_missing active_space=%d its_model=%s: this instance searches space %d of its own"
                                + " model, which may not be filled yet, and leaves new documents to others",
                        active.id(), active.model(), serves.space().id());
            }
        });
    }

    private Optional<LiveSpace> live(Spaces known, SpaceRow row) {
        return Stream.concat(Stream.of(known.own()), known.next().stream())
                .filter(mine -> mine.space().isOfTheSameModelAs(space(row)))
                .findFirst()
                .map(mine -> mine.space().id() == row.id() ? mine : new LiveSpace(space(row), mine.model()));
    }

    /** The space of that row, to be counted in or dropped. */
    public EmbeddingSpace space(SpaceRow row) {
        return tables.space(row.id(), row.model(), row.dimensions(), row.indexKind());
    }

    private Spaces known() {
        Spaces known = spaces;
        if (known == null) {
            throw new IllegalStateException("the embedding spaces are opened at start, after the migrations");
        }
        return known;
    }
}
