package dev.quarry.explorer;

import dev.quarry.chunk.ChunkSql;
import dev.quarry.chunk.LexicalIndexSql;
import dev.quarry.chunk.SpellingSql;
import dev.quarry.document.Documents;
import dev.quarry.failure.Failure;
import dev.quarry.tenant.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Neighbouring chunks of a document, which is held, and what takes their place.
 *
 * <p>A row is replaced, under the same id, and not updated: what was made of the old text is deleted with it by the foreign keys,
 * in every embedding space, the retired ones too, which may be searched again one day.
 *
 * @param before neighbours, by position; none where a chunk is added
 * @param after in their order; their positions are dense
 */
record ChunkChange(UUID documentId, List<ChunkRow> before, List<ChunkRow> after) {

    /** Whether everything stays as it is. */
    boolean isNone() {
        return before.equals(after);
    }

    /** Does all of it, in the caller's transaction. Fails with {@link Failure.Conflict} when a text by hand is in the document already. */
    Uni<Void> apply(SqlConnection connection, TenantId tenant, Supplier<UUID> newId) {
        List<UUID> replaced = ids(before);
        return refuseCopies(connection, tenant, replaced)
                .chain(() -> LexicalIndexSql.remove(connection, tenant, replaced, newId.get()))
                .chain(() -> ChunkSql.delete(connection, tenant, replaced))
                .chain(() -> makeRoom(connection, tenant))
                .chain(() -> ChunkEditSql.insert(connection, tenant, documentId, after))
                .chain(() -> LexicalIndexSql.add(connection, tenant, ids(after), newId.get()))
                .chain(() -> SpellingSql.index(connection, tenant, documentId, servingContents()))
                .chain(() -> ChunkEditSql.outdate(connection, tenant, documentId))
                .chain(() -> ChunkEditSql.wake(connection, Documents.CHANNEL, documentId));
    }

    /** What is written by hand is written once; a source may repeat itself. */
    private Uni<Void> refuseCopies(SqlConnection connection, TenantId tenant, List<UUID> replaced) {
        List<String> contents = after.stream()
                .filter(chunk -> chunk.origin() != ChunkOrigin.SOURCE && !said(chunk))
                .map(ChunkRow::content)
                .toList();
        if (new HashSet<>(contents).size() < contents.size()) {
            return Uni.createFrom().failure(new Failure.Conflict("two of the chunks would have the same content"));
        }
        if (contents.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return ChunkEditSql.same(connection, tenant, documentId, contents, replaced)
                .invoke(same -> same.ifPresent(id -> {
                    throw new Failure.Conflict("the document has a chunk with the same content: " + id);
                }))
                .replaceWithVoid();
    }

    /** Whether one of the chunks that are replaced has that content: then it is no news in the document. */
    private boolean said(ChunkRow chunk) {
        return before.stream().anyMatch(old -> old.content().equals(chunk.content()));
    }

    private Uni<Void> makeRoom(SqlConnection connection, TenantId tenant) {
        int more = after.size() - before.size();
        return more == 0 || before.isEmpty()
                ? Uni.createFrom().voidItem()
                : ChunkEditSql.moveBehind(
                        connection, tenant, documentId, before.getLast().position(), more);
    }

    private Map<UUID, String> servingContents() {
        Map<UUID, String> contents = new LinkedHashMap<>();
        after.stream()
                .filter(chunk -> chunk.state() == ChunkState.SERVING)
                .forEach(chunk -> contents.put(chunk.id(), chunk.content()));
        return contents;
    }

    private static List<UUID> ids(List<ChunkRow> chunks) {
        return chunks.stream().map(ChunkRow::id).toList();
    }
}
