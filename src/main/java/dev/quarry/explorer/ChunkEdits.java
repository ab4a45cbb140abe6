package dev.quarry.explorer;

import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.quarry.explorer.ChunkRow.Slice;
import dev.quarry.explorer.ChunkRow.Text;
import dev.quarry.explorer.ChunkWriter.Held;
import dev.quarry.explorer.ChunkWriter.Kind;
import dev.quarry.explorer.ChunkWriter.Target;
import dev.quarry.failure.Failure;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What may be done to a chunk by hand, and what becomes of it; {@link ChunkWriter} does it. */
@ApplicationScoped
class ChunkEdits {
    private final ChunkWriter writer;
    private final ChunkText texts;
    private final TimeBasedEpochGenerator ids;

    ChunkEdits(ChunkWriter writer, ChunkText texts, TimeBasedEpochGenerator ids) {
        this.writer = writer;
        this.texts = texts;
        this.ids = ids;
    }

    /** Gives the chunk another content; the same content changes nothing. */
    Uni<ChunkDetail> edit(Target target, Text text) {
        return writer.change(
                        Kind.EDIT,
                        target,
                        (connection, held) -> planned(held.becomes(
                                held.chunk().content().equals(text.content())
                                        ? held.chunk()
                                        : held.chunk().saying(text))))
                .map(List::getFirst);
    }

    /** Takes the chunk out of all indexes, or puts it back; where it is in that state, nothing changes. */
    Uni<ChunkDetail> bring(Target target, ChunkState state) {
        Kind kind = state == ChunkState.SERVING ? Kind.ENABLE : Kind.DISABLE;
        return writer.change(
                        kind,
                        target,
                        (connection, held) -> planned(held.becomes(
                                held.chunk().state() == state
                                        ? held.chunk()
                                        : held.chunk().in(state))))
                .map(List::getFirst);
    }

    Uni<Void> delete(Target target) {
        return writer.change(Kind.DELETE, target, (connection, held) -> planned(held.becomes()))
                .replaceWithVoid();
    }

    /**
     * Makes several chunks of one. The first part keeps the id; all stand under the chunk's headings.
     *
     * @param offsets into its content, in characters
     */
    Uni<List<ChunkDetail>> split(Target target, List<Integer> offsets) {
        return writer.change(
                Kind.SPLIT,
                target,
                (connection, held) -> onWorker(held)
                        .map(here -> here.becomes(parts(here.chunk(), texts.split(here.chunk(), offsets)))));
    }

    /**
     * Makes one chunk of neighbours: it keeps the id of the one that is named, stands where the first of them stood, and under
     * its headings. Fails with {@link Failure.Conflict} where they are no neighbours, or not all of one state.
     *
     * @param others those that are joined to it; the next one when there are none
     */
    Uni<ChunkDetail> merge(Target target, List<UUID> others) {
        return writer.change(
                        Kind.MERGE,
                        target,
                        (connection, held) -> neighbours(connection, held, others)
                                .flatMap(chunks -> stretch(connection, held, chunks)
                                        .emitOn(Infrastructure.getDefaultWorkerPool())
                                        .map(stretch ->
                                                joined(held, chunks, texts.joined(chunks, stretch.orElse(null))))))
                .map(List::getFirst);
    }

    private static Uni<ChunkChange> planned(ChunkChange change) {
        return Uni.createFrom().item(change);
    }

    /** Counting tokens is no work for the event loop. */
    private static Uni<Held> onWorker(Held held) {
        return Uni.createFrom().item(held).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private ChunkRow[] parts(ChunkRow chunk, List<Text> parts) {
        List<ChunkRow> rows = new ArrayList<>(parts.size());
        for (Text part : parts) {
            rows.add(
                    rows.isEmpty()
                            ? chunk.saying(part)
                            : chunk.sibling(ids.generate(), chunk.position() + rows.size(), part));
        }
        return rows.toArray(ChunkRow[]::new);
    }

    /** The chunk and those that are joined to it, by position. */
    private static Uni<List<ChunkRow>> neighbours(SqlConnection connection, Held held, List<UUID> others) {
        if (others.isEmpty()) {
            return ChunkEditSql.at(
                            connection,
                            held.tenant(),
                            held.documentId(),
                            held.chunk().position() + 1)
                    .map(next -> List.of(
                            held.chunk(),
                            next.orElseThrow(() -> new Failure.Conflict("chunk "
                                    + held.chunk().id() + " is the last of its document: there is none to join"))))
                    .invoke(ChunkEdits::requireOneState);
        }
        Set<UUID> all = new HashSet<>(others);
        all.add(held.chunk().id());
        return ChunkEditSql.rows(connection, held.tenant(), held.documentId(), List.copyOf(all))
                .invoke(chunks -> requireNeighbours(chunks, all))
                .invoke(ChunkEdits::requireOneState);
    }

    private static void requireNeighbours(List<ChunkRow> chunks, Set<UUID> asked) {
        if (chunks.size() < asked.size()) {
            throw new Failure.Conflict("not all of " + ChunkText.CHUNK_IDS + " are chunks of this document");
        }
        if (chunks.getLast().position() - chunks.getFirst().position() >= chunks.size()) {
            throw new Failure.Conflict("the chunks are no neighbours: others stand between them");
        }
    }

    private static void requireOneState(List<ChunkRow> chunks) {
        if (chunks.stream().map(ChunkRow::state).distinct().count() > 1) {
            throw new Failure.Conflict(
                    "some of the chunks serve and some are disabled; enable or disable all of them first");
        }
    }

    private static Uni<Optional<String>> stretch(SqlConnection connection, Held held, List<ChunkRow> chunks) {
        Optional<Slice> slice = stretchOf(chunks);
        return slice.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : ChunkEditSql.stretch(connection, held.tenant(), held.documentId(), slice.get())
                        .map(Optional::of);
    }

    /** From the first one's beginning to the furthest end; nothing where one is no part of the source. */
    private static Optional<Slice> stretchOf(List<ChunkRow> chunks) {
        int start = Integer.MAX_VALUE;
        int end = 0;
        for (ChunkRow chunk : chunks) {
            Slice slice = chunk.source();
            if (slice == null) {
                return Optional.empty();
            }
            start = Math.min(start, slice.start());
            end = Math.max(end, slice.end());
        }
        return Optional.of(new Slice(start, end));
    }

    private static ChunkChange joined(Held held, List<ChunkRow> chunks, Text text) {
        ChunkRow named = held.chunk();
        ChunkRow merged = chunks.getFirst().saying(text).as(named.id(), named.version() + 1, named.createdAt());
        return new ChunkChange(held.documentId(), chunks, List.of(merged));
    }
}
